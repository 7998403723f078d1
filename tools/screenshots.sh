#!/bin/sh
# Makes the pictures for the README and for documents into a folder (build/screenshots): no display is needed. ffmpeg makes small JPEGs.
set -eu
cd "$(dirname "$0")/.."
view=${SOI_VIEW:-build/release/tools/view/soi-view}
out=${1:-build/screenshots}
mkdir -p "$out"

# name, scenario, time, and what else the picture takes
take() {
  name=$1 scenario=$2 time=$3
  shift 3
  "$view" "scenarios/bangsue/$scenario.yaml" --screenshot "$time" "$out/$name.png" --size 1600x900 "$@"
  ffmpeg -loglevel error -y -i "$out/$name.png" -q:v 3 "$out/$name.jpg"
  rm "$out/$name.png"
  echo "$out/$name.jpg"
}

take overview weekday-morning 08:05 --camera oblique
take junction weekday-morning 08:05 --camera street:690,-690,320,90,35
take stop weekday-morning 08:05 --camera street:695,-560,330,45,25
take follow weekday-morning 08:05 --camera follow:2
take ride weekday-morning 08:05 --camera ride:2
take train weekday-morning 08:07:05 --camera street:180,560,200,250,18
take rain rain 08:05 --camera street:685,-560,0,70,25
take dark weekday-morning 08:05 --theme dark --camera street:690,-690,320,90,35

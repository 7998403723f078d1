#!/bin/sh
# Makes the pictures for the pages (tools/view/pictures) and for documents into a folder (build/screenshots): no display is needed. ffmpeg
# makes small JPEGs.
set -eu
cd "$(dirname "$0")/.."
view=${SOI_VIEW:-build/release/tools/view/soi-view}
out=${1:-build/screenshots}
mkdir -p "$out"

# name, scenario, time, and what else the picture takes
take() {
  name=$1 scenario=$2 time=$3
  shift 3
  "$view" "scenarios/$scenario.yaml" --screenshot "$time" "$out/$name.png" --size 1600x900 "$@"
  ffmpeg -loglevel error -y -i "$out/$name.png" -q:v 5 "$out/$name.jpg"
  rm "$out/$name.png"
  echo "$out/$name.jpg"
}

evening="--set start=19:00 --set fleet.cart-2.start=19:09 --set captions=[]"
# shellcheck disable=SC2086
{
take day bangsue/weekday-morning 08:05
take follow bangsue/weekday-morning 08:05 --camera follow:2
take night minatomirai/shinko-loop 19:12 $evening --camera follow:1
take rain bangsue/rain 07:50 --language th --camera street:700,-560,20,70,25
take engineer bangsue/weekday-morning 07:45 --panels engineer --show paths,sensors,queues,zones,lanes --camera street:690,-690,320,90,35
take lost bangsue/weekday-morning 08:05 --panels engineer --show lost --camera street:690,-650,20,230,28
take density bangsue/weekday-morning 08:05 --show density --camera street:690,-690,320,190,40
take ride bangsue/weekday-morning 08:05 --camera ride:4
take tour bangsue/weekday-morning 07:01:53 --tour --language ja
take beside bangsue/weekday-morning 08:05 --beside service.hold=none
}

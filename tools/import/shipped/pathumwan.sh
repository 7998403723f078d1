#!/bin/sh
# Makes maps/pathumwan.yaml anew, byte for byte, from the OpenStreetMap extract that it was made from:
#   SOI=build/release/tools/soi/soi tools/import/shipped/pathumwan.sh EXTRACT.osm.gz [OUTPUT]
set -eu
here=$(dirname "$0")
exec "${SOI:-soi}" import osm "$1" --bbox 100.5272,13.7365,100.5366,13.7462 --patch "$here/pathumwan-patch.yaml" --quiet \
  -o "${2:-$here/../../../maps/pathumwan.yaml}"

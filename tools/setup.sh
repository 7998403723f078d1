#!/bin/sh
# Installs what building the command takes on Debian 12; with "view" also what its window takes, with "test" all that testing takes,
# with "sweep" what sweeps take on a cluster.
# Quick when nothing is missing; what apt says goes to build/setup.log. Without root and sudo it says what to install and ends with 2.
set -eu
cd "${0%/*}/.."

build="gcc libc6-dev make cmake pkg-config libyaml-dev libexpat1-dev libzstd-dev zlib1g-dev libzip-dev libreadosm-dev libjansson-dev"
view="libsdl2-dev libepoxy-dev libcglm-dev libsdl2-ttf-dev libpng-dev libgl1-mesa-dri libegl1 fonts-noto-core fonts-noto-cjk ffmpeg"
test="clang clang-format-16 libclang-rt-14-dev libcmocka-dev python3 python3-jsonschema python3-scipy python3-yaml man-db nodejs npm dpkg-dev"

case "${1:-build}" in
build) wanted="$build" ;;
view) wanted="$build $view" ;;
test) wanted="$build $view $test xvfb xdotool" ;;
sweep) wanted="$build snakemake slurm-wlm gnuplot-nox sqlite3 parallel" ;;
*)
  echo "usage: tools/setup.sh [build|view|test|sweep]" >&2
  exit 2
  ;;
esac

# Elsewhere the tools may be there under other names: the build will tell.
if ! command -v dpkg-query >/dev/null 2>&1; then
  echo "setup: this is no Debian; install the likes of: $wanted" >&2
  exit 0
fi

missing=""
for package in $wanted; do
  # Node.js often comes from elsewhere, with npm in it; Debian's npm would conflict with that one.
  [ "$package" = npm ] && command -v npm >/dev/null 2>&1 && continue
  case "$(dpkg-query -W -f='${db:Status-Abbrev}' "$package" 2>/dev/null || true)" in
  ii*) ;;
  *) missing="$missing $package" ;;
  esac
done
[ -n "$missing" ] || exit 0

# Who may install: root, or sudo (asking for a password only when somebody can answer).
if [ "$(id -u)" -eq 0 ]; then
  as_root=""
elif command -v sudo >/dev/null 2>&1 && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
  as_root="sudo"
else
  echo "setup: these packages are missing, and installing them takes root:" >&2
  echo "  apt-get install --no-install-recommends$missing" >&2
  echo "then run this again" >&2
  exit 2
fi

log=build/setup.log
echo "setup: installing$missing (what apt says: $log)"
export DEBIAN_FRONTEND=noninteractive
mkdir -p build
code=0
# shellcheck disable=SC2086
{ $as_root apt-get update -q && $as_root apt-get install -q -y --no-install-recommends $missing; } >"$log" 2>&1 || code=$?
if [ "$code" -ne 0 ]; then
  tail -n 20 "$log" >&2
  echo "setup: apt-get failed; all it said stands in $log" >&2
fi
exit "$code"

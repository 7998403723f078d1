#!/bin/sh
# The first look at soi: installs what the command takes, builds it, and runs a weekday morning at Bang Sue; arguments go to soi run.
# With the word "view" before them it also installs and builds the window, and shows the morning in it; arguments go to soi view.
set -eu
cd "$(dirname "$0")/.."
scenario=scenarios/bangsue/weekday-morning.yaml
soi=build/release/tools/soi/soi
what=build
target=soi_command
if [ "${1:-}" = view ]; then
  what=view
  target=all
  shift
fi

tools/setup.sh $what

# The build speaks only when something is wrong with it.
mkdir -p build/release
log=build/release/build.log
echo "building $soi ..."
if ! cmake -S . -B build/release -DCMAKE_BUILD_TYPE=Release -DSOI_TESTS=OFF >$log 2>&1 ||
  ! cmake --build build/release --target $target --parallel "$(nproc)" >>$log 2>&1; then
  grep -v -e Building -e Linking -e "Built target" $log >&2
  exit 1
fi

if [ $what = view ]; then
  exec $soi view $scenario --tour "$@"
fi

code=0
$soi run $scenario "$@" || code=$?

cat <<END

What to try next:
  tools/demo.sh view      # the same morning in a window
  $soi run --seed 7 $scenario
  $soi run --json report.json --junit verdict.xml scenarios/bangsue/one-cart-down.yaml
  $soi test scenarios     # all scenarios, a run each
  $soi describe fleet     # what a scenario can say about its carts
  $soi --help
  tools/test.sh           # the tests
END
exit "$code"

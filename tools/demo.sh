#!/bin/sh
# The first look at soi: installs what is missing, builds, and runs a weekday morning at Bang Sue. Arguments go to soi run.
set -eu
cd "$(dirname "$0")/.."
scenario=scenarios/bangsue/weekday-morning.yaml
soi=build/release/tools/soi/soi

tools/setup.sh build
# The window is a part that a machine may go without.
tools/setup.sh view || echo "demo: going on without the window" >&2

# The build speaks only when something is wrong with it.
mkdir -p build/release
log=build/release/build.log
echo "building $soi ..."
if ! cmake -S . -B build/release -DCMAKE_BUILD_TYPE=Release -DSOI_TESTS=OFF >$log 2>&1 ||
  ! cmake --build build/release --parallel "$(nproc)" >>$log 2>&1; then
  grep -v -e Building -e Linking -e "Built target" $log >&2
  exit 1
fi

code=0
$soi run $scenario "$@" || code=$?

cat <<END

What to try next:
  $soi view $scenario       # the window
  $soi run --seed 7 $scenario
  $soi run --json report.json --junit verdict.xml scenarios/bangsue/one-cart-down.yaml
  $soi test --seeds 1..5 scenarios
  $soi describe fleet     # what a scenario can say about its carts
  $soi --help
  tools/test.sh           # the tests
END
exit "$code"

#!/bin/sh
# Installs what is missing, builds soi twice (gcc for speed, clang with sanitizers) and runs the tests: the quick ones, or all of
# them with --long. Further arguments go to ctest, such as -R cli. Says each minute what is at work. Ends with the ten slowest tests of each build and a line
# "N passed, N failed".
set -eu
cd "$(dirname "$0")/.."

tier="-L quick"
if [ "${1:-}" = --long ]; then
  tier=""
  shift
fi

tools/setup.sh test

passed=0
failed=0

# The figure of an attribute in ctest's JUnit file.
figure() {
  sed -n "s/.*[[:space:]]$2=\"\([0-9]*\)\".*/\1/p;/<testcase/q" "$1" | head -n 1
}

# Says each minute how far a build is, or which tests are at work, until it is killed.
watch() {
  while sleep 60 >/dev/null 2>&1; do
    case "$1" in
    *build.log) sed -n 's/^\(\[ *[0-9]*%\]\).*/still building \1/p' "$1" | tail -n 1 ;;
    *) awk '/^ *Start +[0-9]+:/ { at[$3] = 1 }
         / Test +#[0-9]+:/ { sub(/.* Test +#[0-9]+: */, ""); delete at[$1] }
         END { line = "still at work:"; for (test in at) line = line " " test; print line }' "$1" ;;
    esac
  done
}

# The ten slowest tests of a build, from ctest's JUnit file.
slowest() {
  [ -s "build/$1/results.xml" ] || return 0
  echo "the slowest tests of $1, in seconds:"
  sed -n 's/.*<testcase name="\([^"]*\)".* time="\([0-9.]*\)".*/\2 \1/p' "build/$1/results.xml" | sort -rn | head -n 10 |
    while read -r seconds test; do printf '%9.1f  %s\n' "$seconds" "$test"; done
}

# Configures, builds and tests one kind of build: its name, then the arguments of cmake.
check() {
  name=$1
  shift
  folder=build/$name
  log=$folder/build.log
  mkdir -p "$folder"
  echo "building $name ..."
  : >"$log"
  watch "$log" &
  watcher=$!
  built=yes
  { cmake -S . -B "$folder" -DSOI_WERROR=ON "$@" && cmake --build "$folder" --parallel "$(nproc)"; } >"$log" 2>&1 || built=no
  kill "$watcher" 2>/dev/null || true
  if [ $built = no ]; then
    grep -v -e Building -e Linking -e "Built target" "$log" >&2
    failed=$((failed + 1))
    return
  fi

  # A crash of ctest itself leaves no figures: that counts as a failure too.
  results=$folder/results.xml
  rm -f "$results"
  : >"$folder/tests.log"
  watch "$folder/tests.log" &
  watcher=$!
  # shellcheck disable=SC2086
  ctest --test-dir "$folder" $tier --parallel "$(nproc)" --output-on-failure --output-junit "$PWD/$results" $filter |
    tee "$folder/tests.log" || true
  kill "$watcher" 2>/dev/null || true
  if [ ! -s "$results" ]; then
    failed=$((failed + 1))
    return
  fi
  all=$(figure "$results" tests)
  bad=$(figure "$results" failures)
  passed=$((passed + all - bad))
  failed=$((failed + bad))
}

filter="$*"
check gcc-release -DCMAKE_C_COMPILER=gcc -DCMAKE_BUILD_TYPE=Release
check clang-sanitize -DCMAKE_C_COMPILER=clang-14 -DCMAKE_BUILD_TYPE=RelWithDebInfo -DSOI_SANITIZE=ON

slowest gcc-release
slowest clang-sanitize
[ $((passed + failed)) -gt 0 ] || failed=1
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]

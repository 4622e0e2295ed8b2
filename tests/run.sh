#!/bin/sh
# Sets up, builds and runs all tests: sh tests/run.sh. The build directory is ./build, or what BUILD names; TEST_OPTIONS are handed to meson test.
. "$(dirname "$0")/setup.sh"
directory=${BUILD:-build}
# shellcheck disable=SC2086 # a list of options
build "$directory" ${BUILD_OPTIONS:-}
echo "Running the tests"
status=0
# shellcheck disable=SC2086 # a list of options
meson test -C "$root/$directory" --no-rebuild --print-errorlogs ${TEST_OPTIONS:-} || status=$?
log=$root/$directory/meson-logs/testlog.json
passed=$(grep -c '"result": "OK"' "$log" || true)
failed=$(($(wc -l <"$log") - passed))
echo "$passed passed, $failed failed"
exit "$status"

#!/bin/sh
# How much of src the tests run: sh tests/coverage.sh. Prints lines and branches of each file, the functions that nothing called, and fails
# below the bars. BUILD names the build directory, LINES_BAR and BRANCHES_BAR the bars, in percent.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
more_packages="gcovr python3-jsonschema mandoc"
. "$here/setup.sh"
build "${BUILD:-build-coverage}" -Db_coverage=true -Dbuildtype=debug
build=$root/${BUILD:-build-coverage}
find "$build" -name '*.gcda' -delete
status=0
meson test -C "$build" --no-rebuild --timeout-multiplier 3 >"$build/coverage-tests.txt" 2>&1 || status=$?
grep -E '^(Ok|Fail|Timeout):' "$build/coverage-tests.txt"
[ "$status" -eq 0 ] || grep -E 'FAIL|TIMEOUT' "$build/coverage-tests.txt" || true

# What is left are above all the ways back when memory, disk or database fail: tests/fault goes through those by failing each call in turn, and
# asks for the outcome, not for the line. # Branches that a compiler makes of its own (of __builtin overflow checks, of asserts) are no choices of the program.
cd "$root"
gcovr --root . --filter 'src/' --object-directory "$build" --exclude-unreachable-branches --exclude-throw-branches \
	--json "$build/coverage.json" --json-summary "$build/coverage-summary.json" "$build" >/dev/null
exec /usr/bin/python3 - "$build" "${LINES_BAR:-90}" "${BRANCHES_BAR:-80}" "$status" <<'END'
import json
import subprocess
import sys

build, line_bar, branch_bar, tests = sys.argv[1], float(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4])
with open(f"{build}/coverage-summary.json") as file:
    summary = json.load(file)
print(f"{'file':34} {'lines':>7} {'branches':>9}")
for each in sorted(summary["files"], key=lambda each: each["branch_percent"] or 0):
    print(f"{each['filename']:34} {each['line_percent']:6.1f}% {each['branch_percent'] or 0:8.1f}%")

# gcovr 5.2 knows no functions; gcov itself does.
notes = subprocess.run(["find", build, "-name", "*.gcda", "-path", "*libordr*"], capture_output=True, text=True, check=True).stdout.split()
told = subprocess.run(["gcov", "--json-format", "--stdout", *notes], capture_output=True, text=True, check=True).stdout
uncalled = set()
for text in told.splitlines():
    for each in json.loads(text)["files"]:
        if "/src/" in each["file"]:
            uncalled |= {(each["file"].split("/src/")[1], f["start_line"], f["name"]) for f in each["functions"] if not f["execution_count"]}
print("\nnever called:" if uncalled else "\nevery function was called")
for name, line, function in sorted(uncalled):
    print(f"  src/{name}:{line} {function}")
lines, branches = summary["line_percent"], summary["branch_percent"]
print(f"\nlines {lines:.1f} % (bar {line_bar:.0f}), branches {branches:.1f} % (bar {branch_bar:.0f}), "
      f"functions never called {len(uncalled)}")
sys.exit(1 if tests or lines < line_bar or branches < branch_bar else 0)
END

#!/bin/sh
# Runs the faults that ordr must survive, and prints a table: sh tests/fault/run.sh [--all] [NAME...]
#
# Short, as CI runs them, they take a minute. With --all each is as long as the bars of quality ask for, and the machine should do nothing
# else meanwhile; on two cores, with TMPDIR on a disk:
#
#     kill      8 processes run the whole cycle by the real program, 500 of their processes are killed                    10 s
#     power     500 times the power goes at a random write or sync, the last of them torn                                  1 min
#     nth       each call of the disk and each allocation fails, of 27 commands, until they go through                     20 min
#     race      a checkpoint races a commit, move by move and 40,000 times at random, behind the queue of writers          5 min
#     exposed   the same moves without the queue: something must be lost                                                   1 s
#     clock     the clock jumps 5,000 times                                                                                2 min
#     writers   32 processes place at once against one, five times; throughput and the slowest are held to their bars      20 s
#     system    closed and full streams, no files, limits, a full disk, permissions, asked of the real program             5 s
#
# BUILD names the build directory (build). Run it under sanitizers with one of -Db_sanitize=address,undefined, and as root: as anybody else the
# full disk is left out. Every test prints the seed it took; --seed N with its program in the build directory repeats it.
set -u
root=$(cd "$(dirname "$0")/../.." && pwd)
build=$(cd "$root" && realpath "${BUILD:-build}")
all=
[ "${1:-}" != --all ] || { all=yes; shift; }
status=0
log=$(mktemp)
trap 'rm -f "$log"' EXIT

# try NAME SHORT-ARGUMENTS WHOLE-ARGUMENTS PROGRAM...
try() {
	name=$1 arguments=$2
	[ -z "$all" ] || arguments=$3
	shift 3
	case " $chosen " in *" $name "* | '  ') ;; *) return ;; esac
	start=$(date +%s)
	# shellcheck disable=SC2086 # words
	"$@" $arguments >"$log" 2>&1
	result=$?
	word=held
	[ $result -eq 0 ] || word=FAILED
	[ $result -ne 77 ] || word='left out'
	printf '%-8s %-8s %5d s  %s\n' "$name" "$word" $(($(date +%s) - start)) "$(tail -n 1 "$log")"
	if [ $result -ne 0 ] && [ $result -ne 77 ]; then
		sed 's/^/         | /' "$log"
		status=1
	fi
}

chosen=$*
try kill '' '--count 500' "$build/fault_kill" --ordr "$build/ordr"
try power '' '--count 500' "$build/fault_power"
try nth '' '--count 0' "$build/fault_nth"
try race '' '--count 40000' "$build/fault_race"
try exposed '' '' "$build/fault_race_unqueued" exposed
try clock '' '--count 5000' "$build/fault_clock" --ordr "$build/ordr"
try writers '' '--count 5 bars' "$build/fault_writers" --ordr "$build/ordr"
try system '' '' "$root/tests/fault/system.sh" "$build/ordr"
exit $status

#!/bin/sh
# What the system can refuse: streams that are closed or full, files that are none, permissions, limits, a full disk. Each answer has its exit
# code and says what to do, and the books stay as they were, or as they were said to become.
#
#     system.sh ORDR
# shellcheck disable=SC2086 # words
set -u
ordr=$(realpath "$1")
directory=$(realpath "$(mktemp -d "${TMPDIR:-/tmp}/ordr-test-XXXXXX")")
mounted=
trap '[ -z "$mounted" ] || umount "$directory/small"; rm -rf "$directory"' EXIT
chmod 755 "$directory"
cp "$ordr" "$directory/ordr"
ordr=$directory/ordr
cd "$directory" || exit 1
unset ORDR_DB ORDR_NOW NO_COLOR
export LC_ALL=C.UTF-8 TZ=UTC LOGNAME=ann
checks=0 failed=0 skipped='' as=''

fail() {
	printf 'system: %s\n' "$*"
	failed=$((failed + 1))
}

# expect STATUS PART COMMAND...: the status, and what stands in what it says (on standard error, or in the file said).
expect() {
	status=$1 part=$2
	shift 2
	checks=$((checks + 1))
	timeout 20 "$@" >"$directory/out" 2>"$directory/said" </dev/null
	got=$?
	[ "$got" -eq "$status" ] || fail "$*: exit $got, not $status: $(cat "$directory/said")"
	[ -z "$part" ] || grep -qF -- "$part" "$directory/said" || fail "$*: does not say \"$part\": $(cat "$directory/said")"
	[ "$status" -eq 0 ] || grep -q 'hint' "$directory/said" || fail "$*: does not say what to do: $(cat "$directory/said")"
}

# comes_to STATUS WHAT: of what ran just before.
comes_to() {
	got=$?
	checks=$((checks + 1))
	[ "$got" -eq "$1" ] || fail "$2: exit $got, not $1"
}

sound() { # WHEN ORDERS
	checks=$((checks + 1))
	if ! found=$("$ordr" doctor --db "$directory/ordr.db" 2>&1) || [ -n "$found" ]; then
		fail "$1: doctor: $found"
	fi
	orders=$("$ordr" list --db "$directory/ordr.db" --csv --fields id | tail -n +2 | wc -l)
	[ "$orders" -eq "$2" ] || fail "$1: $orders orders, not $2"
}

company() {
	"$ordr" init && "$ordr" config set company.name W && "$ordr" customer add --code C-1 --name K &&
		"$ordr" product add --sku P-1 --name H --price 11.90 && "$ordr" stock receive P-1:1000 &&
		"$ordr" place -c C-1 -l P-1:1
}

company >/dev/null || exit 1
place='place -c C-1 -l P-1:2'

# --- streams -------------------------------------------------------------------------------------------------------------------
streams() {
	"$ordr" list >/dev/full 2>said
	comes_to 1 'list into a full disk'
	grep -q 'the disk is full' said || fail "list into a full disk: $(cat said)"
	"$ordr" $place >/dev/full 2>said
	comes_to 12 'place into a full disk'
	grep -q 'it was done all the same' said || fail "place into a full disk: $(cat said)"
	"$ordr" init --db full.db >/dev/full 2>said
	comes_to 12 'init into a full disk'
	"$ordr" doctor --db full.db || fail 'init into a full disk left no books'
	"$ordr" list >&- 2>said
	comes_to 1 'list into a closed stream'
	grep -q 'hint' said || fail "list into a closed stream: $(cat said)"
	"$ordr" $place >&- 2>said
	comes_to 12 'place into a closed stream'
	sound 'streams that take nothing' 3
	"$ordr" list >/dev/null 2>&-
	comes_to 0 'list without standard error'
	printf '%s\n' '{"customer":"C-9","lines":[{"sku":"P-1","qty":1}]}' '{"customer":"C-1","lines":[{"sku":"P-1","qty":1}]}' >forms
	"$ordr" place forms --keep-going >/dev/null 2>&-
	comes_to 3 'place without standard error'
	"$ordr" confirm 99 >/dev/null 2>&-
	comes_to 4 'an error without standard error'
	"$ordr" confirm 99 2>/dev/full
	comes_to 4 'an error into a full disk'
	sound 'without standard error' 4
	"$ordr" list <&- >/dev/null
	comes_to 0 'list without standard input'
	"$ordr" place - <&- >out 2>said
	comes_to 1 'place - without standard input'
	grep -q 'hint' said || fail "place - without standard input: $(cat said)"
	"$ordr" $place <&- >&- 2>&-
	comes_to 12 'place without any stream'
	sound 'without any stream' 5
	"$ordr" list --json | head -c 1 >/dev/null
	(
		"$ordr" list --json
		echo $? >status
	) | true
	[ "$(cat status)" -eq 0 ] || fail "a reader that went away: exit $(cat status)"
}

# --- files that are none -------------------------------------------------------------------------------------------------------
files() {
	expect 1 'Is a directory' "$ordr" place .
	expect 1 'Is a directory' "$ordr" customer import .
	expect 4 'there is no file' "$ordr" place none.jsonl
	expect 9 'is not a file' "$ordr" list --db .
	mkfifo pipe
	expect 9 'is not a file' "$ordr" list --db pipe
	expect 9 'is not a file' "$ordr" $place --db pipe
	expect 9 'is not a file' "$ordr" list --db /dev/null
	expect 5 'exists already' "$ordr" init --db pipe
	ln -s nowhere link
	expect 5 'exists already' "$ordr" init --db link
	[ ! -e nowhere ] || fail 'init wrote through a link'
	expect 1 'cannot make' "$ordr" init --db none/ordr.db
	printf '%s\n' '{"customer":"C-1","lines":[{"sku":"P-1","qty":1}]}' >pipe &
	expect 0 '' "$ordr" place pipe
	wait
	ln -s "$directory/ordr.db" books
	expect 0 '' "$ordr" $place --db books
	sound 'files that are none' 7
}

# --- limits --------------------------------------------------------------------------------------------------------------------
limits() {
	i=0
	while [ $i -lt 3000 ]; do
		echo '{"customer":"C-1","lines":[{"sku":"P-1","qty":1},{"sku":"P-1","qty":2},{"sku":"P-1","qty":3}]}'
		i=$((i + 1))
	done >many.jsonl
	# 512 KiB a file; of 4 open files the database needs more.
	expect 12 'may or may not have happened' sh -c 'ulimit -f 1024; exec "$@"' sh "$ordr" place many.jsonl
	sound 'a limit on the size of files' 7
	expect 1 '' sh -c 'ulimit -n 4; exec "$@"' sh "$ordr" $place
	expect 1 '' sh -c 'ulimit -n 5; exec "$@"' sh "$ordr" $place
	sound 'a limit on open files' 7
}

# --- a full disk ---------------------------------------------------------------------------------------------------------------
disk() {
	mkdir small
	if [ "$(id -u)" -ne 0 ] || ! mount -t tmpfs -o size=1m,mode=755 none small 2>/dev/null; then
		skipped="$skipped, the small disk (no mounting)"
		return
	fi
	mounted=yes
	cp ordr.db small/ordr.db
	before=$("$ordr" log --head --db small/ordr.db)
	expect 1 'the disk is full' "$ordr" place many.jsonl --db small/ordr.db
	[ "$("$ordr" log --head --db small/ordr.db)" = "$before" ] || fail 'a full disk: something was done'
	head -c 2m /dev/zero >small/rest 2>/dev/null
	expect 1 'the disk is full' "$ordr" $place --db small/ordr.db
	expect 1 'hint: make room' "$ordr" init --db small/other.db
	[ -z "$(find small -name '.ordr*' -o -name 'other*')" ] || fail "init on a full disk left $(ls -A small)"
	rm small/rest
	expect 0 '' "$ordr" $place --db small/ordr.db
	expect 0 '' "$ordr" doctor --db small/ordr.db
	[ "$(find small -type f | wc -l)" -eq 1 ] || fail "a disk that was full: $(ls small)"
	umount small
	mounted=
}

# --- permissions, as somebody who is not root ----------------------------------------------------------------------------------
permissions() {
	if [ "$(id -u)" -eq 0 ]; then
		command -v setpriv >/dev/null || { skipped="$skipped, permissions (root, and no setpriv)"; return; }
		as='setpriv --reuid 65534 --regid 65534 --clear-groups'
		if ! $as "$ordr" version >/dev/null 2>&1; then
			skipped="$skipped, permissions (the program cannot be reached)"
			return
		fi
	fi
	mkdir theirs
	cp ordr.db theirs/ordr.db
	[ -z "$as" ] || chown -R 65534:65534 theirs
	expect 0 '' $as "$ordr" list --db theirs/ordr.db
	before=$(cksum <theirs/ordr.db)
	chmod 444 theirs/ordr.db
	expect 0 '' $as "$ordr" list --db theirs/ordr.db
	expect 1 'Permission denied' $as "$ordr" $place --db theirs/ordr.db
	chmod 000 theirs/ordr.db
	expect 1 '' $as "$ordr" list --db theirs/ordr.db
	expect 1 'Permission denied' $as "$ordr" $place --db theirs/ordr.db
	chmod 644 theirs/ordr.db
	chmod 555 theirs
	expect 0 '' $as "$ordr" list --db theirs/ordr.db
	expect 1 '' $as "$ordr" $place --db theirs/ordr.db
	expect 1 'Permission denied' $as "$ordr" init --db theirs/other.db
	chmod 000 theirs
	expect 1 'Permission denied' $as "$ordr" list --db theirs/ordr.db
	expect 1 'Permission denied' $as "$ordr" place theirs/forms --db ordr.db
	chmod 755 theirs
	[ "$(cksum <theirs/ordr.db)" = "$before" ] || fail 'permissions: the file was changed'
	[ "$(find theirs -type f | wc -l)" -eq 1 ] || fail "permissions: $(ls -a theirs)"
	expect 0 '' $as "$ordr" $place --db theirs/ordr.db
}

# A reader who may not write, beside others who do, and after one that was killed: he reads, and leaves nothing that locks them out.
readers() {
	[ -n "$as" ] || return
	chmod 644 ordr.db
	expect 0 '' $as "$ordr" list --db ordr.db
	"$ordr" events --follow >/dev/null &
	follower=$!
	tries=0
	while [ ! -e ordr.db-shm ] && [ $tries -lt 100 ]; do
		sleep 0.05
		tries=$((tries + 1))
	done
	expect 0 '' "$ordr" $place
	[ -s ordr.db-wal ] || fail 'there is no log to read'
	expect 0 '' $as "$ordr" show 8 --db ordr.db
	kill -9 $follower
	wait $follower 2>/dev/null
	expect 0 '' $as "$ordr" show 8 --db ordr.db
	expect 1 'Permission denied' $as "$ordr" $place --db ordr.db
	[ -z "$(find . -maxdepth 1 -type f -user 65534)" ] || fail "a reader left $(ls -lA)"
	sound 'readers who may not write' 8
}

streams
files
limits
disk
permissions
readers
[ "$(find . -maxdepth 1 -name '*ordr.db*' | wc -l)" -eq 1 ] || fail "ordr.db is not one file: $(ls -A)"
echo "$checks answers of a system that refuses${skipped:+ (left out$skipped)}: $failed wrong"
[ "$failed" -eq 0 ]

#!/bin/bash
# The scripts of completions/, run: bash's function is called as bash calls it, with a program of its own that says what it was asked.
# The scripts of other shells are checked for syntax where these are installed.
set -u
cd "$1" || exit 1
scripts=$PWD/completions
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
status=0

mkdir "$tree/bin" "$tree/files" "$tree/files/sub dir"
touch "$tree/files/one.jsonl" "$tree/files/one.csv"
cat >"$tree/bin/ordr" <<'PROGRAM'
#!/bin/sh
printf '[%s]' "$@" >"$ASKED"
for last in "$@"; do :; done
case $last in
--color=*) printf -- '--color=always\n--color=never\n' ;;
--db=*) echo :files ;;
--d) printf -- '--db=\tthe database\n' ;;
--*) printf -- '--carrier=\twho carries it\n--all\tall of them\n' ;;
P*) printf 'P-1:\tproduct one\nP-2:\tproduct two\n' ;;
o*) printf 'other\tsomething that is no file\n:files\n' ;;
sub*) echo :files ;;
s*) printf 'ship\thand over\nstock\tlevels: all\n' ;;
two) printf 'two words\tone candidate\n' ;;
esac
PROGRAM
chmod +x "$tree/bin/ordr"
export ASKED=$tree/asked PATH=$tree/bin:$PATH
cd "$tree/files" || exit 1

options=
compopt() {
	local IFS=' '
	options="$options$*"
}
# shellcheck source=/dev/null
. "$scripts/ordr.bash"
complete -p ordr >/dev/null || status=1

# expect CANDIDATES OPTIONS ASKED LINE WORD...: the words as bash splits the line; the cursor is at its end.
expect() {
	local candidates=$1 wanted=$2 asked=$3 got
	COMP_LINE=$4 COMP_POINT=${#4}
	shift 4
	COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
	COMPREPLY=() options=
	: >"$ASKED"
	_ordr ordr "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
	got=$(printf '<%s>' "${COMPREPLY[@]}")
	if [[ $got != "$candidates" || $options != "$wanted" || $(cat "$ASKED") != "[__complete][--]$asked" ]]; then
		echo "$COMP_LINE: $got, options \"$options\", asked $(cat "$ASKED")"
		status=1
	fi
}
expect '<ship><stock>' '' '[s]' 'ordr s' ordr s
expect '<>' '' '[]' 'ordr ' ordr ''
expect '<>' '' '[ship][]' 'ordr   ship  ' ordr ship ''
expect '<--carrier=><--all>' '' '[ship][--]' 'ordr ship --' ordr ship --
expect '<--carrier=>' '-o nospace' '[ship][--c]' 'ordr ship --c' ordr ship --c
expect '<--db=>' '-o nospace' '[--d]' 'ordr --d' ordr --d
expect '<always><never>' '' '[--color=]' 'ordr --color=' ordr --color =
expect '<always>' '' '[--color=a]' 'ordr --color=a' ordr --color = a
expect '<always>' '' '[x][--color=a]' 'ordr x --color=a' ordr x --color = a
expect '<P-1:><P-2:>' '' '[-l][P]' 'ordr -l P' ordr -l P
expect '<>' '-o nospace' '[-l][P-1:]' 'ordr -l P-1:' ordr -l P-1 :
expect '<other><one.csv><one.jsonl>' '-o filenames' '[place][o]' 'ordr place o' ordr place o
expect '<one.csv><one.jsonl>' '-o filenames' '[--db=on]' 'ordr --db=on' ordr --db = on
expect '<sub dir>' '-o filenames' '[place][sub]' 'ordr place sub' ordr place sub
expect '<sub dir>' '-o filenames' '[place][sub d]' "ordr place 'sub d" ordr place "'sub d"
expect '<sub dir>' '-o filenames' '[place][sub d]' 'ordr place sub\ d' ordr place 'sub\ d'
expect '<two words>' '' '[two]' 'ordr two' ordr two
expect '<ship><stock>' '' '[--reason=a b][s]' 'ordr --reason="a b" s' ordr --reason = '"a b"' s
COMP_WORDBREAKS=${COMP_WORDBREAKS//[=:]/}
expect '<--color=always>' '' '[--color=a]' 'ordr --color=a' ordr --color=a
expect '<--db=one.csv><--db=one.jsonl>' '-o filenames' '[--db=on]' 'ordr --db=on' ordr --db=on
expect '<P-1:>' '-o nospace' '[-l][P-1:]' 'ordr -l P-1:' ordr -l P-1:

# The line behind the cursor is not looked at.
COMP_LINE='ordr stock x' COMP_POINT=6 COMP_WORDS=(ordr stock x) COMP_CWORD=1
_ordr ordr stock ordr
[[ $(cat "$ASKED") == '[__complete][--][s]' ]] || { echo "the cursor is not minded: $(cat "$ASKED")"; status=1; }

for shell in zsh fish; do
	script=$scripts/_ordr
	[ $shell = fish ] && script=$scripts/ordr.fish
	if command -v $shell >/dev/null; then
		$shell -n "$script" || { echo "$script is not $shell"; status=1; }
	fi
done
exit $status

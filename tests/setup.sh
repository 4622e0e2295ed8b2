# Sourced by the scripts beside it: installs what a fresh Debian 12 machine lacks, and builds. Safe to run again; without a network it
# works once everything is there.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
packages="gcc libc6-dev meson ninja-build pkg-config libsqlite3-dev libutf8proc-dev libmd-dev libcjson-dev libsmartcols-dev libcmocka-dev
	fish fonts-dejavu-core fonts-liberation gettext jq libharfbuzz-subset0 libqrencode4 libxml2 mandoc poppler-utils python3 python3-jsonschema qpdf tzdata zsh"

missing=
for package in $packages ${more_packages:-}; do
	dpkg-query -W -f '${Status}\n' "$package" 2>/dev/null | grep -q '^install ok installed' || missing="$missing $package"
done
if [ -n "$missing" ]; then
	echo "Installing:$missing"
	as_root=
	[ "$(id -u)" -eq 0 ] || as_root=sudo
	$as_root apt-get update -qq
	# shellcheck disable=SC2086 # a list of words
	$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
fi

# build DIRECTORY [meson options]: sets up, or uses what is set up, and compiles.
build() {
	where=$root/$1
	shift
	echo "Building in ${where##*/}"
	if [ ! -f "$where/build.ninja" ]; then
		meson setup "$where" "$root" "$@" >/dev/null
	fi
	ninja -C "$where" --quiet
}

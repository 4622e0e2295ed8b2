#!/bin/sh
# Makes the release archive and from it a Debian package, installs it, uses it as a user would, and removes it: sh tests/package.sh [DIRECTORY]
# keeps both in DIRECTORY (./build-package). --make only makes them. OPTIMIZATION=0 compiles in a third of
# the time what is only to be tried. The package is of this machine's Debian and architecture.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
only_make=false
[ "${1:-}" != --make ] || { only_make=true && shift; }
directory=${1:-$root/build-package}
skip() {
	echo "skipped: $*"
	exit 77
}
as_root=
[ "$(id -u)" -eq 0 ] || as_root="sudo -n"
if ! $only_make; then
	if dpkg -s ordr >/dev/null 2>&1; then skip "a package ordr is installed here, and is left alone"; fi
	$as_root true 2>/dev/null || skip "only root can install a package"
fi
mkdir -p "$directory"
directory=$(cd "$directory" && pwd)
rm -rf "${directory:?}"/*

# The archive holds what is committed, and is enough to build from.
meson setup "$directory/archive" "$root" -Dtests=false >/dev/null
meson dist -C "$directory/archive" --allow-dirty --no-tests --formats gztar >/dev/null 2>&1
archive=$(echo "$directory"/archive/meson-dist/ordr-*.tar.gz)
version=${archive##*/ordr-}
version=${version%.tar.gz}
mv "$archive" "$directory"
tar -xzf "$directory/ordr-$version.tar.gz" -C "$directory"
source=$directory/ordr-$version

CFLAGS="${CFLAGS:-} -ffile-prefix-map=$source=." meson setup "$directory/release" "$source" --prefix=/usr --sysconfdir=/etc --buildtype=release -Doptimization="${OPTIMIZATION:-3}" -Dtests=false >/dev/null
ninja -C "$directory/release" --quiet
tree=$directory/tree
DESTDIR=$tree meson install -C "$directory/release" --no-rebuild --quiet --strip
# Debian's zsh looks elsewhere than zsh itself.
mv "$tree/usr/share/zsh/site-functions" "$tree/usr/share/zsh/vendor-completions"
find "$tree/usr/share/man" -type f -exec gzip -9n {} +
documents=$tree/usr/share/doc/ordr
mkdir -p "$documents" "$tree/etc/ordr/hooks" "$tree/DEBIAN"
cp "$source/LICENSE" "$documents/copyright"
cp "$source/README.md" "$documents"
gzip -9nc "$source/CHANGELOG.md" >"$documents/changelog.gz"

# The packages whose libraries the program is linked with, and the two that it loads to print tables and schemas; what a single command loads is suggested.
libraries=$(ldd "$tree/usr/bin/ordr" | sed -n 's/.*=> \(\/[^ ]*\).*/\1/p')
depends=$(for library in $libraries; do dpkg -S "$(readlink -f "$library")" 2>/dev/null || dpkg -S "${library#/usr}" 2>/dev/null ||
	dpkg -S "/usr$library"; done | cut -d: -f1 | sort -u | paste -sd, | sed 's/,/, /g')
cat >"$tree/DEBIAN/control" <<CONTROL
Package: ordr
Version: $version
Architecture: $(dpkg --print-architecture)
Maintainer: ordr <ordr@localhost>
Section: utils
Priority: optional
Installed-Size: $(du -ks --exclude=DEBIAN "$tree" | cut -f1)
Depends: $depends, libcjson1, libsmartcols1, tzdata
Suggests: fonts-liberation | fonts-dejavu-core, libharfbuzz-subset0, libqrencode4, libxml2
Description: order management from placement to cash
 One program with subcommands over one SQLite file: it takes orders, promises
 dates, allocates stock, lets the warehouse pick, pack and ship, bills, and
 reports what is late. For people on a terminal, for scripts and for cron.
CONTROL
(cd "$tree" && find usr -type f -exec md5sum {} + | sort -k2 >DEBIAN/md5sums)
find "$tree" -type d -exec chmod 755 {} +
package=$directory/ordr_${version}_$(dpkg --print-architecture).deb
dpkg-deb --root-owner-group --build "$tree" "$package" >/dev/null
echo "made ordr-$version.tar.gz and ${package##*/} ($(du -k "$package" | cut -f1) KiB)"
if $only_make; then exit 0; fi

fail() {
	echo "package: $*"
	exit 1
}
remove() {
	$as_root dpkg --purge ordr >/dev/null 2>&1
}
trap remove EXIT
$as_root dpkg -i "$package" >/dev/null || fail "it does not install"
cd "$directory"
mkdir use
cd use
export ORDR_DB="$PWD/ordr.db"
[ "$(command -v ordr)" = /usr/bin/ordr ] || PATH=/usr/bin:$PATH
[ "$(ordr version)" = "ordr $version" ] || fail "it says: $(ordr version)"
ordr init --demo >/dev/null
id=$(ordr place -c C-1001 -l HAM-500:2)
ordr confirm "$id" | ordr pick - | ordr pack - | ordr ship - --carrier DHL >/dev/null
[ "$(ordr show "$id" --csv --fields fulfilment | tail -n 1 | tr -d '\r')" = shipped ] || fail "the order is not shipped"
ordr doctor || fail "the doctor finds something"
mandoc -Tlint -W error /usr/share/man/man1/ordr-ship.1.gz >/dev/null || fail "a manual page is not there"
for file in /usr/share/bash-completion/completions/ordr /usr/share/zsh/vendor-completions/_ordr /usr/share/fish/vendor_completions.d/ordr.fish; do
	[ -f "$file" ] || fail "$file is not there"
done
files=$(dpkg -L ordr)
[ -z "$(dpkg --verify ordr)" ] || fail "what is installed is not what was packed: $(dpkg --verify ordr)"
remove
for file in $files; do
	case $file in *ordr*) [ ! -e "$file" ] || fail "$file is left behind" ;; esac
done
[ -f "$ORDR_DB" ] || fail "removing it took the database with it"
echo "installed, used and removed"

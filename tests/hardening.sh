#!/bin/sh
# What a hardened binary must show: sh tests/hardening.sh BINARY. Looked for in the binary itself, since a flag that was asked for may not
# have been taken. The compiler puts __*_chk and the stack's guard in where it cannot prove that a buffer holds what is written to it.
set -u
binary=$1
status=0
header=$(readelf -hW "$binary") || exit 1
segments=$(readelf -lW "$binary")
dynamic=$(readelf -dW "$binary")
symbols=$(readelf -sW --dyn-syms "$binary")

must() { # WHAT TEXT PATTERN
	if printf '%s\n' "$2" | grep -qE "$3"; then
		echo "ok: $1"
	else
		echo "MISSING: $1"
		status=1
	fi
}
must 'position-independent' "$header" 'Type: +DYN'
must 'position-independent executable' "$dynamic" 'FLAGS_1.*PIE'
must 'relocations read-only' "$segments" 'GNU_RELRO'
must 'bound at start (with RELRO: all of the GOT read-only)' "$dynamic" 'BIND_NOW|FLAGS_1.*NOW'
must 'stack protector' "$symbols" '__stack_chk_fail'
must 'FORTIFY: checked copies and printing' "$symbols" '__(memcpy|snprintf|vsnprintf|fprintf|strcpy|strcat)_chk'
must 'stack not executable' "$segments" 'GNU_STACK.* RW '
if [ "$(uname -m)" = x86_64 ]; then
	# The linker notes CET only when the C library's own start code has it, which Debian's has not; so the code is looked at.
	must 'control flow: functions begin with endbr64 (CET)' "$(objdump -d --no-show-raw-insn --disassemble=ordr_main "$binary")" 'endbr64'
fi
if printf '%s\n' "$segments" | grep -E '^ +(LOAD|GNU_STACK)' | grep -qE ' (RWE|WE) '; then
	echo 'MISSING: no segment both written and run'
	status=1
else
	echo 'ok: no segment both written and run'
fi
exit "$status"

# What the program is made of: it links no network and no drawing library, and a release is hardened and has no test switches.
set -euo pipefail
fail() {
    echo "$*"
    exit 1
}

# Named one by one: a new library is a decision, not an accident.
allowed='libc|libm|libncursesw|libtinfo|libsqlcipher|libsodium|libjansson|libyaml-0|libyaml|libutf8proc|ld-linux-.*'
sanitizers='libasan|libubsan|libgcc_s|libclang_rt.*'
needed=$(readelf -d "$FASCIA_BIN" | sed -nE 's/.*\(NEEDED\).*\[(.*)\.so.*\].*/\1/p')
[ -n "$needed" ] || fail "readelf names no library at all"
if unknown=$(grep -vxE "$allowed|$sanitizers" <<<"$needed"); then
    fail "links libraries it should not: $unknown"
fi
if loaded=$(ldd "$FASCIA_BIN" | grep -E 'lib(curl|ssl|pq|nss|resolv|cairo|pango|X11|wayland)'); then
    fail "loads network or drawing libraries: $loaded"
fi

[ "$FASCIA_BUILD_TYPE" = Release ] || exit 0
readelf -h "$FASCIA_BIN" | grep -q 'Type:.*DYN' || fail "is not position independent"
readelf -d "$FASCIA_BIN" | grep -qE 'BIND_NOW|FLAGS_1.*NOW' || fail "resolves symbols lazily"
readelf -lW "$FASCIA_BIN" | grep -q GNU_RELRO || fail "its tables stay writable"
if readelf -lW "$FASCIA_BIN" | grep GNU_STACK | grep -q RWE; then
    fail "its stack is executable"
fi
symbols=$(readelf --dyn-syms -W "$FASCIA_BIN")
grep -q __stack_chk_fail <<<"$symbols" || fail "has no stack protector"
grep -qE '__(printf|fprintf|snprintf|vsnprintf|memcpy|read)_chk' <<<"$symbols" || fail "is not fortified"
if grep -aoE 'FASCIA_NOW|FASCIA_TEST|--no-lock' "$FASCIA_BIN"; then
    fail "a release has switches that are for tests only"
fi

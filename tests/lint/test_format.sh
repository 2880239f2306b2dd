# Every C file is what clang-format makes of it. Its versions differ in taste, so only the one the style is written for speaks.
cd "$FASCIA_SOURCE_DIR" || exit 1
if ! clang-format --version | grep -q 'version 14\.'; then
    echo "skipped: the style is written for clang-format 14"
    exit 0
fi
find include src tests tools bench -name '*.[ch]' -print0 2>/dev/null | xargs -0 clang-format --dry-run -Werror

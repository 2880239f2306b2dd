# Every shell script passes shellcheck.
cd "$FASCIA_SOURCE_DIR" || exit 1
{
    grep -rlE '^#!.*\b(ba)?sh$' scripts .ci
    find tests scripts -name '*.sh'
} 2>/dev/null | sort -u | xargs shellcheck -s bash

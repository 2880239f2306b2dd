# The build keeps the layers apart: in a small tree built by our own CMakeLists.txt, a model that calls base links, and a model that
# calls store, or a store that calls its sibling trust, does not. Also: an embedded file arrives byte for byte.
set -euo pipefail
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
cp -r "$FASCIA_SOURCE_DIR"/{CMakeLists.txt,cmake,include} "$tree"
mkdir -p "$tree"/src/{base,model,store,trust} "$tree"/tests/{model,store}

# source FILE RESULT CALLED: a function that is named after its file's folder, and calls another
source_file() {
    printf 'int %s(void);\nint %s(void);\nint %s(void)\n{\n    return %s();\n}\n' "$3" "$2" "$2" "$3" >"$tree/src/$1"
}
main_file() {
    printf 'int %s(void);\nint main(void)\n{\n    return %s() == 0 ? 0 : 1;\n}\n' "$2" "$2" >"$tree/tests/$1"
}
build() {
    cmake --build "$tree/build" >"$tree/log" 2>&1
}
must_not_link() { # WHAT SYMBOL
    if build; then
        echo "$1 was linked"
        exit 1
    fi
    grep -q "undefined reference to \`$2'" "$tree/log" || {
        tail -20 "$tree/log"
        echo "$1 failed to build for another reason than the missing $2"
        exit 1
    }
}

printf 'int base_call(void);\nint base_call(void)\n{\n    return 0;\n}\n' >"$tree/src/base/a.c"
source_file model/a.c model_call base_call
source_file trust/a.c trust_call model_call
source_file store/a.c store_call model_call
main_file model/test_a.c model_call
main_file store/test_a.c store_call
printf '\0\001"\\\n\377' >"$tree/bytes.bin"
echo 'fascia_embed_table(store store_files bytes.bin)' >"$tree/src/store/layer.cmake"
cat >"$tree/tests/store/test_embed.c" <<'C'
#include "fascia/base/embed.h"

#include <string.h>

extern const struct embed store_files[];
extern const size_t store_files_count;

int main(void)
{
    const struct embed *f = &store_files[0];
    return store_files_count == 1 && strcmp(f->name, "bytes.bin") == 0 && *f->len == 6 &&
                   memcmp(f->data, "\0\001\"\\\n\377", 7) == 0
               ? 0
               : 1;
}
C
cmake -S "$tree" -B "$tree/build" -G Ninja >"$tree/log" 2>&1 || {
    tail -20 "$tree/log"
    exit 1
}
build || {
    tail -20 "$tree/log"
    echo "calls that only go downwards did not link"
    exit 1
}
"$tree/build/bin/test_store_embed"

source_file model/a.c model_call store_call
must_not_link "a model that calls store" store_call
source_file model/a.c model_call base_call
source_file store/a.c store_call trust_call
must_not_link "a store that calls trust" trust_call

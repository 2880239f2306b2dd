# cmake -DINPUT=file -DOUTPUT=file.c -DNAME=identifier -P EmbedFile.cmake: see Embed.cmake.
file(READ ${INPUT} hex HEX)
string(LENGTH "${hex}" digits)
math(EXPR bytes "${digits} / 2")
string(REGEX REPLACE "(..)" "0x\\1," list "${hex}")
file(WRITE ${OUTPUT} "#include <stddef.h>

extern const unsigned char ${NAME}[];
extern const size_t ${NAME}_len;
const unsigned char ${NAME}[] = {${list}0x00};
const size_t ${NAME}_len = ${bytes};
")

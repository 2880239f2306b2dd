# Files as C arrays. A byte array, not a string literal: ISO C promises only 4,095 characters in one.

# fascia_embed(TARGET NAME FILE): adds to TARGET a source with
#     const unsigned char NAME[];   the bytes, and a closing 0 that is not counted
#     const size_t NAME_len;
# The user declares both `extern`.
function(fascia_embed target name file)
    get_filename_component(input ${file} ABSOLUTE BASE_DIR ${CMAKE_SOURCE_DIR})
    set(output ${CMAKE_BINARY_DIR}/generated/embed/${name}.c)
    add_custom_command(OUTPUT ${output}
        COMMAND ${CMAKE_COMMAND} -DINPUT=${input} -DOUTPUT=${output} -DNAME=${name} -P ${CMAKE_SOURCE_DIR}/cmake/EmbedFile.cmake
        DEPENDS ${input} ${CMAKE_SOURCE_DIR}/cmake/EmbedFile.cmake
        VERBATIM)
    fascia_embedded_source(${target} ${output})
endfunction()

# Generated arrays are compiled in a library of their own, for which clang-tidy is off: it has nothing to say about them, slowly.
function(fascia_embedded_source target source)
    if(NOT TARGET ${target}_embedded)
        add_library(${target}_embedded OBJECT)
        fascia_link(${target}_embedded)
        set_target_properties(${target}_embedded PROPERTIES C_CLANG_TIDY "")
        target_sources(${target} PRIVATE $<TARGET_OBJECTS:${target}_embedded>)
    endif()
    target_sources(${target}_embedded PRIVATE ${source})
endfunction()

# fascia_embed_table(TARGET TABLE FILE...): embeds every file, and adds, sorted by file name,
#     const struct embed TABLE[];   name without folder, bytes, length (fascia/base/embed.h)
#     const size_t TABLE_count;
function(fascia_embed_table target table)
    set(files ${ARGN})
    list(SORT files COMPARE FILE_BASENAME)
    set(externs "")
    set(rows "")
    foreach(file ${files})
        get_filename_component(base ${file} NAME)
        string(MAKE_C_IDENTIFIER "${table}_${base}" name)
        fascia_embed(${target} ${name} ${file})
        string(APPEND externs "extern const unsigned char ${name}[];\nextern const size_t ${name}_len;\n")
        string(APPEND rows "    {\"${base}\", ${name}, &${name}_len},\n")
    endforeach()
    list(LENGTH files count)
    set(output ${CMAKE_BINARY_DIR}/generated/embed/${table}.c)
    file(CONFIGURE OUTPUT ${output} @ONLY CONTENT
"#include \"fascia/base/embed.h\"

@externs@
extern const struct embed @table@[];
extern const size_t @table@_count;
const struct embed @table@[] = {
@rows@};
const size_t @table@_count = @count@;
")
    fascia_embedded_source(${target} ${output})
endfunction()

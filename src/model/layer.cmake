# The vocabulary of config/ is in the program twice: as constant tables, made by catalogue_compile while building, and as
# its text, to be loaded again under a practice's own files.
set(vocabulary)
foreach(name contraindications findings measures movements regions structures tests)
    list(APPEND vocabulary ${CMAKE_SOURCE_DIR}/config/${name}.yaml)
endforeach()

# The tool is the loader itself with another end, so a row that the program would refuse stops the build.
set(loader catalogue)
foreach(part fields rows build scale checks terms load)
    list(APPEND loader catalogue_${part})
endforeach()
list(TRANSFORM loader PREPEND ${CMAKE_SOURCE_DIR}/src/model/)
list(TRANSFORM loader APPEND .c)
add_executable(catalogue_compile ${CMAKE_SOURCE_DIR}/src/model/compile/catalogue_compile.c ${loader})
fascia_link(catalogue_compile base)
target_include_directories(catalogue_compile PRIVATE ${CMAKE_SOURCE_DIR}/src/model)

set(tables ${CMAKE_BINARY_DIR}/generated/model/catalogue_shipped.c)
file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/generated/model)
add_custom_command(OUTPUT ${tables}
    COMMAND catalogue_compile ${tables} ${vocabulary}
    DEPENDS catalogue_compile ${vocabulary}
    VERBATIM)
fascia_embedded_source(model ${tables})
fascia_embed_table(model vocabulary ${vocabulary})

# Layers and host tools. Both are skipped while they have no sources, so that the tree can grow from the bottom.

# Link `target` with those of the named libraries that exist, and with the common flags.
function(fascia_link target)
    target_link_libraries(${target} PUBLIC fascia_flags)
    foreach(library ${ARGN})
        if(TARGET ${library})
            target_link_libraries(${target} PUBLIC ${library})
        endif()
    endforeach()
endfunction()

# fascia_layer(NAME [BELOW layer...] [LIBRARIES target...]): src/NAME/*.c as a static library.
# src/NAME/layer.cmake, where there is one, is read afterwards with the layer's name in `layer`.
function(fascia_layer layer)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "BELOW;LIBRARIES")
    file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${layer}/*.c)
    if(NOT sources)
        return()
    endif()
    add_library(${layer} STATIC ${sources})
    fascia_link(${layer} ${arg_BELOW} ${arg_LIBRARIES})
    target_include_directories(${layer} PRIVATE ${CMAKE_SOURCE_DIR}/src/${layer} ${CMAKE_BINARY_DIR}/generated/${layer})
    include(${CMAKE_SOURCE_DIR}/src/${layer}/layer.cmake OPTIONAL)
endfunction()

# fascia_host_tools(BELOW layer...): tools/NAME.c is a program that runs during the build, linked with the lowest layers only.
# tools/tools.cmake, where there is one, says what they generate.
function(fascia_host_tools)
    cmake_parse_arguments(PARSE_ARGV 0 arg "" "" "BELOW")
    file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tools/*.c)
    foreach(source ${sources})
        get_filename_component(tool ${source} NAME_WE)
        add_executable(${tool} ${source})
        fascia_link(${tool} ${arg_BELOW})
    endforeach()
    include(${CMAKE_SOURCE_DIR}/tools/tools.cmake OPTIONAL)
endfunction()

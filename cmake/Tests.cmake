# Tests are found by their place and name.
#
#   tests/<layer>/test_*.c         cmocka, linked with that layer and those below    labels unit;quick
#   tests/<layer>/*.c              else: shared by the tests of that folder
#   tests/{screens,faults,cli,interop}/test_*.{c,sh,py}   against the program         label quick
#   tests/build/test_*.sh          what the program is made of                       label quick
#   tests/lint/test_*.{sh,py}      rules of the code                                 label quick
#   slow_* instead of test_*       the same, longer than a few seconds               label slow
#   tests/terminal/test_*.c        the terminal core, on toy programs of tests/demo      label quick
#   tests/support/*.c, tests/harness/*.c    helpers for all tests, and for tests that drive the program on a terminal
#   tests/vectors/check_*.py       a second opinion on numbers, without our code     label quick
#   tests/fuzz/fuzz_*.c            libFuzzer targets, all layers                     fuzz preset only
#   tests/tools/*.c                programs that tests use, all layers               beside fascia
#   bench/*.c                      programs that measure, all layers                 run by hand
#
# Tests of the program get its path in FASCIA_BIN; every test gets the source tree in FASCIA_SOURCE_DIR, in the environment and as a macro.

set(FASCIA_LAYERS base model store trust report import app tui cli)

# Tests write to memory where it has room: a store waits for its disk thousands of times in them, and no test cuts the power.
set(FASCIA_TEST_TMPDIR "")
if(NOT DEFINED ENV{TMPDIR})
    execute_process(COMMAND df --output=avail /dev/shm OUTPUT_VARIABLE shm ERROR_QUIET)
    string(REGEX MATCH "[0-9]+" shm "${shm}")
    if(shm GREATER 1000000)
        set(FASCIA_TEST_TMPDIR TMPDIR=/dev/shm)
    endif()
endif()

function(fascia_test_properties test label)
    set(environment FASCIA_SOURCE_DIR=${CMAKE_SOURCE_DIR} FASCIA_BUILD_TYPE=${CMAKE_BUILD_TYPE} ${FASCIA_TEST_TMPDIR})
    if(TARGET fascia)
        list(APPEND environment FASCIA_BIN=$<TARGET_FILE:fascia>)
    endif()
    set(timeout 60)
    if("slow" IN_LIST label)
        set(timeout 900)
    endif()
    set_tests_properties(${test} PROPERTIES LABELS "${label}" TIMEOUT ${timeout} ENVIRONMENT "${environment}")
endfunction()

# What the tests of a folder share: its C files that are not tests, as the library fixture_FOLDER.
function(fascia_fixture folder libraries)
    file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/${folder}/*.c)
    list(FILTER sources EXCLUDE REGEX "/(test|slow)_[^/]*$")
    if(NOT sources)
        return()
    endif()
    add_library(fixture_${folder} STATIC ${sources})
    fascia_link(fixture_${folder} ${libraries} support PkgConfig::CMOCKA)
    target_include_directories(fixture_${folder} PRIVATE ${CMAKE_SOURCE_DIR}/tests ${CMAKE_SOURCE_DIR}/src/${folder})
endfunction()

# One program a C file. `libraries` are linked where they exist; `label` is added to quick or slow, by the file's name.
function(fascia_c_tests folder label libraries wrapper)
    fascia_fixture(${folder} "${libraries}")
    file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/${folder}/test_*.c ${CMAKE_SOURCE_DIR}/tests/${folder}/slow_*.c)
    foreach(source ${sources})
        get_filename_component(stem ${source} NAME_WE)
        string(REGEX MATCH "^(test|slow)_(.*)$" _ ${stem})
        set(speed quick)
        if(CMAKE_MATCH_1 STREQUAL "slow")
            set(speed slow)
        endif()
        set(program ${CMAKE_MATCH_1}_${folder}_${CMAKE_MATCH_2})
        add_executable(${program} ${source})
        fascia_link(${program} fixture_${folder} ${libraries} support PkgConfig::CMOCKA)
        target_compile_definitions(${program} PRIVATE FASCIA_SOURCE_DIR="${CMAKE_SOURCE_DIR}"
            FASCIA_BIN_DIR="${CMAKE_RUNTIME_OUTPUT_DIRECTORY}")
        target_include_directories(${program} PRIVATE ${CMAKE_SOURCE_DIR}/tests ${CMAKE_SOURCE_DIR}/src/${folder})
        add_test(NAME ${folder}/${stem} COMMAND ${wrapper} $<TARGET_FILE:${program}>)
        fascia_test_properties(${folder}/${stem} "${speed};${label}")
    endforeach()
endfunction()

function(fascia_script_tests folder)
    file(GLOB scripts CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/${folder}/test_*.sh ${CMAKE_SOURCE_DIR}/tests/${folder}/test_*.py
        ${CMAKE_SOURCE_DIR}/tests/${folder}/slow_*.sh ${CMAKE_SOURCE_DIR}/tests/${folder}/slow_*.py)
    foreach(script ${scripts})
        get_filename_component(stem ${script} NAME_WE)
        set(runner bash)
        if(script MATCHES "\\.py$")
            set(runner python3)
        endif()
        set(speed quick)
        if(stem MATCHES "^slow_")
            set(speed slow)
        endif()
        add_test(NAME ${folder}/${stem} COMMAND ${runner} ${script})
        fascia_test_properties(${folder}/${stem} "${speed};${folder}")
    endforeach()
endfunction()

function(fascia_test_library name)
    file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/${name}/*.c)
    if(NOT sources)
        return()
    endif()
    add_library(${name} STATIC ${sources})
    fascia_link(${name} ${ARGN} PkgConfig::CMOCKA)
    target_include_directories(${name} PUBLIC ${CMAKE_SOURCE_DIR}/tests)
endfunction()

function(fascia_programs pattern options)
    file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${pattern})
    foreach(source ${sources})
        get_filename_component(program ${source} NAME_WE)
        add_executable(${program} ${source})
        fascia_link(${program} ${all_layers} support)
        target_compile_definitions(${program} PRIVATE FASCIA_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
        target_include_directories(${program} PRIVATE ${CMAKE_SOURCE_DIR}/tests)
        target_compile_options(${program} PRIVATE ${options})
        target_link_options(${program} PRIVATE ${options})
    endforeach()
endfunction()

function(fascia_tests)
    pkg_check_modules(CMOCKA REQUIRED IMPORTED_TARGET cmocka)
    pkg_check_modules(VTERM REQUIRED IMPORTED_TARGET vterm)
    set(all_layers ${FASCIA_LAYERS})
    list(REVERSE all_layers)

    fascia_test_library(support base)
    if(FASCIA_FUZZ)
        fascia_programs(tests/fuzz/fuzz_*.c -fsanitize=fuzzer)
        return()
    endif()
    fascia_test_library(harness support app base PkgConfig::VTERM)
    if(TARGET harness)
        target_link_libraries(harness PUBLIC util)
    endif()
    foreach(layer ${FASCIA_LAYERS})
        if(TARGET ${layer})
            fascia_c_tests(${layer} unit "${layer}" "${FASCIA_TEST_WRAPPER}")
        endif()
    endforeach()
    if(TARGET tui)
        fascia_programs(tests/demo/*.c "")
        fascia_c_tests(terminal terminal "harness;${all_layers}" "")
    endif()
    if(TARGET fascia)
        fascia_programs(tests/tools/*.c "")
        foreach(folder screens faults cli interop)
            fascia_c_tests(${folder} ${folder} "harness;${all_layers}" "")
            fascia_script_tests(${folder})
        endforeach()
        fascia_script_tests(build)
    endif()
    fascia_script_tests(lint)
    file(GLOB checkers CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/vectors/check_*.py)
    foreach(checker ${checkers})
        get_filename_component(stem ${checker} NAME_WE)
        add_test(NAME vectors/${stem} COMMAND python3 ${checker})
        fascia_test_properties(vectors/${stem} "quick;vectors")
    endforeach()
    fascia_programs(bench/*.c "")
endfunction()

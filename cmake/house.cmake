# What every target of the house shares: warnings, hardening, sanitizers, and one library a folder.
find_package(Threads REQUIRED)

add_library(house INTERFACE)
target_include_directories(house INTERFACE ${CMAKE_SOURCE_DIR})
target_link_libraries(house INTERFACE Threads::Threads)
# Boost 1.74 in C++20 mode needs the coroutine support switched off.
target_compile_definitions(house INTERFACE BOOST_ASIO_DISABLE_CO_AWAIT BOOST_ASIO_NO_DEPRECATED
    $<$<BOOL:${FILINGD_CRASH_STEPS}>:FILINGD_CRASH_STEPS>)
target_compile_options(house INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion
    -Wsign-conversion -Wold-style-cast -Wnon-virtual-dtor -Woverloaded-virtual -Wformat=2
    -Wnull-dereference -Wundef
    $<$<CXX_COMPILER_ID:GNU>:-Wduplicated-cond -Wlogical-op -Wsuggest-override>
    $<$<CXX_COMPILER_ID:Clang>:-Wno-missing-designated-field-initializers>
    $<$<BOOL:${FILINGD_WERROR}>:-Werror>)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # At -O2 g++ 12 raises false alarms of these two inside std::optional and std::vector; the debug builds keep them.
    target_compile_options(house INTERFACE
        $<$<CONFIG:Release>:-Wno-maybe-uninitialized> $<$<CONFIG:Release>:-Wno-null-dereference>)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    # clang 14 has no such name for the group; only newer ones warn about designated fields.
    target_compile_options(house INTERFACE -Wno-unknown-warning-option)
endif()
target_compile_options(house INTERFACE -fstack-protector-strong)
target_compile_definitions(house INTERFACE _GLIBCXX_ASSERTIONS)
target_link_options(house INTERFACE -Wl,-z,relro -Wl,-z,now)
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -g1")
set(CMAKE_CXX_FLAGS_DEBUG "-Og -g1")
if(FILINGD_SANITIZE)
    string(REPLACE "," "_" label ${FILINGD_SANITIZE})
    target_compile_definitions(house INTERFACE FILINGD_INSTRUMENTED="${label}")
    target_compile_options(house INTERFACE -fsanitize=${FILINGD_SANITIZE} -fno-omit-frame-pointer
        -fno-sanitize-recover=all)
    target_link_options(house INTERFACE -fsanitize=${FILINGD_SANITIZE})
else()
    target_compile_definitions(house INTERFACE $<$<CONFIG:Release>:_FORTIFY_SOURCE=2>)
endif()

include(CheckPIESupported)
check_pie_supported()

# house_library(NAME FILES...): the static library of one folder.
function(house_library name)
    add_library(${name} STATIC ${ARGN})
    target_link_libraries(${name} PUBLIC house)
endfunction()

# sources_below(VARIABLE FOLDER...): the .cc files of these folders, named relative to here.
macro(sources_below variable)
    set(${variable})
    foreach(folder ${ARGN})
        file(GLOB found CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${folder}/*.cc)
        list(APPEND ${variable} ${found})
    endforeach()
endmacro()

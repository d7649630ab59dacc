# Packages of the system first; a pinned copy of the source where a package is missing. The
# compression libraries and libunistring come with every system and have no fallback.
include(FetchContent)

function(smtptally_fetch name repository tag)
  message(STATUS "${name}: no package found, fetching ${tag} of ${repository}")
  FetchContent_Declare(${name} GIT_REPOSITORY ${repository} GIT_TAG ${tag} GIT_SHALLOW TRUE)
  FetchContent_MakeAvailable(${name})
endfunction()

find_package(fmt QUIET)
if(NOT fmt_FOUND)
  smtptally_fetch(fmt https://github.com/fmtlib/fmt.git 9.1.0)
endif()

find_package(CLI11 QUIET)
if(NOT CLI11_FOUND)
  smtptally_fetch(CLI11 https://github.com/CLIUtils/CLI11.git v2.1.2)
endif()

find_package(date QUIET)
if(NOT date_FOUND)
  set(BUILD_TZ_LIB ON)
  set(USE_SYSTEM_TZ_DB ON)
  smtptally_fetch(date https://github.com/HowardHinnant/date.git v3.0.1)
endif()

find_package(tsl-robin-map QUIET)
if(NOT tsl-robin-map_FOUND)
  smtptally_fetch(tsl-robin-map https://github.com/Tessil/robin-map.git v1.2.1)
endif()

find_package(simdjson QUIET)
if(NOT simdjson_FOUND)
  smtptally_fetch(simdjson https://github.com/simdjson/simdjson.git v3.0.1)
endif()

# Its headers alone, for what Debian makes a library of them throws exceptions.
find_path(TOMLPLUSPLUS_INCLUDE_DIR toml++/toml.h)
if(NOT TOMLPLUSPLUS_INCLUDE_DIR)
  smtptally_fetch(tomlplusplus https://github.com/marzer/tomlplusplus.git v3.3.0)
  set(TOMLPLUSPLUS_INCLUDE_DIR ${tomlplusplus_SOURCE_DIR}/include)
endif()
add_library(smtptally_toml INTERFACE)
target_include_directories(smtptally_toml SYSTEM INTERFACE ${TOMLPLUSPLUS_INCLUDE_DIR})

# Its header alone, which holds all of its code.
find_path(XXHASH_INCLUDE_DIR xxhash.h)
if(NOT XXHASH_INCLUDE_DIR)
  smtptally_fetch(xxhash https://github.com/Cyan4973/xxHash.git v0.8.1)
  set(XXHASH_INCLUDE_DIR ${xxhash_SOURCE_DIR})
endif()
add_library(smtptally_xxhash INTERFACE)
target_include_directories(smtptally_xxhash SYSTEM INTERFACE ${XXHASH_INCLUDE_DIR})

# Of Boost only the headers of Math, which need no other part when they stand alone.
find_path(BOOST_MATH_INCLUDE_DIR boost/math/special_functions/beta.hpp)
if(NOT BOOST_MATH_INCLUDE_DIR)
  smtptally_fetch(boost_math https://github.com/boostorg/math.git boost-1.82.0)
  set(BOOST_MATH_INCLUDE_DIR ${boost_math_SOURCE_DIR}/include)
  set(boost_math_alone BOOST_MATH_STANDALONE)
endif()
add_library(smtptally_boost_math INTERFACE)
target_include_directories(smtptally_boost_math SYSTEM INTERFACE ${BOOST_MATH_INCLUDE_DIR})
target_compile_definitions(smtptally_boost_math INTERFACE ${boost_math_alone})

# SQLiteCpp brings its own SQLite where it is fetched.
find_package(SQLiteCpp QUIET)
if(NOT SQLiteCpp_FOUND)
  set(SQLITECPP_RUN_CPPLINT OFF)
  smtptally_fetch(SQLiteCpp https://github.com/SRombauts/SQLiteCpp.git 3.2.1)
endif()

find_package(Threads REQUIRED)
find_package(ZLIB REQUIRED)
find_package(LibLZMA REQUIRED)
find_package(BZip2 REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(zstd REQUIRED IMPORTED_TARGET libzstd)

# Columns of characters on a terminal, by Unicode's tables. It comes without a .pc file.
find_path(UNISTRING_INCLUDE_DIR uniwidth.h REQUIRED)
find_library(UNISTRING_LIBRARY unistring REQUIRED)
add_library(smtptally_unistring INTERFACE)
target_include_directories(smtptally_unistring SYSTEM INTERFACE ${UNISTRING_INCLUDE_DIR})
target_link_libraries(smtptally_unistring INTERFACE ${UNISTRING_LIBRARY})

# Without it, files that lz4 packed are named and not read.
pkg_check_modules(lz4 IMPORTED_TARGET liblz4>=1.9)
if(NOT lz4_FOUND)
  message(STATUS "lz4: no package found, .lz4 files are not read")
endif()

# ISA-L inflates gzip twice as fast as zlib, which does it where there is no ISA-L.
option(SMTPTALLY_ISAL "Inflate gzip with ISA-L where it is installed" ON)
if(SMTPTALLY_ISAL)
  pkg_check_modules(isal IMPORTED_TARGET libisal>=2.30)
  if(NOT isal_FOUND)
    message(STATUS "ISA-L: no package found, gzip is inflated with zlib")
  endif()
endif()

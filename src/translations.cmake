# The languages: src/po/*.po become catalogues, in the build tree where the program finds them, too.
include(GNUInstallDirs)
find_program(MSGFMT_COMMAND msgfmt)
file(STRINGS src/po/LINGUAS languages REGEX "^[a-z]")

# In one place, so that the program does not change with the folder it is built in.
set_source_files_properties(src/io/locale_folder.cpp PROPERTIES COMPILE_DEFINITIONS
  SMTPTALLY_LOCALE_DIR="${CMAKE_INSTALL_FULL_LOCALEDIR}")

if(NOT MSGFMT_COMMAND)
  message(STATUS "gettext: msgfmt is not installed, the program speaks English alone")
  return()
endif()
foreach(language IN LISTS languages)
  set(catalogue ${PROJECT_BINARY_DIR}/locale/${language}/LC_MESSAGES/smtptally.mo)
  file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/locale/${language}/LC_MESSAGES)
  add_custom_command(OUTPUT ${catalogue}
    COMMAND ${MSGFMT_COMMAND} --check -o ${catalogue} ${PROJECT_SOURCE_DIR}/src/po/${language}.po
    DEPENDS src/po/${language}.po VERBATIM)
  list(APPEND catalogues ${catalogue})
  install(FILES ${catalogue}
          DESTINATION ${CMAKE_INSTALL_LOCALEDIR}/${language}/LC_MESSAGES)
endforeach()
add_custom_target(smtptally_catalogues ALL DEPENDS ${catalogues})
add_dependencies(smtptally smtptally_catalogues)

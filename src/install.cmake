# cmake --install and cpack: binary, manuals, completions, samples, units, licence.
include(GNUInstallDirs)

install(TARGETS smtptally RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(DIRECTORY man/ DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 FILES_MATCHING PATTERN "*.1")
install(FILES README.md CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} RENAME copyright)
install(DIRECTORY samples/ DESTINATION ${CMAKE_INSTALL_DOCDIR}/samples
        PATTERN "packages.sh" EXCLUDE PATTERN "quickstart.sh" EXCLUDE)
install(FILES src/format/report.schema.json DESTINATION ${CMAKE_INSTALL_DATADIR}/smtptally)
install(FILES src/completions/smtptally.bash
        DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME smtptally)
install(FILES src/completions/_smtptally DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions)
install(FILES src/completions/smtptally.fish
        DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)

# Not enabled: who wants them says so. They name the program where it is installed, which cpack decides.
install(CODE "
  set(source \"${PROJECT_SOURCE_DIR}/samples/systemd\")
  set(bin \"${CMAKE_INSTALL_BINDIR}\")
" COMPONENT Unspecified)
install(SCRIPT ${PROJECT_SOURCE_DIR}/src/install_units.cmake COMPONENT Unspecified)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_CONTACT "the smtptally authors <smtptally@example.org>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_PACKAGE_DESCRIPTION "\
Who still sends with TLS 1.0 or 1.1, and how much does each sender send?
smtptally answers that from a mail server's own logs, before old TLS and
basic SMTP AUTH are switched off. It reads the logs of Postfix, and the
tracking and protocol logs of Exchange, ties every accepted message to its
login and to the TLS version of its session, and prints tables, CSV, JSON or
Markdown.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
# Less than that of a package by Debian itself.
set(CPACK_DEBIAN_PACKAGE_RELEASE 0upstream1)
set(CPACK_PRE_BUILD_SCRIPTS ${PROJECT_SOURCE_DIR}/src/debian_files.cmake)
set(CPACK_DEBIAN_PACKAGE_SECTION mail)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# Zone names are looked up in the system's zone data at run time.
set(CPACK_DEBIAN_PACKAGE_DEPENDS tzdata)
set(CPACK_DEBIAN_PACKAGE_SUGGESTS systemd)
include(CPack)

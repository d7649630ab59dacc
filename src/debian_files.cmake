# Run by cpack on what it is about to pack: the Debian Policy wants changelogs of upstream and of the
# package, and these and manuals packed by gzip.
set(root ${CPACK_TEMPORARY_INSTALL_DIRECTORY}/usr/share)
set(documents ${root}/doc/${CPACK_PACKAGE_NAME})
file(RENAME ${documents}/CHANGELOG.md ${documents}/changelog)

# Honours SOURCE_DATE_EPOCH.
string(TIMESTAMP now "%a, %d %b %Y %H:%M:%S +0000" UTC)
file(WRITE ${documents}/changelog.Debian "\
${CPACK_PACKAGE_NAME} (${CPACK_PACKAGE_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE}) unstable; urgency=medium

  * What is new in ${CPACK_PACKAGE_VERSION} stands in changelog.gz.

 -- ${CPACK_PACKAGE_CONTACT}  ${now}
")

file(GLOB manuals ${root}/man/man*/*)
# -n: without name and time, so that the same files make the same package.
execute_process(COMMAND gzip -9nf ${manuals} ${documents}/changelog ${documents}/changelog.Debian
                COMMAND_ERROR_IS_FATAL ANY)

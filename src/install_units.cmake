# Run by cmake --install and cpack with `source` and `bin`: the units of systemd, with the path of the
# program in them. lib is right whatever the libraries of the system are called.
foreach(name smtptally-collect.service smtptally-collect.timer smtptally-report.service
             smtptally-report.timer)
  file(READ ${source}/${name} text)
  string(REPLACE "/usr/bin/smtptally " "${CMAKE_INSTALL_PREFIX}/${bin}/smtptally " text "${text}")
  file(WRITE $ENV{DESTDIR}${CMAKE_INSTALL_PREFIX}/lib/systemd/system/${name} "${text}")
  message(STATUS "Installing: $ENV{DESTDIR}${CMAKE_INSTALL_PREFIX}/lib/systemd/system/${name}")
endforeach()
file(COPY ${source}/smtptally.conf DESTINATION $ENV{DESTDIR}${CMAKE_INSTALL_PREFIX}/lib/sysusers.d)

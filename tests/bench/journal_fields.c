/* What a program that asks libsystemd for the four fields that we need takes: the time of reading
   a journal without any of our work. journal_fields FILE... */
#include <stdint.h>
#include <stdio.h>
#include <systemd/sd-journal.h>

int main(int argc, char** argv) {
  static const char* const kFields[] = {"MESSAGE", "SYSLOG_IDENTIFIER", "SYSLOG_PID", "_HOSTNAME"};
  const char* paths[argc];
  for (int i = 1; i < argc; ++i) paths[i - 1] = argv[i];
  paths[argc - 1] = NULL;
  sd_journal* journal = NULL;
  if (sd_journal_open_files(&journal, paths, 0) < 0) return 1;
  uint64_t entries = 0, bytes = 0;
  while (sd_journal_next(journal) > 0) {
    uint64_t time = 0;
    if (sd_journal_get_realtime_usec(journal, &time) < 0) return 1;
    for (int i = 0; i < 4; ++i) {
      const void* data = NULL;
      size_t size = 0;
      if (sd_journal_get_data(journal, kFields[i], &data, &size) >= 0) bytes += size;
    }
    ++entries;
  }
  sd_journal_close(journal);
  printf("%llu entries, %llu bytes\n", (unsigned long long)entries, (unsigned long long)bytes);
  return 0;
}

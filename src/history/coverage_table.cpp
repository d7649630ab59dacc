// The tables coverage and services.

#include "history/coverage_table.hpp"

#include <string>

#include "history/sql_numbers.hpp"

namespace smtptally {

void add_coverage(HistoryDatabase& database, const Coverage& coverage) {
  SQLite::Statement counter(database.connection(),
                            "INSERT INTO coverage VALUES (?, ?) "
                            "ON CONFLICT (name) DO UPDATE SET count = count + excluded.count");
  for (std::size_t i = 0; i < kCoverageItemCount; ++i) {
    if (coverage.counts[i] == 0) continue;
    counter.reset();
    counter.bind(1, std::string(kCoverageItems[i].name));
    counter.bind(2, to_sql(coverage.counts[i]));
    (void)counter.exec();
  }
  SQLite::Statement service(
      database.connection(),
      "INSERT INTO services VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (host, service) DO UPDATE SET "
      "sessions = sessions + excluded.sessions, tls_lines = tls_lines + excluded.tls_lines, "
      "starttls_used = starttls_used + excluded.starttls_used, "
      "implicit_tls = implicit_tls + excluded.implicit_tls, "
      "with_statistics = with_statistics + excluded.with_statistics");
  for (const auto& [key, evidence] : coverage.services) {
    service.reset();
    service.bind(1, key.first);
    service.bind(2, key.second);
    int at = 2;
    for (const std::uint64_t count : {evidence.sessions, evidence.tls_lines, evidence.starttls_used,
                                      evidence.implicit_tls, evidence.with_statistics}) {
      service.bind(++at, to_sql(count));
    }
    (void)service.exec();
  }
}

Coverage read_coverage(HistoryDatabase& database) {
  Coverage coverage;
  SQLite::Statement counters(database.connection(), "SELECT name, count FROM coverage");
  while (counters.executeStep()) {
    const std::string name = counters.getColumn(0).getString();
    for (std::size_t i = 0; i < kCoverageItemCount; ++i) {
      if (kCoverageItems[i].name == name) coverage.counts[i] = from_sql(counters.getColumn(1));
    }
  }
  SQLite::Statement services(database.connection(),
                             "SELECT host, service, sessions, tls_lines, starttls_used, "
                             "implicit_tls, with_statistics FROM services");
  while (services.executeStep()) {
    ServiceEvidence& evidence =
        coverage.service(services.getColumn(0).getString(), services.getColumn(1).getString());
    evidence.sessions = from_sql(services.getColumn(2));
    evidence.tls_lines = from_sql(services.getColumn(3));
    evidence.starttls_used = from_sql(services.getColumn(4));
    evidence.implicit_tls = from_sql(services.getColumn(5));
    evidence.with_statistics = from_sql(services.getColumn(6));
    evidence.before.implicit_tls = evidence.implicit_tls;
    evidence.before.with_statistics = evidence.with_statistics;
  }
  return coverage;
}

}  // namespace smtptally

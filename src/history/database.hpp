#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include <SQLiteCpp/SQLiteCpp.h>

#include "smtptally/config.hpp"
#include "smtptally/error.hpp"
#include "smtptally/time.hpp"

namespace smtptally {

/// The file of a history. Exceptions of SQLite leave it; who uses it catches them and says
/// why_of().
class HistoryDatabase {
 public:
  /// The number of the schema, in PRAGMA user_version.
  static constexpr int kSchema = 3;

  /// Makes it where there is none, brings an older schema up to date, and begins the transaction
  /// that commit() ends. `width` is that of the cells of a new one.
  static std::unique_ptr<HistoryDatabase> open_to_write(const HistoryRequest& request,
                                                        Micros width);
  static std::unique_ptr<HistoryDatabase> open_to_read(const HistoryRequest& request);

  [[nodiscard]] SQLite::Database& connection() noexcept { return connection_; }
  /// The width of its cells.
  [[nodiscard]] Micros width() const noexcept { return width_; }
  void commit();

  [[nodiscard]] std::string setting(std::string_view name);
  void set(std::string_view name, std::string_view value);

 private:
  HistoryDatabase(const HistoryRequest& request, int flags);
  void bring_up_to_date(Micros width);

  SQLite::Database connection_;
  Micros width_ = 0;
};

/// The sentence for an exception of SQLite.
[[nodiscard]] Error why_of(const SQLite::Exception& exception, const HistoryRequest& request);

}  // namespace smtptally

#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

namespace smtptally {

/// A prepared statement. PERF: SQLiteCpp counts references for each column of each row, which took
/// most of the time of reading a million cells.
class SqlRows {
 public:
  SqlRows(SQLite::Database& connection, std::string_view query) : handle_(connection.getHandle()) {
    sqlite3_stmt* statement = nullptr;
    check(sqlite3_prepare_v2(handle_, query.data(), static_cast<int>(query.size()), &statement,
                             nullptr));
    statement_.reset(statement);
  }

  /// Binds numbers to the first parameters, and begins anew.
  template <class... Numbers>
  void begin(Numbers... numbers) {
    clear();
    int at = 0;
    (check(sqlite3_bind_int64(statement_.get(), ++at, numbers)), ...);
  }
  /// The texts must live until the last step.
  void begin_text(std::string_view text) {
    clear();
    bind_text(1, text);
  }
  void bind(int at, std::int64_t number) {
    check(sqlite3_bind_int64(statement_.get(), at, number));
  }
  void bind_text(int at, std::string_view text) {
    // A null pointer would be a null.
    check(sqlite3_bind_text(statement_.get(), at, text.empty() ? "" : text.data(),
                            static_cast<int>(text.size()), SQLITE_STATIC));
  }
  void bind_bytes(int at, std::string_view bytes) {
    check(sqlite3_bind_blob(statement_.get(), at, bytes.data(), static_cast<int>(bytes.size()),
                            SQLITE_STATIC));
  }
  /// Whether there is a row. Steps to the next one.
  [[nodiscard]] bool next() {
    const int result = sqlite3_step(statement_.get());
    if (result == SQLITE_ROW) return true;
    if (result != SQLITE_DONE) check(result);
    return false;
  }
  /// For what has no rows.
  void run() {
    while (next()) {
    }
  }
  [[nodiscard]] std::int64_t number(int column) const noexcept {
    return sqlite3_column_int64(statement_.get(), column);
  }
  [[nodiscard]] std::uint64_t count(int column) const noexcept {
    return static_cast<std::uint64_t>(number(column));
  }
  [[nodiscard]] bool is_null(int column) const noexcept {
    return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
  }
  /// Valid until the next step.
  [[nodiscard]] std::string_view bytes(int column) const noexcept {
    const void* const bytes = sqlite3_column_blob(statement_.get(), column);
    const int size = sqlite3_column_bytes(statement_.get(), column);
    if (bytes == nullptr) return {};
    return {static_cast<const char*>(bytes), static_cast<std::size_t>(size)};
  }

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const noexcept { (void)sqlite3_finalize(statement); }
  };
  void clear() {
    (void)sqlite3_reset(statement_.get());
    (void)sqlite3_clear_bindings(statement_.get());
  }
  void check(int result) const {
    if (result != SQLITE_OK) throw SQLite::Exception(handle_, result);
  }

  sqlite3* handle_;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

/// The largest id of a table; 0 if it is empty.
[[nodiscard]] inline std::int64_t last_id(SQLite::Database& connection, const std::string& table) {
  SqlRows row(connection, "SELECT coalesce(max(id), 0) FROM " + table);
  return row.next() ? row.number(0) : 0;
}

}  // namespace smtptally

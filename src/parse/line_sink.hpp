#pragma once

#include <string_view>

#include "parse/dialect.hpp"
#include "parse/exchange_reader.hpp"

namespace smtptally {

/// Receives the lines and rows of a log in their order.
class LineSink {
 public:
  LineSink() = default;
  LineSink(const LineSink&) = delete;
  LineSink& operator=(const LineSink&) = delete;
  virtual ~LineSink() = default;

  /// The views of `line` are valid during the call.
  virtual void line(const LogLine& line) = 0;
  /// A line of Exim's own file that has no stamp: what stands behind a line end inside an entry.
  virtual void goes_on(std::string_view text) { (void)text; }
  /// Rows of Exchange; their views are valid during the call.
  virtual void tracking(const TrackingRow& row) = 0;
  virtual void protocol(const ProtocolRow& row) = 0;
};

/// For a reader of which only the outcome is asked.
class NoSink final : public LineSink {
 public:
  void line(const LogLine& line) override { (void)line; }
  void tracking(const TrackingRow& row) override { (void)row; }
  void protocol(const ProtocolRow& row) override { (void)row; }
};

}  // namespace smtptally

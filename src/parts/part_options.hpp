#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "pivot/accumulator.hpp"
#include "smtptally/config.hpp"
#include "smtptally/error.hpp"

namespace smtptally {

class ByteReader;
class ByteWriter;

/// The options that decided what a part holds, and what was collected.
struct PartOptions {
  std::string command;  ///< The name of the view or preset that it was written for.
  Selection selection;  ///< Of its conditions those that were judged message by message.
  TimeRange looked_at;
  std::vector<Dimension> rows;
  std::vector<Dimension> columns;
  std::vector<Measure> values;
  bool failures = false;
  std::string zone;
  std::string log_zone;
  bool log_zone_is_default = true;
  std::optional<int> log_year;
  InputFormat input_format = InputFormat::automatic;
  CollectSpec spec;
};

[[nodiscard]] PartOptions part_options_of(const Config& config, std::string_view command,
                                          const CollectSpec& spec);
void write(ByteWriter& out, const PartOptions& options);
void read(ByteReader& in, PartOptions& options);

/// What a part has to hold so that every format, width and order of the view can be made of it.
[[nodiscard]] CollectSpec collect_for_part(CollectSpec (*collect)(const Config&),
                                           const Config& config);

/// One option in words: "auth", and "--auth any". The words are empty where it decides nothing.
using OptionWords = std::pair<std::string_view, std::string>;
/// All of them, in an order that is always the same.
[[nodiscard]] std::vector<OptionWords> words_of(const PartOptions& part);
/// The first option in which the two differ: how each of them has it.
struct Misfit {
  std::string here;
  std::string there;
};
[[nodiscard]] std::optional<Misfit> misfit(const PartOptions& here, const PartOptions& there);
/// The same, of the options that `config` was given for a merge.
[[nodiscard]] std::optional<Misfit> misfit_with(const Config& config, const PartOptions& part);

/// Takes what was not given from the part. The error is a time zone that this machine does not
/// know.
[[nodiscard]] std::optional<Error> adopt(const PartOptions& part, Config& config);

}  // namespace smtptally

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "smtptally/command_line.hpp"
#include "smtptally/config.hpp"
#include "smtptally/error.hpp"
#include "smtptally/time_spec.hpp"

namespace smtptally {

/// What the user typed, before it is made sense of.
struct Typed {
  std::vector<std::string> words;  ///< Command and files.
  std::string subject;             ///< Of the commands sender and client.
  RangeRequest range;
  std::string with;
  std::string now;
  std::string tz = "local";
  std::string log_tz = "local";
  std::string year;
  std::vector<std::string> domains;
  std::vector<std::string> conditions;
  std::string sender;
  std::string auth = "only";
  std::string rows;
  std::string columns;
  std::string values;
  std::string sort;
  std::string format;
  std::string excel;
  std::string anonymize;  ///< "*" without a file.
  std::string journal;
  std::string mail_to;
  std::string mail_from;
  std::string subject_line;
  std::string sendmail;
  std::string mail_patience;
  std::string color = "auto";
  std::string lang;
  std::string input_format = "auto";
  std::string jobs;
  std::string top;
  std::string join_limit;
  std::string width;
  bool no_pager = false;
  bool no_progress = false;
  bool no_estimates = false;
  bool no_seek = false;
  std::string fail_on;
  std::string alarms_per_week;
  std::string baseline_days;
  std::string least;
  std::string times;
  std::string minute_limit;
  std::string recipient_limit;
  std::string keep;
  std::string keep_days;
  std::string db_wait;
  std::vector<std::string> client_connectors;
  std::vector<std::string> filters;
  std::string config_file;
  bool no_config = false;
  std::vector<std::string> presets;  ///< Commands of the config file.
  std::string set_elsewhere;         ///< Options of other sources, in words.
};

/// Makes sense of all but the words. Requires config.command, which some of it depends on.
[[nodiscard]] std::optional<Error> resolve(const Typed& typed, const Environment& environment,
                                           Config& config);

}  // namespace smtptally

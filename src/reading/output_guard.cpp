// Refuses to overwrite an input or a mail log with the report.

#include "reading/output_guard.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <sys/stat.h>

#include "inputs/input.hpp"
#include "io/input_set.hpp"
#include "text/escape.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

/// "-o /var/log/mail.log*": the shell expands it to one output and several inputs, all mail logs.
bool is_mail_log(const Config& config) {
  InputSet set = find_inputs({config.output}, config.now);
  HeadCache heads;
  return std::any_of(set.files.begin(), set.files.end(), [&](InputFile& file) {
    Input input;
    input.file = std::move(file);
    inspect(input, config, heads);
    return !input.hosts.empty() || is_exchange(input);
  });
}

}  // namespace

std::optional<Error> why_not_written_over(const Config& config,
                                          const std::vector<std::string>& inputs) {
  struct stat output {};
  if (config.output.empty() || stat(config.output.c_str(), &output) != 0) return std::nullopt;
  if (!S_ISREG(output.st_mode)) return std::nullopt;
  for (const std::string& path : inputs) {
    struct stat input {};
    if (stat(path.c_str(), &input) != 0) continue;
    if (input.st_dev == output.st_dev && input.st_ino == output.st_ino) {
      return Error{said("-o {}: that is an input, {}; name another file for the report",
                        visible(config.output), visible(path))};
    }
  }
  if (!is_mail_log(config)) return std::nullopt;
  return Error{
      said("-o {}: that is a mail log; name another file for the report", visible(config.output))};
}

}  // namespace smtptally

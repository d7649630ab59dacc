#include "inputs/exim_head.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string_view>

#include <fmt/format.h>

#include "inputs/input.hpp"
#include "parse/exim_file.hpp"
#include "smtptally/config.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

constexpr std::int64_t kQuarter = 900;
/// Clocks differ from UTC by -12 to +14 hours. Twice that, because the zone that the reader takes
/// may be wrong by as much.
constexpr std::int64_t kMostQuarters = std::int64_t{4} * 28;

std::string_view text_behind_id(std::string_view text, std::size_t id) {
  return text.substr(std::min(text.size(), id + 1));
}

}  // namespace

void EximHead::look(const LogLine& line) {
  const std::string_view text = behind_exim_pid(line.text);
  const std::size_t id = exim_id_size(text);
  if (id == 0 || !text_behind_id(text, id).starts_with("<= ")) return;
  const std::int64_t second = whole_seconds(line.time);
  // A stamp stands behind the end of the reception: up to 14 minutes later than the id.
  const std::int64_t late = second - exim_id_second(text.substr(0, id), second) + 60;
  const std::int64_t quarters = (late >= 0 ? late : late - kQuarter + 1) / kQuarter;
  if (std::llabs(quarters) > kMostQuarters) return;  // Invented.
  ++quarters_[quarters];
  any_ = line.time;
}

std::optional<Zone> EximHead::zone(const Config& config) const {
  if (!config.log_zone_is_default || quarters_.empty()) return std::nullopt;
  const auto most =
      std::max_element(quarters_.begin(), quarters_.end(),
                       [](const auto& a, const auto& b) { return a.second < b.second; });
  if (most->first == 0) return std::nullopt;
  const std::int64_t offset = config.log_zone.offset_seconds(any_) + most->first * kQuarter;
  const std::int64_t minutes = std::llabs(offset) / 60;
  const Result<Zone> zone =
      Zone::find(fmt::format("{}{:02}:{:02}", offset < 0 ? '-' : '+', minutes / 60, minutes % 60));
  if (!zone) return std::nullopt;
  return zone.value();
}

Said about_exim_zone(const Zone& zone) {
  return said("its message ids say that its stamps are of the zone {}; --log-tz names another",
              zone.name());
}

bool is_exim_reject_log(const Input& input) {
  if (!input.dialects.any(LogServer::exim)) return false;
  std::string_view name = input.file.path;
  name = name.substr(name.rfind('/') + 1);
  if (name.starts_with("exim_")) name.remove_prefix(5);
  if (name.starts_with("rejectlog") || name.starts_with("paniclog")) return true;
  const std::string_view head = input.file.head;
  return head.find("\nEnvelope-from: <") != std::string_view::npos &&
         head.find(" <= ") == std::string_view::npos;
}

}  // namespace smtptally

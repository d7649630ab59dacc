#include "format/name_cut.hpp"

#include <utility>

#include <fmt/format.h>

#include "text/width.hpp"

namespace smtptally {
namespace {

/// `head` columns of the beginning, the mark, `tail` columns of the end.
std::string with_mark(std::string_view text, std::size_t head, std::string_view mark,
                      std::size_t tail) {
  return fmt::format("{}{}{}", first_columns(text, head), mark, last_columns(text, tail));
}

}  // namespace

void NameCut::learn(std::string_view name) {
  if (display_width(name) <= limit_) {
    if (name.find(ellipsis_) != std::string_view::npos) taken_.emplace(name);
    return;
  }
  long_.emplace_back(name);
}

void NameCut::finish() {
  for (std::string& name : long_) {
    if (cut_.contains(name)) continue;
    std::string shown = cut(name);
    taken_.insert(shown);
    cut_.emplace(std::move(name), std::move(shown));
  }
  long_.clear();
}

std::string_view NameCut::shown(std::string_view name) const {
  if (cut_.empty() || display_width(name) <= limit_) return name;
  const auto found = cut_.find(std::string(name));
  return found == cut_.end() ? name : std::string_view(found->second);
}

std::string NameCut::cut(std::string_view name) const {
  constexpr std::size_t kLeastLocal = 3;
  const std::size_t mark = display_width(ellipsis_);
  const std::size_t at = name.rfind('@');
  std::string_view local = name;
  std::string_view domain;
  if (at != std::string_view::npos &&
      display_width(name.substr(at)) + mark + kLeastLocal <= limit_) {
    local = name.substr(0, at);
    domain = name.substr(at);
  }
  const std::size_t used = display_width(domain) + mark;
  const std::size_t room = used < limit_ ? limit_ - used : 0;
  // Without a domain that stays, the end tells as much as the beginning.
  const std::size_t first_tail = domain.empty() ? room / 2 : 0;
  for (std::size_t i = 0; i <= room; ++i) {
    const std::size_t tail = (first_tail + i) % (room + 1);
    std::string shown = with_mark(local, room - tail, ellipsis_, tail);
    shown += domain;
    if (!taken_.contains(shown)) return shown;
  }
  for (std::size_t n = 2;; ++n) {
    const std::string number = fmt::format("{}{}", ellipsis_, n);
    const std::size_t width = display_width(number) + display_width(domain);
    std::string shown = fmt::format(
        "{}{}{}", first_columns(local, width < limit_ ? limit_ - width : 0), number, domain);
    if (!taken_.contains(shown)) return shown;
  }
}

}  // namespace smtptally

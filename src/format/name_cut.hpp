#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace smtptally {

/// Shortens the senders of a column: the middle of the local part goes, the domain stays, and two
/// different senders never look the same. Each name is learned before the first one is printed.
/// Names are as append_visible() makes them.
class NameCut {
 public:
  /// Requires `limit` > 0.
  NameCut(std::size_t limit, std::string_view ellipsis) : limit_(limit), ellipsis_(ellipsis) {}

  /// Remembers a name that must be cut, or that may look as if it was. Their order decides which of
  /// two that would look the same looks otherwise.
  void learn(std::string_view name);
  /// Cuts what was learned. Before anything is shown.
  void finish();
  /// At most `limit` columns.
  [[nodiscard]] std::string_view shown(std::string_view name) const;

 private:
  [[nodiscard]] std::string cut(std::string_view name) const;

  std::size_t limit_;
  std::string_view ellipsis_;
  std::vector<std::string> long_;  ///< In their order, some of them twice.
  std::unordered_map<std::string, std::string> cut_;
  std::unordered_set<std::string> taken_;
};

}  // namespace smtptally

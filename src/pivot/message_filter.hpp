#pragma once

#include <string_view>
#include <vector>

#include "pivot/message_text.hpp"
#include "smtptally/config.hpp"

namespace smtptally {

/// Whether a text, as reports print it, meets the condition. Compares bytes.
[[nodiscard]] bool holds(const Condition& condition, std::string_view left) noexcept;
/// Whether a number, or a time in Micros, meets the condition. Requires a field of that type, as
/// parse_condition() (the command line) checks.
[[nodiscard]] bool holds(const Condition& condition, double left) noexcept;

/// The conditions that each message meets by itself: its domain and the --where fields that are
/// dimensions. The report checks conditions on TLS classes, which are known only when the whole
/// input was read, and on sums.
class MessageFilter {
 public:
  MessageFilter(const Selection& selection, const Zone& zone);

  [[nodiscard]] bool accepts(const Message& message, MessageText& text) const;

 private:
  struct Test {
    Dimension dimension = Dimension::sender;
    Condition condition;
  };
  std::vector<std::string> domains_;
  std::vector<Test> tests_;
  Zone zone_;
};

}  // namespace smtptally

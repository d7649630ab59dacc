#pragma once

#include <string_view>
#include <vector>

#include "pivot/message_text.hpp"
#include "smtptally/config.hpp"

namespace smtptally {

/// Whether a text, as reports print it, meets the condition: compared as bytes.
[[nodiscard]] bool holds(const Condition& condition, std::string_view left) noexcept;
/// The same of a number, or of a time in Micros. Requires a field of that kind, as
/// parse_condition() (the command line) checks.
[[nodiscard]] bool holds(const Condition& condition, double left) noexcept;

/// The conditions that a single message meets or not: its domain and the --where fields that are
/// dimensions. TLS classes are not among them, since they are known only when the whole input was
/// read; neither are sums. The report judges those.
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

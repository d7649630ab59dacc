#pragma once

#include <string_view>
#include <vector>

#include "pivot/message_text.hpp"
#include "smtptally/config.hpp"

namespace smtptally {

/// Compares by an operator of --where: as bytes.
[[nodiscard]] bool holds(Condition::Op op, std::string_view left, std::string_view right) noexcept;
/// Compares a number with the number that the condition holds as text. Requires a numeric field, as
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
    Dimension dimension;
    Condition::Op op;
    std::string text;
  };
  std::vector<std::string> domains_;
  std::vector<Test> tests_;
  Zone zone_;
};

}  // namespace smtptally

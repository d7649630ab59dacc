#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "pivot/failure.hpp"
#include "smtptally/zone.hpp"

namespace smtptally {

/// The one rule by which --domain and --where choose among refused logins and handshakes.
///
/// A number on a page must not hold failures that its filter can not judge: a handshake has no
/// account, some servers do not log the account of a refused login, and no failure has a TLS class
/// or a count of messages. The range is the caller's.
class FailureFilter {
 public:
  enum class Verdict : std::uint8_t { wanted, unwanted, unknown };

  FailureFilter(const Selection& selection, const Zone& zone);

  /// `unknown` if what the log tells of the failure does not decide.
  [[nodiscard]] Verdict judge(const Failure& failure, MessageText& text) const;
  /// For lists and groups of failures, which judge conditions on numbers themselves: whether all
  /// the others are known to hold.
  [[nodiscard]] bool matches(const Failure& failure, MessageText& text) const;

 private:
  struct Test {
    Dimension dimension = Dimension::sender;
    Condition condition;
  };
  [[nodiscard]] bool is_told(const Failure& failure, Dimension dimension) const noexcept;
  [[nodiscard]] bool in_domains(const Failure& failure, MessageText& text) const;
  [[nodiscard]] bool passes(const Test& test, const Failure& failure, MessageText& text) const;

  std::vector<std::string> domains_;
  std::vector<Test> tests_;
  SenderKind sender_;
  bool undecidable_ = false;  ///< There is a condition on a number.
  Zone zone_;
};

}  // namespace smtptally

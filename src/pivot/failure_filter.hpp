#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "pivot/failure.hpp"
#include "smtptally/zone.hpp"

namespace smtptally {

/// Applies --domain and --where to refused logins and handshakes; the only place that does.
///
/// A count must not include failures that its filter cannot decide: a handshake has no account,
/// some servers do not log the account of a refused login, and no failure has a TLS class or a
/// number of messages. The caller checks the range.
class FailureFilter {
 public:
  enum class Verdict : std::uint8_t { wanted, unwanted, unknown };

  FailureFilter(const Selection& selection, const Zone& zone);

  /// `unknown` if the log lacks the values that decide.
  [[nodiscard]] Verdict judge(const Failure& failure, MessageText& text) const;
  /// For lists and groups of failures, which check numeric conditions themselves: whether all other
  /// conditions are known to hold.
  [[nodiscard]] bool matches(const Failure& failure, MessageText& text) const;

 private:
  struct Test {
    Dimension dimension = Dimension::sender;
    Condition condition;
  };
  [[nodiscard]] Verdict judge_subject(const Failure& failure, MessageText& text) const;
  [[nodiscard]] bool is_told(const Failure& failure, Dimension dimension) const noexcept;
  [[nodiscard]] bool in_domains(const Failure& failure, MessageText& text) const;
  [[nodiscard]] bool passes(const Test& test, const Failure& failure, MessageText& text) const;

  std::vector<std::string> domains_;
  std::vector<Test> tests_;
  std::optional<Subject> subject_;
  SenderKind sender_;
  bool undecidable_ = false;  ///< There is a numeric condition.
  Zone zone_;
};

}  // namespace smtptally

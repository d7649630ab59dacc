#pragma once

#include <string_view>
#include <vector>

#include "pivot/dictionary.hpp"
#include "smtptally/mergeable.hpp"
#include "smtptally/message.hpp"

namespace smtptally {

/// One refused login. Texts are numbers in the list's dictionary.
struct FailureRow {
  Micros time = 0;
  std::uint32_t host = 0;
  std::uint32_t service = 0;
  std::uint32_t account = 0;
  std::uint32_t client = 0;
  std::uint32_t mechanism = 0;
  std::uint32_t reason = 0;
};

/// The refused logins of a run, in any order; the report sorts them. A commutative monoid.
class FailureList {
 public:
  void add(const LoginFailure& login);
  void merge(const FailureList& other);

  [[nodiscard]] const std::vector<FailureRow>& rows() const noexcept { return rows_; }
  [[nodiscard]] std::string_view text(std::uint32_t number) const { return texts_.text(number); }
  /// Whether row `a` stands before row `b`: by time, then by every text.
  [[nodiscard]] bool before(const FailureRow& a, const FailureRow& b) const;

  bool operator==(const FailureList& other) const;

 private:
  Dictionary texts_;
  std::vector<FailureRow> rows_;
};
static_assert(Mergeable<FailureList>);

}  // namespace smtptally

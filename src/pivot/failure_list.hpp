#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "containers/dictionary.hpp"
#include "pivot/failure.hpp"
#include "smtptally/mergeable.hpp"

namespace smtptally {

class ByteReader;
class ByteWriter;

/// One refused login or handshake. Texts are numbers in the list's dictionary.
struct FailureRow {
  Micros time = 0;
  std::array<std::uint32_t, 8> texts{};  ///< In the order of kFailureTexts.
};

/// The texts of a failure in a list, in the order of its columns.
inline constexpr std::array<Dimension, 8> kFailureTexts{
    Dimension::kind,   Dimension::host,      Dimension::service,      Dimension::account,
    Dimension::client, Dimension::mechanism, Dimension::reason_class, Dimension::reason};
static_assert(kFailureTexts.size() == decltype(FailureRow::texts)().size());

/// The refused logins and handshakes of a run, unsorted; the report sorts them. A commutative
/// monoid.
class FailureList {
 public:
  void add(const Failure& failure, MessageText& text);
  void merge(const FailureList& other);

  [[nodiscard]] const std::vector<FailureRow>& rows() const noexcept { return rows_; }
  [[nodiscard]] std::string_view text(std::uint32_t number) const { return texts_.text(number); }
  /// The failure of a row, with texts as reports show them.
  [[nodiscard]] Failure failure(const FailureRow& row) const;
  /// Whether row `a` sorts before row `b`: by time, then by every text.
  [[nodiscard]] bool before(const FailureRow& a, const FailureRow& b) const;

  /// Equal lists are equal bytes. What is read is empty before.
  void write(ByteWriter& out) const;
  void read(ByteReader& in);

  bool operator==(const FailureList& other) const;

 private:
  Dictionary texts_;
  std::vector<FailureRow> rows_;
};
static_assert(Mergeable<FailureList>);

}  // namespace smtptally

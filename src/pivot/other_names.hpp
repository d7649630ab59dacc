#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "containers/dictionary.hpp"
#include "smtptally/mergeable.hpp"

namespace smtptally {

class ByteReader;
class ByteWriter;

/// The names of all others, for who asked for a name that is not there. As soon as that name is
/// found none of them is kept. A commutative monoid, in which what was found stays found.
class OtherNames {
 public:
  void found() noexcept { found_ = true; }
  /// PERF: before the first message of the subject a lookup, behind it nothing.
  void add(std::string_view name) {
    if (!found_) (void)names_.number(name);
  }
  void merge(const OtherNames& other) {
    found_ = found_ || other.found_;
    for (std::uint32_t i = 0; !found_ && i < other.names_.size(); ++i) add(other.names_.text(i));
  }

  [[nodiscard]] bool was_found() const noexcept { return found_; }
  /// In any order; none where the name was found. The views live as long as this does not change.
  [[nodiscard]] std::vector<std::string_view> names() const;

  /// Equal lists are equal bytes. What is read is empty before.
  void write(ByteWriter& out) const;
  void read(ByteReader& in);

  bool operator==(const OtherNames& other) const;

 private:
  bool found_ = false;
  Dictionary names_;
};
static_assert(Mergeable<OtherNames>);

}  // namespace smtptally

// JournalSearch: bisection over the list of entries.

#include "inputs/journal_search.hpp"

#include <algorithm>

#include "inputs/journal_input.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

constexpr std::uint64_t kProbes = 64;

JournalIndex index_of(const Input& input) {
  JournalFile::Source source = journal_source(input, 0);
  return {source.header, std::move(source.read_at), source.size};
}

}  // namespace

JournalSearch::JournalSearch(const Input& input, const SeekOptions& options)
    : index_(index_of(input)), disorder_(options.disorder) {}

std::optional<Error> JournalSearch::survey() {
  const std::uint64_t size = index_.size();
  if (size == 0) return Error{said("its list of entries is damaged")};
  const std::uint64_t probes = std::min(size, kProbes);
  for (std::uint64_t i = 0; i < probes; ++i) {
    const std::uint64_t number = probes == 1 ? 0 : i * (size - 1) / (probes - 1);
    const auto time = index_.time_of(index_.entry(number));
    if (!time) return Error{said("its list of entries is damaged")};
    if (i > 0 && *time < latest_ - disorder_) return Error{said("its times do not rise")};
    earliest_ = std::min(earliest_, *time);
    latest_ = std::max(latest_, *time);
  }
  return std::nullopt;
}

/// The number of the first entry that is not before `time`.
std::uint64_t JournalSearch::first_number_from(Micros time) const {
  std::uint64_t low = 0;
  std::uint64_t high = index_.size();
  while (low < high) {
    const std::uint64_t middle = low + (high - low) / 2;
    if (index_.time_of(index_.entry(middle)).value_or(time) >= time) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

std::uint64_t JournalSearch::last_before(Micros time) const {
  const std::uint64_t number = first_number_from(time);
  return number <= 1 ? 0 : index_.entry(number - 1);
}

std::optional<std::uint64_t> JournalSearch::first_from(Micros time) const {
  const std::uint64_t number = first_number_from(time);
  if (number == index_.size()) return std::nullopt;
  return index_.entry(number);
}

}  // namespace smtptally

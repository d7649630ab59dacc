// SessionIndex: sorts places into buckets.

#include "exchange/session_index.hpp"

#include <algorithm>
#include <bit>
#include <numeric>
#include <tuple>

namespace smtptally {
namespace {

/// PERF: reads the sessions only if the keys are equal.
bool comes_first(const Place& a, const Place& b) noexcept {
  if (a.key != b.key) return a.key < b.key;
  return std::tie(a.session->closed, a.session->opened, a.mail) <
         std::tie(b.session->closed, b.session->opened, b.mail);
}

}  // namespace

SessionIndex::SessionIndex(const std::vector<Place>& places) {
  const unsigned bits = static_cast<unsigned>(std::bit_width(places.size())) + 1;
  shift_ = 64 - bits;
  begin_.assign((std::size_t{1} << bits) + 1, 0);
  for (const Place& place : places) ++begin_[bucket(place.key) + 1];
  std::partial_sum(begin_.begin(), begin_.end(), begin_.begin());
  std::vector<std::uint32_t> next(begin_.begin(), begin_.end() - 1);
  places_.resize(places.size());
  for (const Place& place : places) places_[next[bucket(place.key)]++] = place;
  for (std::size_t i = 0; i + 1 < begin_.size(); ++i) {
    if (begin_[i + 1] - begin_[i] < 2) continue;
    std::sort(places_.begin() + begin_[i], places_.begin() + begin_[i + 1], comes_first);
  }
}

std::span<const Place> SessionIndex::find(std::uint64_t key) const {
  if (places_.empty()) return {};
  const std::size_t at = bucket(key);
  const std::span<const Place> all(places_.data() + begin_[at], begin_[at + 1] - begin_[at]);
  std::size_t first = 0;
  while (first < all.size() && all[first].key < key) ++first;
  std::size_t last = first;
  while (last < all.size() && all[last].key == key) ++last;
  return all.subspan(first, last - first);
}

}  // namespace smtptally

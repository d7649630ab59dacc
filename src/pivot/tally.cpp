// Tally: groups of messages and their sums.

#include "pivot/tally.hpp"

#include <algorithm>
#include <cassert>
#include <string>

namespace smtptally {
namespace {

constexpr std::uint32_t kEvidenceBits = 8;

std::uint32_t pack(TlsEvidence evidence, std::uint32_t service_plus_one) noexcept {
  return static_cast<std::uint32_t>(index_of(evidence)) | (service_plus_one << kEvidenceBits);
}

}  // namespace

TlsPart tls_part(std::uint32_t key_part) noexcept {
  const std::uint32_t service = key_part >> kEvidenceBits;
  return {static_cast<TlsEvidence>(key_part & 0xFFU), service != 0, service == 0 ? 0 : service - 1};
}

void Cell::merge(const Cell& other) {
  // Binding every field makes these two lines fail to compile when a field is added.
  auto& [m, r, b] = *this;
  const auto& [other_m, other_r, other_b] = other;
  m += other_m;
  r += other_r;
  b += other_b;
}

void Span::merge(const Span& other) {
  auto& [f, l] = *this;
  const auto& [other_f, other_l] = other;
  f = std::min(f, other_f);
  l = std::max(l, other_l);
}

std::uint64_t Tally::hash(const Key& key) const noexcept {
  return hash_of(std::span(key).first(spec_.dimensions.size()));
}

Tally::Key Tally::key(std::size_t group) const {
  Key key{};
  const std::size_t length = spec_.dimensions.size();
  std::copy_n(parts_.begin() + static_cast<std::ptrdiff_t>(group * length), length, key.begin());
  return key;
}

/// The group of the key, or HashIndex::kNone.
std::uint32_t Tally::find(const Key& key) const {
  const std::size_t length = spec_.dimensions.size();
  return groups_.find(hash(key), [&](std::uint32_t group) {
    // PERF: std::equal() calls memcmp for these few.
    const std::uint32_t* const parts = parts_.data() + group * length;
    for (std::size_t i = 0; i < length; ++i) {
      if (parts[i] != key[i]) return false;
    }
    return true;
  });
}

std::uint32_t Tally::number_of_tls(const Message& message) {
  if (!asks_service(message.tls)) return pack(message.tls, 0);
  std::string service(message.host);
  service += '\0';
  service += message.service;
  return pack(message.tls, texts_.number(service) + 1);
}

/// PERF: what is read gets its index when a group is looked up, which in a merge of one part never
/// happens.
void Tally::index_groups() {
  groups_.reserve(size());
  for (std::size_t i = groups_.size(); i < size(); ++i) (void)groups_.add(hash(key(i)));
}

std::size_t Tally::group(const Key& key) {
  if (groups_.size() != size()) index_groups();
  const std::uint32_t known = find(key);
  if (known != HashIndex::kNone) return known;
  const std::size_t length = spec_.dimensions.size();
  parts_.insert(parts_.end(), key.begin(), key.begin() + static_cast<std::ptrdiff_t>(length));
  cells_.emplace_back();
  if (spec_.times) spans_.emplace_back();
  if (spec_.senders) senders_.emplace_back();
  if (spec_.clients) clients_.emplace_back();
  return groups_.add(hash(key));
}

void Tally::count(std::span<const Counted> messages) {
  assert(messages.size() <= kMostCounted);
  std::array<std::size_t, kMostCounted> at{};
  for (std::size_t i = 0; i < messages.size(); ++i) at[i] = group(messages[i].key);
  for (std::size_t i = 0; i < messages.size(); ++i) {
    cells_[at[i]].merge(messages[i].cell);
    if (spec_.times) spans_[at[i]].merge({messages[i].time, messages[i].time});
  }
  const std::span<const std::size_t> groups = std::span(at).first(messages.size());
  std::array<std::uint64_t, kMostCounted> hashes{};
  const auto add_texts = [&](std::vector<DistinctCounter>& counters, auto text) {
    for (std::size_t i = 0; i < messages.size(); ++i) {
      hashes[i] = DistinctCounter::hash_of(messages[i].*text);
    }
    DistinctCounter::add(counters, groups, std::span(hashes).first(messages.size()));
  };
  if (spec_.senders) add_texts(senders_, &Counted::sender);
  if (spec_.clients) add_texts(clients_, &Counted::client);
}

Tally::Key Tally::translated(const Tally& other, const Key& key) {
  Key result = key;
  for (std::size_t i = 0; i < spec_.dimensions.size(); ++i) {
    const Dimension dimension = spec_.dimensions[i];
    if (is_text(dimension)) {
      result[i] = texts_.number(other.text(key[i]));
    } else if (dimension == Dimension::tls) {
      const TlsPart tls = tls_part(key[i]);
      if (tls.has_service) {
        result[i] = pack(tls.evidence, texts_.number(other.text(tls.service)) + 1);
      }
    }
  }
  return result;
}

/// PERF: parts of a log are merged into the same sum repeatedly. Finding each group by its texts
/// every time was 2 % of the processor time of two jobs.
std::size_t Tally::my_group(const Tally& other, std::size_t their_group) {
  std::uint32_t& known = other.groups_there_[their_group];
  if (known == HashIndex::kNone) {
    known = static_cast<std::uint32_t>(group(translated(other, other.key(their_group))));
  }
  return known;
}

void Tally::merge(const Tally& other) {
  if (other.size() == 0) return;
  if (size() == 0) spec_ = other.spec_;
  if (other.merged_into_ != identity_.number()) other.groups_there_.clear();
  other.merged_into_ = identity_.number();
  other.groups_there_.resize(other.size(), HashIndex::kNone);
  for (std::size_t i = 0; i < other.size(); ++i) {
    if (other.cells_[i].messages == 0) continue;  // An empty group kept by clear().
    const std::size_t at = my_group(other, i);
    cells_[at].merge(other.cells_[i]);
    if (spec_.times) spans_[at].merge(other.spans_[i]);
    if (spec_.senders) senders_[at].merge(other.senders_[i]);
    if (spec_.clients) clients_[at].merge(other.clients_[i]);
  }
}

void Tally::clear() {
  constexpr std::size_t kMany = 131072;
  if (std::max(size(), texts_.size()) > kMany) {
    *this = Tally(spec_);
    return;
  }
  std::fill(cells_.begin(), cells_.end(), Cell());
  std::fill(spans_.begin(), spans_.end(), Span());
  std::fill(senders_.begin(), senders_.end(), DistinctCounter());
  std::fill(clients_.begin(), clients_.end(), DistinctCounter());
}

bool Tally::operator==(const Tally& other) const {
  if (size() != other.size()) return false;
  if (size() == 0) return true;
  if (spec_ != other.spec_) return false;
  Tally mine = *this;  // Text numbers differ between tallies: translate the other's keys.
  mine.index_groups();
  for (std::size_t i = 0; i < other.size(); ++i) {
    const std::uint32_t at = mine.find(mine.translated(other, other.key(i)));
    if (at == HashIndex::kNone) return false;
    if (cells_[at] != other.cells_[i] || (spec_.times && spans_[at] != other.spans_[i]) ||
        (spec_.senders && senders_[at] != other.senders_[i]) ||
        (spec_.clients && clients_[at] != other.clients_[i])) {
      return false;
    }
  }
  return true;
}

}  // namespace smtptally

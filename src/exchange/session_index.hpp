#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "exchange/session.hpp"

namespace smtptally {

/// The place of a session, or of a mail in it, under a search key.
struct Place {
  std::uint64_t key = 0;
  const ProtocolSession* session = nullptr;
  const AcceptedMail* mail = nullptr;
};

/// Finds places by key. Places of one key are in the order of their sessions in the log.
///
/// PERF: buckets of one or two entries in one array: a search takes half the time of one in a
/// sorted list. A map of vectors takes three times the memory.
class SessionIndex {
 public:
  SessionIndex() = default;
  explicit SessionIndex(const std::vector<Place>& places);

  [[nodiscard]] std::span<const Place> find(std::uint64_t key) const;
  [[nodiscard]] std::size_t size() const noexcept { return places_.size(); }

 private:
  [[nodiscard]] std::size_t bucket(std::uint64_t key) const noexcept {
    return (key * 0x9E3779B97F4A7C15ULL) >> shift_;
  }

  unsigned shift_ = 63;
  std::vector<std::uint32_t> begin_;  ///< Bucket starts in places_; one more at the end.
  std::vector<Place> places_;
};

}  // namespace smtptally

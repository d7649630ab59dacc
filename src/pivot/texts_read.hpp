#pragma once

namespace smtptally {

struct CollectSpec;
struct Selection;

/// Which texts of messages a report reads, besides the account. What is not read need not be kept
/// until the message is told.
struct TextsRead {
  bool mechanism = false;
  bool client = false;
  bool cipher = false;
  bool envelope_sender = false;

  bool operator==(const TextsRead&) const = default;
};

/// What an Accumulator reads with these.
[[nodiscard]] TextsRead texts_read(const CollectSpec& spec, const Selection& selection);

}  // namespace smtptally

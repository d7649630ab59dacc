#pragma once

namespace smtptally {

struct CollectSpec;
struct Selection;

/// The texts of messages that a report needs, besides the account. Correlators need not store the
/// others.
struct TextsRead {
  bool mechanism = false;
  bool client = false;
  bool cipher = false;
  bool envelope_sender = false;

  bool operator==(const TextsRead&) const = default;
};

/// The texts that an Accumulator with these arguments reads.
[[nodiscard]] TextsRead texts_read(const CollectSpec& spec, const Selection& selection);

}  // namespace smtptally

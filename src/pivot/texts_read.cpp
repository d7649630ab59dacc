// Finds out which texts of messages a report needs.

#include "pivot/texts_read.hpp"

#include "pivot/accumulator.hpp"
#include "smtptally/config.hpp"
#include "smtptally/dimension.hpp"

namespace smtptally {
namespace {

/// Adds the texts that MessageText::get() reads for the dimension.
void add(Dimension dimension, SenderKind sender, TextsRead& read) noexcept {
  const auto is = [&](auto... any) { return ((dimension == any) || ...); };
  const bool is_of_sender = is(Dimension::sender, Dimension::domain);
  read.mechanism = read.mechanism || is(Dimension::mechanism);
  read.client = read.client || is(Dimension::client, Dimension::network);
  read.cipher = read.cipher || is(Dimension::cipher);
  read.envelope_sender = read.envelope_sender || is(Dimension::envelope_sender) ||
                         (is_of_sender && sender == SenderKind::envelope);
}

void add(const TallySpec& tally, SenderKind sender, TextsRead& read) noexcept {
  read.client = read.client || tally.clients;
  for (const Dimension dimension : tally.dimensions) add(dimension, sender, read);
  if (tally.senders) add(Dimension::sender, sender, read);
}

}  // namespace

TextsRead texts_read(const CollectSpec& spec, const Selection& selection) {
  if (spec.events || spec.history != 0)
    return {.mechanism = true, .client = true, .cipher = true, .envelope_sender = true};
  TextsRead read{.mechanism = spec.habits,
                 .client = spec.clients || spec.habits,
                 .cipher = false,
                 .envelope_sender = spec.habits};
  add(spec.tally, selection.sender, read);
  for (const TallySpec& tally : spec.more) add(tally, selection.sender, read);
  if (selection.before) add(spec.before, selection.sender, read);
  if (selection.subject) add(selection.subject->dimension, selection.sender, read);
  for (const Condition& condition : selection.conditions) {
    if (const auto dimension = find_dimension(condition.field)) {
      add(*dimension, selection.sender, read);
    }
  }
  if (!selection.domains.empty()) add(Dimension::domain, selection.sender, read);
  return read;
}

}  // namespace smtptally

#include "pivot/texts_read.hpp"

#include "smtptally/dimension.hpp"

namespace smtptally {
namespace {

/// Adds what MessageText::get() reads for the dimension.
void add(Dimension dimension, SenderKind sender, TextsRead& read) noexcept {
  switch (dimension) {
    case Dimension::sender:
    case Dimension::domain:
      read.envelope_sender = read.envelope_sender || sender == SenderKind::envelope;
      break;
    case Dimension::envelope_sender:
      read.envelope_sender = true;
      break;
    case Dimension::client:
    case Dimension::network:
      read.client = true;
      break;
    case Dimension::cipher:
      read.cipher = true;
      break;
    case Dimension::mechanism:
      read.mechanism = true;
      break;
    case Dimension::account:
    case Dimension::service:
    case Dimension::host:
    case Dimension::dialect:
    case Dimension::day:
    case Dimension::hour:
    case Dimension::week:
    case Dimension::month:
    case Dimension::weekday:
    case Dimension::tls:
      break;
  }
}

}  // namespace

TextsRead texts_read(const CollectSpec& spec, const Selection& selection) {
  if (spec.events)
    return {.mechanism = true, .client = true, .cipher = true, .envelope_sender = true};
  TextsRead read{.client = spec.tally.clients};
  for (const Dimension dimension : spec.tally.dimensions) add(dimension, selection.sender, read);
  for (const Condition& condition : selection.conditions) {
    if (const auto dimension = find_dimension(condition.field)) {
      add(*dimension, selection.sender, read);
    }
  }
  if (spec.tally.senders) add(Dimension::sender, selection.sender, read);
  if (!selection.domains.empty()) add(Dimension::domain, selection.sender, read);
  return read;
}

}  // namespace smtptally

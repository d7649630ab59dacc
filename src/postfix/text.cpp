#include "postfix/text.hpp"

#include "postfix/lines.hpp"
#include "text/ascii.hpp"
#include "text/cursor.hpp"

namespace smtptally {
void parse_blob(PaddedText text, Event& event) noexcept {
  Cursor at(text);
  std::uint64_t size = 0;
  if (!at.take('[') || !at.take_number(size)) return;
  if (at.take('.') && !at.take_number(size)) return;
  (void)(at.take('K') || at.take('M'));
  if (at.take("B blob data]") && at.at_end()) event.kind = EventKind::blob;
}

void parse_logger(PaddedText text, Event& event) {
  Cursor at(text);
  std::uint64_t lost = 0;
  bool marker = false;
  if (at.take("Suppressed ")) {
    marker = at.take_number(lost) && at.take(" messages from ");
  } else if (at.take("imuxsock lost ")) {
    marker = at.take_number(lost) && at.take(" messages from pid ");
  } else if (at.take("imjournal: ")) {
    marker = at.take("begin to drop messages") ||
             (at.take_number(lost) && at.take(" messages lost due to rate-limiting"));
  } else {
    marker = at.take("imuxsock begins to drop messages from pid ");
  }
  if (!marker) return;
  event.kind = EventKind::loss_marker;
  event.bytes = lost;
}

void parse_without_service(PaddedText text, StatisticsCache& memory, Event& event) {
  using Parser = void (*)(PaddedText, Event&);
  parse_smtpd(text, memory, event);
  if (event.kind != EventKind::none) return;
  for (const Parser parse : {&parse_qmgr, &parse_cleanup, &parse_delivery, &parse_postsuper,
                             &parse_pickup, &parse_logger}) {
    parse(text, event);
    if (event.kind != EventKind::none) return;
  }
}

std::string_view instance_of(std::string_view tag) noexcept {
  constexpr std::string_view kDefault = "postfix";
  const std::string_view first = tag.substr(0, tag.find('/'));
  if (first.starts_with("postfix@")) return first;  // journald's unit, without a service.
  if (!first.starts_with("postfix-")) return kDefault;
  const std::string_view name = first.substr(kDefault.size() + 1);
  const bool is_service = name.empty() || is_digit(name.front()) ||
                          name.starts_with("submission") || name == "smtps" || name == "ssmtp" ||
                          name == "smtpd" || name == "msa";
  return is_service ? kDefault : first;
}

bool is_wrapper_service(std::string_view tag) noexcept {
  while (!tag.empty()) {
    const std::string_view part = tag.substr(0, tag.find('/'));
    if (part == "submissions" || part == "smtps" || part == "ssmtp" || part == "465") return true;
    tag.remove_prefix(part.size() == tag.size() ? part.size() : part.size() + 1);
  }
  return false;
}

}  // namespace smtptally

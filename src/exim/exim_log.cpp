// EximLog: the way of a line.

#include "exim/exim_log.hpp"

#include <algorithm>
#include <utility>

#include "exim/fields.hpp"
#include "parse/programs.hpp"

namespace smtptally {
namespace {

bool is_repeated(const LogLine& line) noexcept {
  return line.form == LineForm::logger && line.text.starts_with("message repeated ");
}

}  // namespace

EximLine EximLog::exim_line(const LogLine& line, std::uint32_t service) noexcept {
  return {.time = line.time,
          .host = line.host,
          .tag = line.tag,
          .text = line.text,
          .dialect = line.dialect,
          .pid = line.pid,
          .has_pid = line.has_pid,
          .form = line.form,
          .service = service};
}

void EximLog::count(EximKind kind, Micros time) {
  const CoverageItem item = !range_.contains(time)   ? CoverageItem::lines_outside_range
                            : kind != EximKind::none ? CoverageItem::lines_understood
                                                     : CoverageItem::lines_irrelevant;
  ++(*coverage_)[item];
}

bool EximLog::line(const LogLine& line, std::uint32_t service) {
  if (is_repeated(line)) {
    const bool matters = understand(line);
    if (matters) use(line, service);
    return matters;
  }
  now_ = std::max(now_, line.time);
  // PERF: most lines are of deliveries, to which nothing that waits belongs.
  const bool may_belong = !warm_ || cut_left_ != 0 || !parts_.empty() || !waiting_keys_.empty();
  if (!may_belong && is_of_delivery(line)) {
    count(EximKind::none, line.time);
    return false;
  }
  const EximText text = read_exim_text(line);
  count(text.kind, line.time);
  if (may_belong || text.kind != EximKind::none) add(exim_line(line, service), text);
  return text.kind != EximKind::none;
}

bool EximLog::understand(const LogLine& line) {
  const Repetition repeated = parse_repetition(line.text);
  if (is_repeated(line)) (*coverage_)[CoverageItem::lines_repeated] += repeated.times;
  const EximKind kind =
      read_exim_text(is_repeated(line) ? repeated.text : line.text, line.form).kind;
  count(kind, line.time);
  const bool is_part = line.form == LineForm::logger && line.text.starts_with('[');
  return kind != EximKind::none || is_part || cut_left_ != 0;
}

void EximLog::use(const LogLine& line, std::uint32_t service) {
  now_ = std::max(now_, line.time);
  EximLine used = exim_line(line, service);
  std::uint32_t times = 1;
  if (is_repeated(line)) {
    const Repetition repeated = parse_repetition(line.text);
    used.text = repeated.text;
    times = std::max(repeated.times, 1U);
  }
  const EximText text = read_exim_text(used.text, used.form);
  for (std::uint32_t i = 0; i < times; ++i) add(used, text);
}

void EximLog::goes_on(std::string_view text) {
  EximLine line;
  if (now_ != kBeginningOfTime) line.time = now_;  // In front of the first stamp it has none.
  line.text = text;
  line.form = LineForm::writer;
  line.has_stamp = false;
  const EximText behind{.kind = EximKind::none, .id = {}, .text = text};
  if (!warm_) return keep(line, behind);
  if (cut_left_ > 0) (void)is_behind_cut(line, behind);
}

void EximLog::add(const EximLine& line, const EximText& text) {
  if (!warm_ || belongs_to_waiting(line, text)) return keep(line, text);
  process(line, text);
}

void EximLog::process(const EximLine& line, const EximText& text) {
  give_up_old();
  if (line.form == LineForm::logger) {
    const EximPart part = read_part(line.text);
    if (part.number != 0) return take_part(line, part, text.kind);
  } else if (cut_left_ > 0 && is_behind_cut(line, text)) {
    return;
  }
  take_entry(line, text);
}

void EximLog::take_entry(const EximLine& line, const EximText& text) {
  switch (text.kind) {
    case EximKind::none:
      return;
    case EximKind::accepted:
      return accepted(line, text);
    case EximKind::pretended:
    case EximKind::rescinded:
    case EximKind::refused:
      return not_accepted(line, text);
    case EximKind::login:
      return refused_login(line, text);
    case EximKind::handshake:
      return refused_handshake(line, text);
  }
}

/// Joins the parts of an entry. A part whose first one did not come may be a stranger's text.
void EximLog::take_part(const EximLine& line, const EximPart& part, EximKind kind) {
  const auto found = std::find_if(parts_.begin(), parts_.end(), [&](const Parts& parts) {
    return parts.line.pid == line.pid && parts.line.host == line.host && parts.line.tag == line.tag;
  });
  const auto at = static_cast<std::size_t>(found - parts_.begin());
  const bool goes_on = found != parts_.end() && found->next == part.number;
  if (found != parts_.end() && !goes_on) end_parts(at, true);
  if (part.number == 1) {
    if (kind == EximKind::none) return;
    Parts& begun = parts_.emplace_back();
    begun.line = KeptLine(line);
    begun.line.text.assign(part.text);
    begun.next = 2;
  } else if (goes_on) {
    found->line.text.append(part.text);
    ++found->next;
  } else {
    return;
  }
  const std::size_t open = goes_on ? at : parts_.size() - 1;
  if (part.number == part.of) return end_parts(open, false);
  if (part.line_end) parts_[open].line.text += '\n';
}

void EximLog::end_parts(std::size_t at, bool cut) {
  const KeptLine kept = std::move(parts_[at].line);
  parts_.erase(parts_.begin() + static_cast<std::ptrdiff_t>(at));
  EximLine line = kept.line();
  line.cut = cut;
  take_entry(line, read_exim_text(line.text, line.form));
}

/// Whether the line stands behind one that was cut, and is not to be taken now.
bool EximLog::is_behind_cut(const EximLine& line, const EximText& text) {
  cut_left_ -= std::min(cut_left_, bytes_of(line));
  if (!swallows_) return false;
  // The rest of the true line begins with its size, and stands behind what the client wrote.
  const bool is_reception = text.kind == EximKind::accepted || text.kind == EximKind::pretended;
  Reception reception;
  const bool ends = is_reception
                        ? read_reception(text.text.substr(3), false, reception) == ReadAs::unsure
                        : holds_size(text.text);
  if (ends) {
    swallows_ = false;
    swallowed_.clear();
    return true;
  }
  swallowed_.emplace_back(line);
  if (cut_left_ == 0) give_back_swallowed();
  return true;
}

/// Nothing looks like the rest of the line that was cut: it was lost, so that the lines behind it
/// may be true ones. They count, and name nobody.
void EximLog::give_back_swallowed() {
  swallows_ = false;
  gives_back_ = true;
  for (const KeptLine& kept : std::exchange(swallowed_, {})) {
    if (kept.has_stamp) take_entry(kept.line(), read_exim_text(kept.text, kept.form));
  }
  gives_back_ = false;
}

void EximLog::begin_cut(const Held& held) {
  if (gives_back_ || swallows_) return;
  swallows_ = true;
  cut_left_ = kEximBuffer - std::min(kEximBuffer, std::uint64_t{held.line.text.size()});
}

void EximLog::finish() {
  while (!parts_.empty()) end_parts(parts_.size() - 1, true);
  if (swallows_) give_back_swallowed();
  while (!held_.empty()) release_first();
}

void EximLog::clear() {
  warm_ = !open_world_;
  swallows_ = false;
  cut_left_ = 0;
  now_ = kBeginningOfTime;
  pool_.clear();
  held_.clear();
  by_id_.clear();
  seen_.clear();
  parts_.clear();
  last_logins_.clear();
  swallowed_.clear();
  waiting_.clear();
  waiting_keys_.clear();
  clean_bytes_ = 0;
}

}  // namespace smtptally

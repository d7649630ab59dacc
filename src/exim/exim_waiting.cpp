// EximLog: the lines of a log from the middle that wait for those in front of it.

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "exim/exim_log.hpp"

namespace smtptally {
namespace {

/// Twice the time that a message waits, because lines may be out of order, too.
constexpr Micros kEximWarmUp = 2 * kEximHeldFor;

/// 0 for a line that is whole.
std::uint64_t part_number(const EximLine& line) {
  return line.form == LineForm::logger ? read_part(line.text).number : 0;
}

/// What ties lines to one another: the id of a message; the process that writes parts, or a refused
/// login twice. Nothing for a line that stands alone.
std::optional<std::uint64_t> tie_of(const EximLine& line, const EximText& text,
                                    std::uint64_t part) {
  const auto process = [&](std::uint64_t what) {
    return combine(combine(exim_key(line.host, line.tag), line.pid), what);
  };
  if (part != 0) return process(1);
  if (text.kind == EximKind::login) {
    return line.form == LineForm::logger ? std::optional(process(2)) : std::nullopt;
  }
  if (text.kind == EximKind::none || text.id.empty()) return std::nullopt;
  return exim_key(line.host, text.id);
}

bool is_cut(const EximLine& line, const EximText& text) {
  Reception reception;
  return line.form == LineForm::writer && text.kind == EximKind::accepted &&
         read_reception(text.text.substr(3), false, reception) == ReadAs::cut;
}

}  // namespace

/// Whether a line that is kept tells what this one means. The first part of an entry ends whatever
/// its process wrote before.
bool EximLog::belongs_to_waiting(const EximLine& line, const EximText& text) {
  if (waiting_keys_.empty()) return false;
  const auto waits = [&](std::uint64_t tie, Micros age) {
    const auto found = waiting_keys_.find(tie);
    return found != waiting_keys_.end() && now_ <= found->second + age;
  };
  const std::uint64_t part = part_number(line);
  const std::optional<std::uint64_t> tie = tie_of(line, text, part);
  if (!tie) return false;
  if (part == 0) return waits(*tie, kEximHeldFor);
  if (part > 1) return waits(*tie, kEximPartsAge);
  waiting_keys_.erase(*tie);
  return !text.id.empty() && waits(exim_key(line.host, text.id), kEximHeldFor);
}

/// A first part has two ties: the id of its entry, too.
void EximLog::remember_waiting(const EximLine& line, const EximText& text) {
  const auto remember = [&](std::uint64_t tie) {
    Micros& last = waiting_keys_.try_emplace(tie, line.time).first.value();
    last = std::max(last, line.time);
  };
  const std::uint64_t part = part_number(line);
  if (const std::optional<std::uint64_t> tie = tie_of(line, text, part)) remember(*tie);
  if (part == 1 && !text.id.empty()) remember(exim_key(line.host, text.id));
}

/// The lines wait until none of them, and none in front of them, can be one that was cut so shortly
/// before that it matters.
void EximLog::keep(const EximLine& line, const EximText& text) {
  waiting_.emplace_back(line);
  remember_waiting(line, text);
  if (warm_) return;
  clean_bytes_ = is_cut(line, text) ? 0 : clean_bytes_ + bytes_of(line);
  const auto first = std::find_if(waiting_.begin(), waiting_.end(),
                                  [](const KeptLine& kept) { return kept.has_stamp; });
  warm_ = clean_bytes_ > 2 * kEximBuffer && first != waiting_.end() &&
          line.time > first->time + kEximWarmUp;
}

void EximLog::replay(const KeptLine& kept) {
  if (!kept.has_stamp) return goes_on(kept.text);
  now_ = std::max(now_, kept.time);
  const EximLine line = kept.line();
  add(line, read_exim_text(line.text, line.form));
}

void EximLog::merge(EximLog& next) {
  for (KeptLine& kept : next.waiting_) {
    if (warm_) {
      replay(kept);
    } else {
      remember_waiting(kept.line(), read_exim_text(kept.text, kept.form));
      waiting_.push_back(std::move(kept));
    }
  }
  clean_bytes_ = next.clean_bytes_;
  if (!next.warm_) return;
  warm_ = true;
  now_ = std::max(now_, next.now_);
  for (const std::uint32_t slot : next.held_) {
    Held& from = next.pool_[slot];
    Held& held = hold(from.line.line(), from.id, from.key);
    std::swap(held, from);
    held.service = Message::kNoServiceNumber;
    read(held);
  }
  std::move(next.parts_.begin(), next.parts_.end(), std::back_inserter(parts_));
  std::move(next.last_logins_.begin(), next.last_logins_.end(), std::back_inserter(last_logins_));
  swallows_ = next.swallows_;
  cut_left_ = next.cut_left_;
  swallowed_ = std::move(next.swallowed_);
  seen_.insert(next.seen_.begin(), next.seen_.end());
}

}  // namespace smtptally

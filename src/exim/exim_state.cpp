// EximLog: what of it is written and read.

#include "exim/exim_log.hpp"
#include "parse/dialect_set.hpp"
#include "text/byte_reader.hpp"
#include "text/byte_writer.hpp"

namespace smtptally {
namespace {

/// The fields of a line, for both ways.
template <class Archive, class Line>
void kept_line_fields(Archive& at, Line& line) {
  auto& [time, host, tag, text, dialect, pid, has_pid, form, has_stamp] = line;
  (void)dialect;  // Static text: see below.
  at(time, host, tag, text, pid, has_pid, has_stamp);
  at.choice(form, LineForm::writer);
}

void write_line(ByteWriter& out, const KeptLine& line) {
  kept_line_fields(out, line);
  out.text(line.dialect);
}

void read_line(ByteReader& in, KeptLine& line) {
  kept_line_fields(in, line);
  const std::string_view dialect = in.text();
  line.dialect = dialect_called(dialect);
  in.require(dialect.empty() || !line.dialect.empty(), "a dialect is not known");
}

void write_lines(ByteWriter& out, const std::vector<KeptLine>& lines) {
  out.count(lines.size());
  for (const KeptLine& line : lines) write_line(out, line);
}

void read_lines(ByteReader& in, std::vector<KeptLine>& lines) {
  for (std::size_t left = in.count(); left > 0 && !in.failed(); --left) {
    read_line(in, lines.emplace_back());
  }
}

}  // namespace

void EximLog::write_open(ByteWriter& out) {
  if (warm_) give_up_old();
  if (held_.empty() && parts_.empty() && last_logins_.empty() && waiting_.empty() &&
      cut_left_ == 0) {
    return;
  }
  out.bound(now_);
  out(warm_, swallows_, cut_left_, clean_bytes_);
  out.count(held_.size());
  for (const std::uint32_t slot : held_) {
    const Held& held = pool_[slot];
    write_line(out, held.line);
    out(held.id, held.counts, held.distrusted, held.cut);
  }
  out.count(parts_.size());
  for (const Parts& parts : parts_) {
    write_line(out, parts.line);
    out(parts.next);
  }
  write_lines(out, last_logins_);
  write_lines(out, swallowed_);
  write_lines(out, waiting_);
}

void EximLog::read_open(ByteReader& in) {
  if (in.left() == 0) return;
  in.bound(now_);
  in(warm_, swallows_, cut_left_, clean_bytes_);
  for (std::size_t left = in.count(); left > 0 && !in.failed(); --left) {
    Held held;
    read_line(in, held.line);
    in(held.id, held.counts, held.distrusted, held.cut);
    if (in.failed()) return;
    EximLine line = held.line.line();
    line.cut = held.cut;
    Held& again = hold(line, held.id, exim_key(line.host, held.id));
    again.line = held.line;
    again.counts = held.counts;
    again.distrusted = held.distrusted;
    read(again);
  }
  for (std::size_t left = in.count(); left > 0 && !in.failed(); --left) {
    Parts& parts = parts_.emplace_back();
    read_line(in, parts.line);
    in(parts.next);
  }
  read_lines(in, last_logins_);
  read_lines(in, swallowed_);
  read_lines(in, waiting_);
  for (const KeptLine& line : waiting_) {
    remember_waiting(line.line(), read_exim_text(line.text, line.form));
  }
  in.require(open_world_ || (warm_ && waiting_.empty()), "lines wait for others in front of them");
}

}  // namespace smtptally

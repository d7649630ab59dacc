// ProtocolSessions: what of it is written and read.

#include <algorithm>

#include "exchange/sessions.hpp"
#include "exchange/state_fields.hpp"
#include "parse/dialect_set.hpp"

namespace smtptally {

template <class Archive>
void ProtocolSessions::each_held(Archive& at) const {
  // No row opens two.
  const auto by_row = [](const ProtocolSession* a, const ProtocolSession* b) {
    return a->opened < b->opened;
  };
  std::vector<const ProtocolSession*> sessions;
  done_.for_each([&](const ProtocolSession& session) { sessions.push_back(&session); });
  std::sort(sessions.begin(), sessions.end(), by_row);
  at(std::uint64_t{sessions.size()});
  for (const ProtocolSession* const session : sessions) {
    session_fields(at, *session);
    at(session->closed);
  }
  sessions.clear();
  open_.for_each([&](std::uint32_t slot) { sessions.push_back(&pool_[slot]); });
  std::sort(sessions.begin(), sessions.end(), by_row);
  at(std::uint64_t{sessions.size()});
  for (const ProtocolSession* const session : sessions) session_fields(at, *session);

  std::vector<std::pair<std::uint64_t, Key>> own;
  for (const auto& [key, row] : own_) own.emplace_back(row, key);
  std::sort(own.begin(), own.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  at(std::uint64_t{own.size()});
  for (const auto& [row, key] : own) {
    at(row, key.id);
    at.ids(key.connector);
  }
}
template void ProtocolSessions::each_held(TextNamer& at) const;
template void ProtocolSessions::each_held(TextWriter& at) const;

void ProtocolSessions::read_held(TextReader& at) {
  const auto each = [&](const auto& read) {
    for (std::size_t left = at.in->count(); left > 0 && !at.in->failed(); --left) read();
  };
  each([&] {
    ProtocolSession session;
    session_fields(at, session);
    std::uint64_t closed = 0;
    at(closed);
    session.end(closed);
    done_.push_back(std::move(session));
  });
  each([&] {
    ProtocolSession session;
    session_fields(at, session);
    at.in->require(open_.find(session.map_key()) == kNoSlot, "a session stands twice");
    if (!at.in->failed()) (void)open(std::move(session));
  });
  each([&] {
    std::uint64_t row = 0;
    Key key;
    at(row, key.id);
    at.ids(key.connector);
    own_.emplace(key, row);
  });
  // What is open here must not be in the way of what the part before has.
  bool is_own = open_world_ || own_.empty();
  open_.for_each([&](std::uint32_t slot) {
    is_own = is_own && (!open_world_ || own_.contains(pool_[slot].map_key()));
  });
  at.in->require(is_own, "something belongs to the part before");
}

void ProtocolSessions::write_waiting(ByteWriter& out) const {
  out.count(waiting_.size());
  for (const Waiting& waiting : waiting_) {
    const ProtocolRow& row = waiting.row;
    out(waiting.number, row.time, row.sequence, row.event);
    for (const std::string_view text :
         {row.dialect, row.connector, row.session, row.local, row.remote, row.data, row.context}) {
      out.text(text);
    }
  }
}

void ProtocolSessions::read_waiting(ByteReader& in) {
  for (std::size_t left = in.count(); left > 0 && !in.failed(); --left) {
    std::uint64_t number = 0;
    ProtocolRow row;
    in(number, row.time, row.sequence, row.event);
    const std::string_view dialect = in.text();
    row.dialect = dialect_called(dialect);
    in.require(row.dialect == dialect, "a log format is not known");
    for (std::string_view* const text :
         {&row.connector, &row.session, &row.local, &row.remote, &row.data, &row.context}) {
      *text = in.text();
    }
    in.require(open_world_, "something waits for a part before the first one");
    if (!in.failed()) wait(row, number);
  }
}

}  // namespace smtptally

// ExchangeJoin: joins tracking with sessions, and merges parts.

#include "exchange/join.hpp"

#include <algorithm>
#include <tuple>

#include <tsl/robin_set.h>

#include "exchange/copies.hpp"
#include "exchange/emission.hpp"

namespace smtptally {

bool ExchangeJoin::add(const TrackingRow& row) {
  ++rows_;
  if (!TrackingInterpreter::is_message(row)) return false;
  TrackedMessage t = interpreter_.read(row);
  t.row = rows_;
  tracks_ = true;
  tracked_.push_back(t);
  keep_limit();
  return true;
}

void ExchangeJoin::add(const ProtocolRow& row) {
  const std::size_t before = sessions_.all().size();
  sessions_.add(row, ++rows_);
  if (sessions_.all().size() > before) keep_limit();
}

/// PERF: moves all rows and sessions at once and looks each text up once: 3 % of a run with two
/// jobs. Merging row by row took longer than reading the logs.
void ExchangeJoin::merge(ExchangeJoin& next) {
  const DictionaryMap translation(next.texts_, texts_);
  const std::size_t most = held() + next.held() + next.sessions_.waiting() + next.sessions_.own();
  if (!open_world_ && most > options_.join_limit) {
    merge_by_steps(next, translation);
  } else {
    sessions_.merge(next.sessions_, translation, rows_);
    next.tracked_.for_each([&](TrackedMessage& t) { t.renumber(translation, rows_); });
    tracked_.append(next.tracked_);
    tracks_ = tracks_ || next.tracks_;
  }
  rows_ += next.rows_;
}

/// The limit may be reached at any row of `next`, and must take effect at the same row as without a
/// cut.
void ExchangeJoin::merge_by_steps(ExchangeJoin& next, const DictionaryMap& translation) {
  const auto steps = sessions_.steps_of(next.sessions_, translation, rows_);
  auto step = steps.begin();
  const auto take_steps_before = [&](std::uint64_t row) {
    for (; step != steps.end() && step->number < row; ++step) {
      const std::size_t before = sessions_.all().size();
      sessions_.take(*step);
      if (sessions_.all().size() > before) keep_limit();
    }
  };
  next.tracked_.for_each([&](TrackedMessage& t) {
    t.renumber(translation, rows_);
    take_steps_before(t.row);
    tracked_.push_back(t);
    tracks_ = true;
    keep_limit();
  });
  next.tracked_.clear();
  take_steps_before(UINT64_MAX);
  sessions_.finish_merge(next.sessions_, translation, rows_);
}

/// A piece from the middle waits for the preceding one, which applies the limit to both.
void ExchangeJoin::keep_limit() {
  if (open_world_ || held() <= options_.join_limit) return;
  std::vector<Micros> times;
  times.reserve(held());
  tracked_.for_each([&](const TrackedMessage& t) { times.push_back(t.time); });
  sessions_.all().for_each([&](const ProtocolSession& session) { times.push_back(session.last); });
  const auto middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
  std::nth_element(times.begin(), middle, times.end());
  ++(*coverage_)[CoverageItem::join_limit_reached];
  settle(*middle + 1);
}

/// Emits messages older than `before`, using all known sessions.
void ExchangeJoin::settle(Micros before) {
  const SessionFinder links(sessions_.all(), options_);
  // PERF: reserves memory for all messages, and remembers none if no session holds a mail that
  // could repeat them (a tenth of the time for tracking logs alone).
  if (before == kEndOfTime && links.mails() == 0) {
    taken_.expect_none();
  } else {
    taken_.reserve(tracked_.size());
  }
  emit_tracked(without_copies(tracked_, before, texts_, taken_, *coverage_), links);
  emit_protocol(links, before);
  count_handed_over(before);
  settled_ = before;
  if (before == kEndOfTime) return;
  tracked_.erase_if([&](const TrackedMessage& t) { return t.time < before; });
  sessions_.forget(before - kEstimateSlack);
  taken_.settle();
}

void ExchangeJoin::finish() {
  sessions_.finish();
  settle(kEndOfTime);
}

void ExchangeJoin::emit_tracked(const std::vector<const TrackedMessage*>& messages,
                                const SessionFinder& links) {
  ExchangeEmission emission(texts_, options_, *coverage_, *sink_);
  for (const TrackedMessage* const message : messages) {
    const TrackedMessage& t = *message;
    if (taken_.settled(t.server, t.internal_id, t.message_id)) {
      (*coverage_)[CoverageItem::duplicate_messages] += t.count;
      continue;
    }
    (void)taken_.take_first(t.server, t.internal_id, t.message_id);
    if (const AcceptedMail* const mail = links.unnumbered_mail(t)) {
      (void)taken_.take_first(t.server, mail->internal_id, mail->message_id);
    }
    if (t.origin == TrackedMessage::Origin::hop) {
      ++(*coverage_)[CoverageItem::server_hops];
    } else if (t.origin == TrackedMessage::Origin::probe) {
      (*coverage_)[CoverageItem::probes] += t.count;
    } else if (t.online) {
      emission.tracked(t, {.tls = t.tls});
    } else {
      emission.tracked(t, links.join(t));
    }
  }
}

/// Counts sessions with messages that no log of the input describes.
void ExchangeJoin::count_handed_over(Micros before) {
  if (tracks_) return;
  tsl::robin_set<std::uint64_t> linked;
  sessions_.all().for_each([&](const ProtocolSession& session) {
    for (const ProxyLink& link : session.links) linked.insert(link.session);
  });
  sessions_.all().for_each([&](const ProtocolSession& session) {
    const bool is_due = session.last >= settled_ && session.last < before;
    if (session.handed_over && is_due && range_.contains(session.last) &&
        !linked.contains(session.id)) {
      ++(*coverage_)[CoverageItem::sessions_handed_over];
    }
  });
}

/// Emits messages without a tracking row, and refused logins.
void ExchangeJoin::emit_protocol(const SessionFinder& links, Micros before) {
  struct Ordered {
    bool front_end;
    std::uint64_t closed;
    std::uint64_t opened;
    const ProtocolSession* session;
    [[nodiscard]] auto key() const { return std::tuple(front_end, closed, opened); }
  };
  // Sessions of the Hub before those of the Front End, whose replies repeat the Hub's.
  std::vector<Ordered> sessions;
  sessions.reserve(sessions_.all().size());
  sessions_.all().for_each([&](const ProtocolSession& session) {
    sessions.push_back(
        {!links.may_be_hop(session, session.whole()), session.closed, session.opened, &session});
  });
  std::sort(sessions.begin(), sessions.end(),
            [](const Ordered& a, const Ordered& b) { return a.key() < b.key(); });
  ExchangeEmission emission(texts_, options_, *coverage_, *sink_);
  const auto is_due = [&](Micros time) { return time >= settled_ && time < before; };
  for (const Ordered& ordered : sessions) {
    const ProtocolSession& session = *ordered.session;
    for (const AcceptedMail& mail : session.mails) {
      if (!is_due(mail.time)) continue;
      if (!taken_.take_first(mail.hostname, mail.internal_id, mail.message_id)) continue;
      emission.mail(session, mail, links.of_mail(session, mail));
    }
    if (!session.refused) continue;
    for (const RefusedLogin& login : session.refused->logins) {
      if (is_due(login.time)) emission.refused(session, login);
    }
    if (session.refused->handshake && is_due(session.refused->handshake->time)) {
      emission.refused(session, *session.refused->handshake);
    }
  }
}

}  // namespace smtptally

// Lists of messages, of failures and of who was refused: what of them is written and read.

#include <algorithm>
#include <array>
#include <string>
#include <tuple>
#include <vector>

#include "pivot/event_list.hpp"
#include "pivot/failure_list.hpp"
#include "pivot/other_names.hpp"
#include "pivot/refusal_counts.hpp"
#include "pivot/refused_clients.hpp"
#include "pivot/text_order.hpp"

namespace smtptally {
namespace {

auto event_texts(auto& row) {
  return std::array{&row.host,      &row.service,         &row.sender, &row.account,
                    &row.mechanism, &row.envelope_sender, &row.client, &row.cipher};
}

void write_optional(ByteWriter& out, const std::optional<std::uint64_t>& value) {
  out(value.has_value());
  if (value) out(*value);
}

void read_optional(ByteReader& in, std::optional<std::uint64_t>& value) {
  bool has = false;
  in(has);
  if (has) in(value.emplace());
}

}  // namespace

void EventList::write(ByteWriter& out) const {
  TextsInOrder texts(texts_);
  std::vector<const EventRow*> rows;
  rows.reserve(rows_.size());
  for (const EventRow& row : rows_) {
    rows.push_back(&row);
    for (const std::uint32_t* const text : event_texts(row)) texts.use(*text);
  }
  std::sort(rows.begin(), rows.end(),
            [&](const EventRow* a, const EventRow* b) { return before(*a, *b); });
  texts.write(out);
  out(messages_);
  out.count(rows.size());
  Micros last = 0;
  for (const EventRow* const row : rows) {
    out(row->time - last);
    last = row->time;
    for (const std::uint32_t* const text : event_texts(*row)) out(texts.number_of(*text));
    out.choice(row->tls, TlsEvidence::two_readings);
    write_optional(out, row->recipients);
    write_optional(out, row->bytes);
    out(row->queue_id);
  }
}

void EventList::read(ByteReader& in) {
  const OrderedTexts texts(in, texts_);
  in(messages_);
  Micros last = 0;
  for (std::size_t left = in.count(); left > 0 && !in.failed(); --left) {
    EventRow& row = rows_.emplace_back();
    in(row.time);
    row.time += last;
    last = row.time;
    in.require(last > kBeginningOfTime / 4 && last < kEndOfTime / 4, "a time is out of range");
    for (std::uint32_t* const text : event_texts(row)) *text = texts.take(in);
    in.choice(row.tls, TlsEvidence::two_readings);
    read_optional(in, row.recipients);
    read_optional(in, row.bytes);
    in(row.queue_id);
  }
}

void FailureList::write(ByteWriter& out) const {
  TextsInOrder texts(texts_);
  std::vector<const FailureRow*> rows;
  rows.reserve(rows_.size());
  for (const FailureRow& row : rows_) {
    rows.push_back(&row);
    for (const std::uint32_t text : row.texts) texts.use(text);
  }
  std::sort(rows.begin(), rows.end(),
            [&](const FailureRow* a, const FailureRow* b) { return before(*a, *b); });
  texts.write(out);
  out.count(rows.size());
  for (const FailureRow* const row : rows) {
    out(row->time);
    for (const std::uint32_t text : row->texts) out(texts.number_of(text));
  }
}

void FailureList::read(ByteReader& in) {
  const OrderedTexts texts(in, texts_);
  for (std::size_t left = in.count(); left > 0 && !in.failed(); --left) {
    FailureRow& row = rows_.emplace_back();
    in(row.time);
    for (std::uint32_t& text : row.texts) text = texts.take(in);
  }
}

void RefusedClients::write(ByteWriter& out) const {
  out.count(refused_.size());
  for (const auto& [client, refused] : refused_) out(client, refused.count, refused.last);
  TextsInOrder texts(texts_);
  for (const Pair& pair : pairs_) {
    texts.use(pair.client);
    texts.use(pair.account);
  }
  texts.write(out);
  std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
  for (const Pair& pair : pairs_) {
    pairs.emplace_back(texts.number_of(pair.client), texts.number_of(pair.account));
  }
  std::sort(pairs.begin(), pairs.end());
  out.count(pairs.size());
  for (const auto& [client, account] : pairs) out(client, account);
}

void RefusedClients::read(ByteReader& in) {
  for (std::size_t left = in.count(); left > 0 && !in.failed(); --left) {
    std::string client;
    Refused refused;
    in(client, refused.count, refused.last);
    in.require(refused_.emplace(std::move(client), refused).second, "a client is there twice");
  }
  Dictionary read;
  const OrderedTexts texts(in, read);
  for (std::size_t left = in.count(); left > 0 && !in.failed(); --left) {
    const std::uint32_t client = texts.take(in);
    const std::uint32_t account = texts.take(in);
    if (!in.failed()) sent(read.text(client), read.text(account));
  }
}

void RefusalCounts::write(ByteWriter& out) const {
  out.count(counts_.size());
  for (const auto& [who, count] : counts_) {
    const auto& [kind, client, account, reason_class] = who;
    out.choice(kind, FailureKind::handshake);
    out(client, account, reason_class, count.refused, count.last);
  }
}

void RefusalCounts::read(ByteReader& in) {
  for (std::size_t left = in.count(); left > 0 && !in.failed(); --left) {
    Who who;
    Count count;
    in.choice(who.kind, FailureKind::handshake);
    in(who.client, who.account, who.reason_class, count.refused, count.last);
    in.require(counts_.emplace(std::move(who), count).second, "a refusal is there twice");
  }
}

void OtherNames::write(ByteWriter& out) const {
  out(found_);
  TextsInOrder texts(names_);
  for (std::uint32_t i = 0; !found_ && i < names_.size(); ++i) texts.use(i);
  texts.write(out);
}

void OtherNames::read(ByteReader& in) {
  in(found_);
  const OrderedTexts texts(in, names_);
  in.require(!found_ || texts.size() == 0, "names are left though one was found");
}

}  // namespace smtptally

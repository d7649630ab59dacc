#include "pivot/texts_read.hpp"

#include <string>
#include <utility>
#include <vector>

#include "catch.hpp"
#include "pivot/accumulator.hpp"
#include "smtptally/dimension.hpp"
#include "support/reports.hpp"

using namespace smtptally;

namespace {

Message full_message() {
  Message m;
  m.time = Micros{1'795'000'000} * kMicrosPerSecond;
  m.host = "mail";
  m.service = "postfix/submission/smtpd";
  m.dialect = "bsd";
  m.queue_id = "A1B2C3D4";
  m.account = "Anna@Example.org";
  m.mechanism = "plain";
  m.envelope_sender = "news@list.example";
  m.client = "192.0.2.7";
  m.cipher = "TLS_AES_256_GCM_SHA384";
  m.tls = TlsEvidence::tls1_3;
  m.authenticated = true;
  m.has_envelope = true;
  return m;
}

/// The message without the texts that are not read.
Message with(const TextsRead& read) {
  Message m = full_message();
  if (!read.mechanism) m.mechanism = {};
  if (!read.client) m.client = {};
  if (!read.cipher) m.cipher = {};
  if (!read.envelope_sender) m.envelope_sender = {};
  return m;
}

/// Each way in which a report may read texts.
std::vector<std::pair<CollectSpec, Selection>> all_reports() {
  std::vector<std::pair<CollectSpec, Selection>> reports;
  for (const SenderKind kind : {SenderKind::account, SenderKind::envelope}) {
    Selection selection;
    selection.sender = kind;
    for (std::size_t i = 0; i < kDimensions.size(); ++i) {
      CollectSpec spec;
      spec.tally.dimensions = {static_cast<Dimension>(i)};
      reports.emplace_back(spec, selection);
      Selection where = selection;
      where.conditions = {
          {std::string(kDimensions[i].name), Condition::Op::greater_equal, {"!"}, {}}};
      reports.emplace_back(CollectSpec(), where);
    }
    CollectSpec distinct;
    distinct.tally.senders = true;
    distinct.tally.clients = true;
    reports.emplace_back(distinct, selection);
    CollectSpec events;
    events.events = true;
    reports.emplace_back(events, selection);
    for (const Dimension of : {Dimension::sender, Dimension::client}) {
      Selection subject = selection;
      subject.subject = Subject{of, of == Dimension::client       ? "192.0.2.7"
                                    : kind == SenderKind::account ? "Anna@example.org"
                                                                  : "news@list.example"};
      CollectSpec envelopes;
      envelopes.more.push_back({{Dimension::envelope_sender}});
      reports.emplace_back(envelopes, subject);
    }
    Selection domain = selection;
    domain.domains = {"list.example"};
    reports.emplace_back(CollectSpec(), domain);
  }
  return reports;
}

}  // namespace

TEST_CASE("texts read: a report is the same without the texts that it does not read") {
  const Zone zone = preset_config("tls").zone;
  for (const auto& [spec, selection] : all_reports()) {
    const TextsRead read = texts_read(spec, selection);
    Accumulator whole(spec, selection, zone);
    Accumulator reduced(spec, selection, zone);
    whole.accept(full_message());
    reduced.accept(with(read));
    whole.count_waiting();
    reduced.count_waiting();
    INFO("mechanism " << read.mechanism << ", client " << read.client << ", cipher " << read.cipher
                      << ", envelope sender " << read.envelope_sender);
    CHECK(whole.tally() == reduced.tally());
    for (std::size_t i = 0; i < spec.more.size(); ++i) {
      CHECK(whole.tally_of_more(i) == reduced.tally_of_more(i));
    }
    CHECK(whole.other_names() == reduced.other_names());
    CHECK(whole.coverage()[CoverageItem::messages_counted] ==
          reduced.coverage()[CoverageItem::messages_counted]);
    CHECK(whole.events() == reduced.events());
  }
}

TEST_CASE("texts read: tls and volume by account read none but the account") {
  CollectSpec spec;
  spec.tally.dimensions = {Dimension::sender, Dimension::tls};
  CHECK(texts_read(spec, Selection()) == TextsRead());
}

// Accumulator: what of it is written and read, and what is made of it for another view.

#include <algorithm>
#include <utility>

#include "pivot/accumulator.hpp"
#include "pivot/sender_habits.hpp"
#include "text/byte_reader.hpp"
#include "text/byte_writer.hpp"

namespace smtptally {
namespace {

/// The fields of the evidence of a service, for both ways.
template <class Archive, class Evidence>
void evidence_fields(Archive& at, Evidence& evidence) {
  auto& [sessions, tls_lines, starttls_used, implicit_tls, with_statistics, messages, before] =
      evidence;
  at(sessions, tls_lines, starttls_used, implicit_tls, with_statistics);
  for (auto& count : messages) at(count);
  auto& [implicit_before, statistics_before, plain_before] = before;
  at(implicit_before, statistics_before, plain_before);
}

void write_coverage(ByteWriter& out, const Coverage& coverage) {
  const auto& [counts, services] = coverage;
  out.count(counts.size());
  for (const std::uint64_t count : counts) out(count);
  out.count(services.size());
  for (const auto& [key, evidence] : services) {
    out(key.first, key.second);
    evidence_fields(out, evidence);
  }
}

void read_coverage(ByteReader& in, Coverage& coverage) {
  // Later versions have more counters.
  std::size_t counts = in.count();
  in.require(counts <= coverage.counts.size(), "there are unknown counters");
  for (std::size_t i = 0; i < counts && !in.failed(); ++i) in(coverage.counts[i]);
  for (std::size_t left = in.count(); left > 0 && !in.failed(); --left) {
    Coverage::ServiceKey key;
    in(key.first, key.second);
    const auto [place, added] = coverage.services.try_emplace(std::move(key));
    in.require(added, "a service is there twice");
    evidence_fields(in, place->second);
  }
}

/// The tally among those that were collected that holds what is wanted; null if none does.
const Tally* teller_of(const TallySpec& wanted, const std::vector<const Tally*>& collected,
                       const std::vector<const TallySpec*>& specs) {
  for (std::size_t i = 0; i < collected.size(); ++i) {
    if (*specs[i] == wanted) return collected[i];
  }
  for (std::size_t i = 0; i < collected.size(); ++i) {
    if (tells(*specs[i], wanted)) return collected[i];
  }
  return nullptr;
}

}  // namespace

void Accumulator::write(ByteWriter& out) {
  count_waiting();
  tally_.write(out);
  for (TallyBuilder& tally : more_) tally.write(out);
  tally_before_.write(out);
  events_.write(out);
  failures_.write(out);
  refused_clients_.write(out);
  refusals_.write(out);
  if (habits_) habits_->write(out);
  other_names_.write(out);
  for (const FailureCount& count : failure_counts_) out(count.wanted, count.unknown);
  write_coverage(out, coverage_);
}

void Accumulator::read(ByteReader& in) {
  tally_.read(in);
  for (TallyBuilder& tally : more_) {
    if (!in.failed()) tally.read(in);
  }
  if (!in.failed()) tally_before_.read(in);
  if (!in.failed()) events_.read(in);
  if (!in.failed()) failures_.read(in);
  if (!in.failed()) refused_clients_.read(in);
  if (!in.failed()) refusals_.read(in);
  if (!in.failed() && habits_) habits_->read(in);
  if (!in.failed()) other_names_.read(in);
  for (FailureCount& count : failure_counts_) in(count.wanted, count.unknown);
  if (!in.failed()) read_coverage(in, coverage_);
}

bool can_serve(const CollectSpec& has, const CollectSpec& wanted, bool with_before) {
  const auto told = [&](const TallySpec& tally) {
    if (tally == TallySpec{}) return true;
    if (has.events) return false;
    return tells(has.tally, tally) || std::any_of(has.more.begin(), has.more.end(),
                                                  [&](const auto& t) { return tells(t, tally); });
  };
  if (wanted.events != has.events && wanted.events) return false;
  return (wanted.events || told(wanted.tally)) &&
         std::all_of(wanted.more.begin(), wanted.more.end(), told) &&
         (!with_before || tells(has.before, wanted.before)) && (has.failures || !wanted.failures) &&
         (has.clients || !wanted.clients) && (has.refusals || !wanted.refusals) &&
         (has.habits || !wanted.habits || wanted.habits_if_long) && wanted.history == 0;
}

void Accumulator::serve(const CollectSpec& wanted) {
  count_waiting();
  std::vector<const Tally*> collected{&tally_.tally()};
  std::vector<const TallySpec*> specs{&spec_.tally};
  for (std::size_t i = 0; i < more_.size(); ++i) {
    collected.push_back(&more_[i].tally());
    specs.push_back(&spec_.more[i]);
  }
  const auto made = [&](const TallySpec& spec) {
    TallyBuilder builder(spec);
    const Tally* const from = teller_of(spec, collected, specs);
    if (from != nullptr) builder.take_from(*from, spec);
    return builder;
  };
  std::vector<TallyBuilder> more;
  for (const TallySpec& spec : wanted.more) more.push_back(made(spec));
  // PERF: not copied where it holds what is wanted: a fifth of the time of a merge of one part.
  if (teller_of(wanted.tally, collected, specs) == &tally_.tally()) {
    tally_.reduce_to(wanted.tally);
  } else {
    tally_ = made(wanted.tally);
  }
  TallyBuilder before(wanted.before);
  if (tells(spec_.before, wanted.before)) {
    before.take_from(tally_before_.tally(), wanted.before);
  }
  more_ = std::move(more);
  tally_before_ = std::move(before);
  if (!wanted.habits) habits_.reset();
  spec_ = wanted;
}

void Accumulator::forget_before() {
  before_.reset();
  tally_before_ = TallyBuilder(spec_.before);
  for (auto& [key, service] : coverage_.services) service.before = {};
}

}  // namespace smtptally

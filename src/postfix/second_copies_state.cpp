// SecondCopies: what of it is written and read.

#include <algorithm>
#include <tuple>
#include <vector>

#include "postfix/second_copies.hpp"
#include "postfix/state_fields.hpp"

namespace smtptally {

/// A handshake is told when its session ends, which may be as late as sessions are old. Counts of
/// an earlier stretch begin anew anyhow.
bool SecondCopies::is_of_now(const InSecond& of_process) const noexcept {
  if (of_process.stretch != stretch_ || of_process.count == 0) return false;
  return latest_ != kBeginningOfTime && of_process.second >= whole_seconds(latest_ - kSessionAge);
}

void SecondCopies::name_services(ServiceOrder& services) const {
  for (const ByProcess* const counts : {&ended_, &handshakes_}) {
    for (const auto& [process, count] : *counts) {
      if (is_of_now(count)) services.name(process.service);
    }
  }
}

void SecondCopies::write(ByteWriter& out, const ServiceOrder& services) const {
  out(expected_);
  if (!expected_) return;
  out.bound(latest_);
  std::vector<std::uint64_t> told(told_.begin(), told_.end());
  std::sort(told.begin(), told.end());
  out.count(told.size());
  for (const std::uint64_t hash : told) out.hash(hash);
  write(out, ended_, services);
  write(out, handshakes_, services);
}

void SecondCopies::write(ByteWriter& out, const ByProcess& counts,
                         const ServiceOrder& services) const {
  std::vector<std::tuple<std::uint32_t, std::uint32_t, std::int64_t, std::uint32_t>> rows;
  for (const auto& [process, count] : counts) {
    if (!is_of_now(count)) continue;
    rows.emplace_back(services.number_of(process.service), process.pid, count.second, count.count);
  }
  std::sort(rows.begin(), rows.end());
  out.count(rows.size());
  for (const auto& [service, pid, second, count] : rows) out(service, pid, second, count);
}

void SecondCopies::read(ByteReader& in, const ServicesRead& services) {
  in(expected_);
  if (!expected_) return;
  in.bound(latest_);
  in.require(latest_ != kEndOfTime, "its time is out of range");
  for (std::size_t left = in.count(); left > 0 && !in.failed(); --left) told_.insert(in.hash());
  read(in, ended_, services);
  read(in, handshakes_, services);
}

void SecondCopies::read(ByteReader& in, ByProcess& counts, const ServicesRead& services) const {
  for (std::size_t left = in.count(); left > 0 && !in.failed(); --left) {
    const std::uint32_t service = services.take(in);
    std::uint32_t pid = 0;
    InSecond count{.stretch = stretch_};
    in(pid, count.second, count.count);
    counts.insert_or_assign(SessionKey{service, pid}, count);
  }
}

}  // namespace smtptally

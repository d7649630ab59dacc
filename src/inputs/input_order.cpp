// Sorts inputs by time and dates logs without years.

#include "inputs/input_order.hpp"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <string>
#include <tuple>
#include <utility>

#include "inputs/overlap.hpp"

namespace smtptally {
namespace {

bool have_a_host_in_common(const Input& a, const Input& b) {
  return std::any_of(a.hosts.begin(), a.hosts.end(),
                     [&](const std::string& host) { return b.hosts.contains(host); });
}

Micros end_of(const Input& input) { return input.last.value_or(input.file.modified); }

/// How many years earlier the log must be to end where `next`, with known years, begins; 0 if no
/// number fits.
int years_in_front_of(const Input& next, const Input& log, Micros last, const Config& config) {
  constexpr Micros kMostBetween = 61 * kMicrosPerDay;
  if (!have_a_host_in_common(log, next)) return 0;
  if (std::abs(log.first - next.first) <= kMicrosPerDay) return 0;
  const int years = years_behind(last, next.first, config.log_zone);
  if (years == 0) return 0;
  // Years differ in length by one day, which does not matter here.
  const Micros earlier = last - static_cast<Micros>(years) * 365 * kMicrosPerDay;
  return next.first - earlier <= kMostBetween ? years : 0;
}

}  // namespace

void put_in_order(std::vector<Input>& inputs, const Config& config) {
  std::sort(inputs.begin(), inputs.end(), [](const Input& a, const Input& b) {
    return std::tie(a.first, a.number) < std::tie(b.first, b.number);
  });
  for (auto begin = inputs.begin(); begin != inputs.end();) {
    const auto end = std::find_if(begin, inputs.end(),
                                  [&](const Input& input) { return input.first != begin->first; });
    const bool several = end - begin > 1 && begin->first != kEndOfTime;
    const bool files =
        std::all_of(begin, end, [](const Input& input) { return input.file.regular; });
    if (several && files) {
      for (auto input = begin; input != end; ++input) {
        if (!input->last) input->last = time_of_last_lines(*input, config);
      }
      std::sort(begin, end, [](const Input& a, const Input& b) {
        return std::tuple(end_of(a), a.number) < std::tuple(end_of(b), b.number);
      });
    }
    begin = end;
  }
}

void date_by_later_logs(std::vector<Input>& inputs, const Config& config) {
  if (config.log_year || inputs.size() < 2) return;
  std::vector<const Input*> dated;
  std::vector<Input*> guessed;
  for (Input& input : inputs) {
    if (input.dated) dated.push_back(&input);
    if (input.yearless && !input.dated && input.file.regular) guessed.push_back(&input);
  }
  // A dated log may date the log before it, in turn.
  for (std::size_t next = 0; next < dated.size(); ++next) {
    for (Input*& input : guessed) {
      if (input == nullptr) continue;
      const auto last = time_of_last_lines(*input, config);
      if (!last || input->file.modified - *last < 2 * kMicrosPerDay) continue;
      const int years = years_in_front_of(*dated[next], *input, *last, config);
      if (years == 0) continue;
      take_year(*input, input->year - years, config);
      dated.push_back(std::exchange(input, nullptr));
    }
  }
}

}  // namespace smtptally

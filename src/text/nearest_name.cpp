// Finds the name that a user meant in spite of typing errors.

#include "text/nearest_name.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

#include <fmt/format.h>

#include "text/ascii.hpp"
#include "text/escape.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

/// The number of letters to change, add, remove or swap with a neighbour (optimal string
/// alignment).
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before;
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> now(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    now[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
      now[j] = std::min({last[j] + 1, now[j - 1] + 1, last[j - 1] + change});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        now[j] = std::min(now[j], before[j - 2] + 1);
      }
    }
    before = last;
    std::swap(last, now);
  }
  return last[b.size()];
}

std::string_view only_one_that_begins(std::string_view lower,
                                      std::span<const std::string_view> names) {
  std::string_view found;
  if (lower.size() < 2) return found;
  for (const std::string_view name : names) {
    if (!ascii_lower(name).starts_with(lower)) continue;
    if (!found.empty()) return {};
    found = name;
  }
  return found;
}

/// One in three of what both have in front of a domain that is the same.
std::size_t letters_that_may_be_wrong(std::string_view a, std::string_view b) {
  const std::size_t at = a.rfind('@');
  const bool same_domain = at != std::string_view::npos && b.ends_with(a.substr(at));
  return std::max<std::size_t>(1, (same_domain ? at : a.size()) / 3);
}

}  // namespace

std::string_view nearest_name(std::string_view text, std::span<const std::string_view> names) {
  constexpr std::size_t kLongest = 40;  // No name is longer; bounds the work.
  if (text.empty() || text.size() > kLongest) return {};
  const std::string lower = ascii_lower(text);
  std::string_view nearest;
  std::size_t least = std::max<std::size_t>(1, text.size() / 3) + 1;
  for (const std::string_view name : names) {
    const std::size_t d = distance(lower, ascii_lower(name));
    if (d >= least || d >= name.size()) continue;
    least = d;
    nearest = name;
  }
  return nearest.empty() ? only_one_that_begins(lower, names) : nearest;
}

std::vector<std::string_view> nearest_names(std::string_view text,
                                            std::span<const std::string_view> names,
                                            std::size_t most) {
  constexpr std::size_t kLongest = 100;  // The work is bounded.
  struct Candidate {
    std::size_t distance;
    std::string_view name;
  };
  std::vector<Candidate> near;
  std::vector<std::string_view> longer;
  const std::string lower = ascii_lower(text.substr(0, kLongest + 1));
  if (lower.empty() || lower.size() > kLongest) return {};
  for (const std::string_view name : names) {
    if (name.empty() || name.size() > kLongest) continue;
    const std::string other = ascii_lower(name);
    const std::size_t farthest = letters_that_may_be_wrong(lower, other);
    const std::size_t apart =
        std::max(lower.size(), other.size()) - std::min(lower.size(), other.size());
    const std::size_t d = apart > farthest ? apart : distance(lower, other);
    if (d <= farthest) {
      near.push_back({d, name});
    } else if (lower.size() > 1 && other.starts_with(lower)) {
      longer.push_back(name);
    }
  }
  std::sort(near.begin(), near.end(), [](const Candidate& a, const Candidate& b) {
    return a.distance != b.distance ? a.distance < b.distance : a.name < b.name;
  });
  std::sort(longer.begin(), longer.end());
  std::vector<std::string_view> found;
  for (const Candidate& candidate : near) {
    if (candidate.distance <= near.front().distance + 1) found.push_back(candidate.name);
  }
  found.insert(found.end(), longer.begin(), longer.end());
  found.resize(std::min(found.size(), most));
  return found;
}

std::string any_of_these(std::span<const std::string_view> names) {
  if (names.empty()) return {};
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += i + 1 < names.size() ? tr(", ") : tr(" or ");
    append_visible(names[i], text);
  }
  return tr_format("did you mean {}?", text);
}

std::string did_you_mean(std::string_view text, std::span<const std::string_view> names) {
  const std::string_view name = nearest_name(text, names);
  // TRANSLATORS: the end of a sentence, with its blank; often the last hole of another text.
  return name.empty() ? std::string() : tr_format("; did you mean {}?", name);
}

}  // namespace smtptally

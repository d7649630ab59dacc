// The signal of a weaker way in: TLS class, mechanism, plaintext after refused handshakes.

#include <algorithm>
#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "text/ascii.hpp"
#include "unusual/account_case.hpp"

namespace smtptally {
namespace {

constexpr double kMostOfDowngrade = 5;
constexpr double kOfPlain = 5;
/// A share that is as improbable is no chance.
constexpr double kImprobable = 1e-6;

/// The weakest first; nothing for `unknown`.
constexpr std::array<TlsClass, 6> kByStrength{TlsClass::none,   TlsClass::ssl,    TlsClass::tls1_0,
                                              TlsClass::tls1_1, TlsClass::tls1_2, TlsClass::tls1_3};

std::string upper(std::string_view text) {
  std::string made(text);
  std::transform(made.begin(), made.end(), made.begin(), ascii_upper);
  return made;
}

/// Messages before and now.
struct Shares {
  std::uint64_t before = 0;
  std::uint64_t now = 0;

  void merge(const Shares& other) {
    before += other.before;
    now += other.now;
  }
};

template <class Take>
void for_each_cell(std::span<const DayFacts> days, Take take) {
  for (const DayFacts& day : days) {
    if (day.flagged) continue;
    for (const SentCell& cell : day.cells) take(cell);
  }
}

class Downgrade {
 public:
  explicit Downgrade(const AccountCase& account) : account_(account) {}

  /// Whether `part` of `all` grew by more than chance; if so, a finding. `belongs` tells which
  /// cells are of the part.
  template <class Belongs>
  void test(const Shares& part, const Shares& all, Sign::Of of, std::string_view name,
            const Belongs& belongs) {
    const auto& options = account_.around().options;
    if (part.now < options.least || all.before == 0) return;
    const double chance =
        (static_cast<double>(part.before) + 0.5) / (static_cast<double>(all.before) + 1);
    const double share = static_cast<double>(part.now) / static_cast<double>(all.now);
    const double p = binomial_tail(part.now, all.now, chance);
    if (p > kImprobable || share <= static_cast<double>(options.times) * chance) return;
    const double score = surprise(p, kMostOfDowngrade);
    if (found_ && found_->score >= score) return;
    const auto expected =
        static_cast<std::uint64_t>(static_cast<double>(part.before) /
                                   static_cast<double>(all.before) * static_cast<double>(all.now));
    found_ = Sign{.signal = Signal::downgrade,
                  .of = of,
                  .since = first_of(belongs),
                  .observed = part.now,
                  .expected = expected,
                  .score = score,
                  .name = std::string(name)};
  }
  /// The first cell of the part on the day that has most of it.
  template <class Belongs>
  [[nodiscard]] Seconds first_of(const Belongs& belongs) const {
    std::uint64_t most = 0;
    Seconds since = 0;
    for (const DayFacts& day : account_.days.look) {
      std::uint64_t messages = 0;
      Seconds first = 0;
      for (const SentCell& cell : day.cells) {
        if (!belongs(cell)) continue;
        messages += cell.messages;
        if (first == 0 || cell.first < first) first = cell.first;
      }
      if (messages <= most) continue;
      most = messages;
      since = first;
    }
    return since;
  }
  void test_classes();
  void test_mechanisms();
  void test_refused_handshakes();
  [[nodiscard]] const std::optional<Sign>& found() const noexcept { return found_; }

 private:
  const AccountCase& account_;
  std::optional<Sign> found_;
};

void Downgrade::test_classes() {
  const auto& classes = account_.around().classes;
  std::array<Shares, kTlsClassNames.size()> shares{};
  for_each_cell(account_.days.base, [&](const SentCell& cell) {
    shares[index_of(classes[cell.way])].before += cell.messages;
  });
  for_each_cell(account_.days.look, [&](const SentCell& cell) {
    shares[index_of(classes[cell.way])].now += cell.messages;
  });
  Shares all;
  for (const TlsClass c : kByStrength) all.merge(shares[index_of(c)]);
  Shares weak;
  for (std::size_t i = 0; i + 1 < kByStrength.size(); ++i) {
    const Shares& own = shares[index_of(kByStrength[i])];
    weak.merge(own);
    if (own.now == 0) continue;
    const auto end = kByStrength.begin() + static_cast<std::ptrdiff_t>(i) + 1;
    test(weak, all, Sign::Of::tls, kTlsClassNames[index_of(kByStrength[i])],
         [&](const SentCell& cell) {
           return std::find(kByStrength.begin(), end, classes[cell.way]) != end;
         });
  }
}

void Downgrade::test_mechanisms() {
  std::map<std::string, Shares> shares;
  const auto name_of = [&](const SentCell& cell) {
    return upper(account_.around().habits.way(cell.way).mechanism);
  };
  for_each_cell(account_.days.base,
                [&](const SentCell& cell) { shares[name_of(cell)].before += cell.messages; });
  // A known place with a new program is a new program; a new place is somebody else's.
  const auto is_new = [&](const SentCell& cell) {
    return account_.networks.is_new(account_.around().networks.of(cell.client));
  };
  for_each_cell(account_.days.look, [&](const SentCell& cell) {
    if (is_new(cell)) shares[name_of(cell)].now += cell.messages;
  });
  shares.erase("");  // The log does not tell it.
  Shares all;
  for (const auto& [mechanism, own] : shares) all.merge(own);
  for (const auto& [mechanism, own] : shares) {
    test(own, all, Sign::Of::mechanism, mechanism, [&, &name = mechanism](const SentCell& cell) {
      return is_new(cell) && name_of(cell) == name;
    });
  }
}

void Downgrade::test_refused_handshakes() {
  const Surroundings& around = account_.around();
  if (around.habits.handshakes().empty()) return;
  const auto is_plain = [&](const SentCell& cell) {
    return cell.client != kTooMany && around.classes[cell.way] == TlsClass::none;
  };
  std::set<std::uint32_t> before;
  for_each_cell(account_.days.base, [&](const SentCell& cell) {
    if (is_plain(cell)) before.insert(cell.client);
  });
  std::uint64_t messages = 0;
  Seconds since = 0;
  std::string_view client;
  for_each_cell(account_.days.look, [&](const SentCell& cell) {
    if (!is_plain(cell) || before.contains(cell.client)) return;
    const std::string_view name = around.habits.text(cell.client);
    const auto refused = around.habits.handshakes().find(name);
    if (refused == around.habits.handshakes().end() || refused->second.first > cell.first) return;
    if (messages == 0 || std::pair(cell.first, name) < std::pair(since, client)) {
      client = name;
      since = cell.first;
    }
    messages += cell.messages;
  });
  if (messages == 0) return;
  found_ = Sign{.signal = Signal::downgrade,
                .of = Sign::Of::plain,
                .since = since,
                .observed = messages,
                .expected = 0,
                .score = kOfPlain,
                .name = std::string(client)};
}

}  // namespace

void find_downgrade(const AccountCase& account, std::vector<Sign>& out) {
  Downgrade downgrade(account);
  downgrade.test_classes();
  downgrade.test_mechanisms();
  downgrade.test_refused_handshakes();
  if (downgrade.found()) out.push_back(*downgrade.found());
}

}  // namespace smtptally

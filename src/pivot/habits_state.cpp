// SenderHabits: what of it is written and read.

#include <algorithm>
#include <numeric>
#include <tuple>
#include <vector>

#include "pivot/sender_habits.hpp"
#include "pivot/text_order.hpp"

namespace smtptally {
namespace {

/// 0 stands for kTooMany.
std::uint32_t more_than(std::uint32_t text, const TextsInOrder& texts) {
  return text == kTooMany ? 0 : texts.number_of(text) + 1;
}

std::uint32_t text_or_too_many(ByteReader& in, const OrderedTexts& texts) {
  const std::uint64_t number = in.number(texts.size());
  return number == 0 ? kTooMany : texts.at(static_cast<std::uint32_t>(number - 1));
}

/// The difference to the number before, which is small where they are in order.
class Steps {
 public:
  void write(ByteWriter& out, std::int64_t number) {
    out(number - last_);
    last_ = number;
  }
  template <class Number>
  void read(ByteReader& in, Number& number) {
    std::int64_t step = 0;
    in(step);
    last_ += step;
    in.require(last_ >= std::numeric_limits<Number>::min() &&
                   last_ <= std::int64_t{std::numeric_limits<Number>::max()},
               "a number does not fit");
    if (in.failed()) last_ = 0;
    number = static_cast<Number>(last_);
  }

 private:
  std::int64_t last_ = 0;
};

std::vector<std::uint32_t> sorted_numbers(std::size_t count, const auto& is_before) {
  std::vector<std::uint32_t> order(count);
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), is_before);
  return order;
}

template <class Cell>
void sort_by_key(std::vector<Cell>& cells) {
  std::sort(cells.begin(), cells.end(),
            [](const Cell& a, const Cell& b) { return a.key() < b.key(); });
}

void write_sent(ByteWriter& out, const std::vector<SentCell>& cells) {
  out.count(cells.size());
  Steps hours;
  Steps times;
  for (const SentCell& cell : cells) {
    hours.write(out, cell.hour);
    out(cell.client, cell.way, cell.messages, cell.recipients, cell.widest);
    times.write(out, cell.first);
    out(cell.last - cell.first);
  }
}

void write_foreign(ByteWriter& out, const std::vector<ForeignCell>& cells) {
  out.count(cells.size());
  Steps days;
  for (const ForeignCell& cell : cells) {
    days.write(out, cell.day);
    out(cell.address, cell.messages, cell.first, cell.last - cell.first);
  }
}

void write_minutes(ByteWriter& out, const std::vector<MinuteCell>& cells) {
  out.count(cells.size());
  Steps minutes;
  for (const MinuteCell& cell : cells) {
    minutes.write(out, cell.minute);
    out(cell.messages);
  }
}

/// The last of a time and the seconds behind it.
Seconds last_of(ByteReader& in, Seconds first) {
  return first + static_cast<Seconds>(in.number(std::numeric_limits<Seconds>::max() - first));
}

void read_account(ByteReader& in, const OrderedTexts& texts, std::size_t ways,
                  AccountHabits& into) {
  Steps hours;
  Steps times;
  for (std::size_t left = in.count(); left > 0 && !in.failed(); --left) {
    SentCell cell;
    hours.read(in, cell.hour);
    cell.client = text_or_too_many(in, texts);
    in(cell.way, cell.messages, cell.recipients, cell.widest);
    in.require(cell.way < ways, "there is no such way");
    times.read(in, cell.first);
    cell.last = last_of(in, cell.first);
    if (!in.failed()) into.add(cell);
  }
  Steps days;
  for (std::size_t left = in.count(); left > 0 && !in.failed(); --left) {
    ForeignCell cell;
    days.read(in, cell.day);
    cell.address = text_or_too_many(in, texts);
    in(cell.messages, cell.first);
    cell.last = last_of(in, cell.first);
    if (!in.failed()) into.add(cell);
  }
  Steps minutes;
  for (std::size_t left = in.count(); left > 0 && !in.failed(); --left) {
    MinuteCell cell;
    minutes.read(in, cell.minute);
    in(cell.messages);
    if (!in.failed()) into.add(cell);
  }
}

}  // namespace

void SenderHabits::write_ways(ByteWriter& out, const std::vector<std::uint32_t>& order) const {
  out.count(order.size());
  for (const std::uint32_t number : order) {
    const auto& [tls, mechanism, host, service] = ways_[number];
    out.choice(tls, TlsEvidence::two_readings);
    out(mechanism, host, service);
  }
}

void SenderHabits::write(ByteWriter& out) {
  finish();
  TextsInOrder texts(texts_);
  const auto use = [&](std::uint32_t text) {
    if (text != kTooMany) texts.use(text);
  };
  std::vector<bool> sends(ways_.size());
  for (std::size_t i = 0; i < accounts_.size(); ++i) {
    const AccountHabits& account = accounts_[i];
    if (account.sent.cells().empty()) continue;
    texts.use(names_[i]);
    for (const SentCell& cell : account.sent.cells()) {
      use(cell.client);
      sends[cell.way] = true;
    }
    for (const ForeignCell& cell : account.foreign.cells()) use(cell.address);
  }
  for (const RefusedCell& cell : refusals()) {
    texts.use(cell.client);
    use(cell.account);
  }
  texts.write(out);

  std::vector<std::uint32_t> ways =
      sorted_numbers(ways_.size(), [&](auto a, auto b) { return ways_[a] < ways_[b]; });
  std::erase_if(ways, [&](std::uint32_t way) { return !sends[way]; });
  std::vector<std::uint32_t> way_numbers(ways_.size());
  for (std::uint32_t i = 0; i < ways.size(); ++i) way_numbers[ways[i]] = i;
  write_ways(out, ways);

  std::vector<std::uint32_t> accounts = sorted_numbers(
      accounts_.size(), [&](std::size_t a, std::size_t b) { return name(a) < name(b); });
  std::erase_if(accounts, [&](std::uint32_t i) { return accounts_[i].sent.cells().empty(); });
  out.count(accounts.size());
  for (const std::uint32_t number : accounts) {
    const AccountHabits& account = accounts_[number];
    out(texts.number_of(names_[number]));
    std::vector<SentCell> sent = account.sent.cells();
    for (SentCell& cell : sent) {
      cell.client = more_than(cell.client, texts);
      cell.way = way_numbers[cell.way];
    }
    sort_by_key(sent);
    write_sent(out, sent);
    std::vector<ForeignCell> foreign = account.foreign.cells();
    for (ForeignCell& cell : foreign) cell.address = more_than(cell.address, texts);
    sort_by_key(foreign);
    write_foreign(out, foreign);
    write_minutes(out, account.minutes.cells());
  }
  write_refused(out, texts);
}

void SenderHabits::write_refused(ByteWriter& out, const TextsInOrder& texts) const {
  std::vector<RefusedCell> cells = refusals();
  for (RefusedCell& cell : cells) {
    cell.client = texts.number_of(cell.client);
    cell.account = more_than(cell.account, texts);
  }
  sort_by_key(cells);
  out.count(cells.size());
  Steps minutes;
  for (const RefusedCell& cell : cells) {
    out(cell.client);
    minutes.write(out, cell.minute);
    out(cell.account, cell.refused);
  }
  out.count(handshakes_.size());
  for (const auto& [client, refused] : handshakes_) out(client, refused.refused, refused.first);
}

void SenderHabits::read(ByteReader& in) {
  const OrderedTexts texts(in, texts_);
  for (std::size_t left = in.count(); left > 0 && !in.failed(); --left) {
    Way way;
    in.choice(way.tls, TlsEvidence::two_readings);
    in(way.mechanism, way.host, way.service);
    in.require(ways_.empty() || ways_.back() < way, "ways are not in their order");
    ways_.push_back(std::move(way));
  }
  for (std::size_t left = in.count(); left > 0 && !in.failed(); --left) {
    const std::uint32_t name = texts.take(in);
    if (in.failed()) return;
    const std::uint32_t number = account_called(name);
    in.require(
        number + std::size_t{1} == accounts_.size() && accounts_[number].sent.cells().empty(),
        "an account is there twice");
    if (!in.failed()) read_account(in, texts, ways_.size(), accounts_[number]);
  }
  Steps minutes;
  for (std::size_t left = in.count(); left > 0 && !in.failed(); --left) {
    RefusedCell cell;
    cell.client = texts.take(in);
    minutes.read(in, cell.minute);
    cell.account = text_or_too_many(in, texts);
    in(cell.refused);
    if (!in.failed()) refusals_.add(cell);
  }
  for (std::size_t left = in.count(); left > 0 && !in.failed(); --left) {
    std::string client;
    Handshakes refused;
    in(client, refused.refused, refused.first);
    in.require(handshakes_.emplace(std::move(client), refused).second, "a client is there twice");
  }
  if (!in.failed()) finish();
}

}  // namespace smtptally

// ExchangeJoin: what of it is written and read. Everything that is not decided is: a later file may
// hold the other half of a message of any earlier one.

#include <algorithm>
#include <cassert>
#include <vector>

#include "exchange/join.hpp"
#include "exchange/state_fields.hpp"

namespace smtptally {

/// Calls one function for all that is held, in an order that does not depend on the cuts: first to
/// name the texts, then to write.
template <class Archive>
void ExchangeJoin::each_held(Archive& at) const {
  at(std::uint64_t{tracked_.size()});
  tracked_.for_each([&](const TrackedMessage& t) { tracked_fields(at, t); });
  sessions_.each_held(at);
}

void ExchangeJoin::write_open(ByteWriter& out) const {
  out(rows_, tracks_);
  out.bound(settled_);
  TextOrder order(texts_);
  TextNamer namer{&order};
  each_held(namer);
  order.write(out);
  TextWriter writer{&out, &order};
  each_held(writer);
  sessions_.write_waiting(out);
  taken_.write(out);
}

void ExchangeJoin::read_open(ByteReader& in) {
  assert(rows_ == 0 && held() == 0);
  in(rows_, tracks_);
  in.bound(settled_);
  in.require(settled_ != kEndOfTime, "a time is out of range");
  read_texts(in, texts_);
  TextReader at{&in, texts_.size()};
  for (std::size_t left = in.count(); left > 0 && !in.failed(); --left) {
    TrackedMessage t;
    tracked_fields(at, t);
    tracked_.push_back(t);
  }
  sessions_.read_held(at);
  sessions_.read_waiting(in);
  taken_.read(in);
}

}  // namespace smtptally

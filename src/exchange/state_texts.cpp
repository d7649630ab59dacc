#include "exchange/state_texts.hpp"

#include <algorithm>

namespace smtptally {

void TextOrder::write(ByteWriter& out) {
  std::vector<TextId> named;
  for (TextId i = 1; i < texts_->size(); ++i) {
    if (is_named_[i]) named.push_back(i);
  }
  std::sort(named.begin(), named.end(),
            [&](TextId a, TextId b) { return texts_->text(a) < texts_->text(b); });
  out.count(named.size());
  for (std::uint32_t i = 0; i < named.size(); ++i) {
    number_of_[named[i]] = i + 1;
    out.text(texts_->text(named[i]));
  }
}

void read_texts(ByteReader& in, Dictionary& texts) {
  const std::size_t count = in.count();
  for (std::size_t i = 1; i <= count && !in.failed(); ++i) {
    in.require(texts.number(in.text()) == i, "a text stands twice");
  }
}

}  // namespace smtptally

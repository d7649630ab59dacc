#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "containers/dictionary.hpp"
#include "exchange/session.hpp"
#include "text/byte_reader.hpp"
#include "text/byte_writer.hpp"

namespace smtptally {

/// The texts that a state names. They are numbered in its own order.
class TextOrder {
 public:
  explicit TextOrder(const Dictionary& texts)
      : texts_(&texts), is_named_(texts.size()), number_of_(texts.size()) {
    is_named_[0] = true;  // The empty text.
  }

  void name(TextId text) { is_named_[text] = true; }
  /// Numbers them; none is named behind this call.
  void write(ByteWriter& out);
  [[nodiscard]] std::uint32_t number_of(TextId text) const { return number_of_[text]; }

 private:
  const Dictionary* texts_;
  std::vector<bool> is_named_;
  std::vector<std::uint32_t> number_of_;
};
/// Requires a dictionary with the empty text alone.
void read_texts(ByteReader& in, Dictionary& texts);

/// Names the texts of what is written next.
struct TextNamer {
  TextOrder* texts;

  template <class... Values>
  void operator()(const Values&... /*values*/) {}
  template <class... Hashes>
  void hashes(const Hashes&... /*hashes*/) {}
  void bound(Micros /*time*/) {}
  template <class Choice>
  void choice(const Choice& /*choice*/, Choice /*last*/) {}
  template <class... Ids>
  void ids(const Ids&... ids) {
    (texts->name(ids), ...);
  }
};

struct TextWriter {
  ByteWriter* out;
  const TextOrder* texts;

  template <class... Values>
  void operator()(const Values&... values) {
    (*out)(values...);
  }
  template <class... Hashes>
  void hashes(const Hashes&... hashes) {
    (out->hash(hashes), ...);
  }
  void bound(Micros time) const { out->bound(time); }
  template <class Choice>
  void choice(const Choice& choice, Choice last) {
    out->choice(choice, last);
  }
  template <class... Ids>
  void ids(const Ids&... ids) {
    (out->number(texts->number_of(ids)), ...);
  }
};

struct TextReader {
  ByteReader* in;
  std::size_t texts;  ///< How many there are.

  template <class... Values>
  void operator()(Values&... values) {
    (*in)(values...);
  }
  template <class... Hashes>
  void hashes(Hashes&... hashes) {
    ((hashes = in->hash()), ...);
  }
  void bound(Micros& time) const { in->bound(time); }
  template <class Choice>
  void choice(Choice& choice, Choice last) {
    in->choice(choice, last);
  }
  template <class... Ids>
  void ids(Ids&... ids) {
    ((ids = static_cast<TextId>(in->number(texts - 1))), ...);
  }
};

/// A list of values whose fields are those of `each`.
template <class Archive, class T, class Each>
void list_fields(Archive& at, const std::vector<T>& values, const Each& each) {
  at(std::uint64_t{values.size()});
  for (const T& value : values) each(value);
}
template <class T, class Each>
void list_fields(TextReader& at, std::vector<T>& values, const Each& each) {
  for (std::size_t left = at.in->count(); left > 0 && !at.in->failed(); --left) {
    each(values.emplace_back());
  }
}

}  // namespace smtptally

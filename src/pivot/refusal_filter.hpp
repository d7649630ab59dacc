#pragma once

#include <cstdint>
#include <string_view>

#include "pivot/message_text.hpp"
#include "smtptally/config.hpp"
#include "smtptally/message.hpp"
#include "smtptally/zone.hpp"

namespace smtptally {

/// What the selection says of something that was refused, which is no message.
enum class Judgement : std::uint8_t {
  no,
  yes,
  cannot_tell,  ///< A filter asks for something that it, or the log, does not tell.
};

/// The one rule by which --domain and --where choose among refused logins (and whatever else is
/// refused): by what such a thing has, as reports print it. A report that sums them prints `-` as
/// soon as one of them can not be judged: a number on a page never passes by the filter of that
/// page. The range is not judged here.
class RefusalFilter {
 public:
  RefusalFilter(const Selection& selection, const Zone& zone);

  [[nodiscard]] Judgement judge(const LoginFailure& login);
  /// Whether any refused login has this field, so that --where may ask for it.
  [[nodiscard]] static bool has_field(std::string_view field) noexcept;

 private:
  struct Field {
    std::string_view text;
    bool told = false;
  };
  [[nodiscard]] Field field(std::string_view name, const LoginFailure& login);

  Selection selection_;
  Zone zone_;
  MessageText text_;
  std::string period_;
};

}  // namespace smtptally

#pragma once

#include <string>

#include "report/screen_clock.hpp"
#include "smtptally/time.hpp"
#include "smtptally/zone.hpp"
#include "unusual/periods.hpp"
#include "unusual/sign.hpp"

namespace smtptally {

/// How times stand in sentences: as on a screen, or whole.
class SentenceClock {
 public:
  explicit SentenceClock(const Zone& zone) : zone_(zone) {}
  SentenceClock(const Zone& zone, const ScreenClock& screen) : zone_(zone), screen_(&screen) {}

  /// "11-26 01:50".
  [[nodiscard]] std::string minute(Seconds at) const;
  /// "11-26 01h".
  [[nodiscard]] std::string hour(Seconds at) const;
  /// "11-26".
  [[nodiscard]] std::string day(Seconds at) const;

 private:
  Zone zone_;
  const ScreenClock* screen_ = nullptr;
};

/// A finding with its numbers, without a final dot: "300 messages in one hour (11-26 02h), before
/// at most 3". Texts of the log in it are escaped.
[[nodiscard]] std::string sentence(const Sign& finding, const Periods& periods,
                                   const SentenceClock& clock);

}  // namespace smtptally

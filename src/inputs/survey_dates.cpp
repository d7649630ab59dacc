// Surveys the stamps of an export.

#include "inputs/survey_dates.hpp"

#include <string>
#include <string_view>

namespace smtptally {

void survey_dates(Input& input, const Config& config) {
  DateSurvey survey(config.log_zone, latest_possible(input.file, config));
  NoSink sink;
  LogReader reader(config.log_zone, input.year, sink, expected(config));
  reader.survey(survey);
  std::string held;  // The rest of a record, and the padding.
  const auto take = [&](std::string_view piece, bool at_end) {
    held.append(piece);
    const std::size_t size = held.size();
    held.append(kTextPadding, '\0');
    const std::size_t taken = reader.consume(PaddedText::of_buffer(held), at_end);
    held.resize(size);
    held.erase(0, taken);
  };
  look_through(input.file, [&](std::string_view piece) { take(piece, false); });
  take({}, true);
  input.dates = survey.decide();
  input.about_dates = survey.about_offsets(input.dates);
}

}  // namespace smtptally

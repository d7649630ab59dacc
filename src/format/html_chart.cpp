#include "format/html_chart.hpp"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "format/html_text.hpp"
#include "text/grouped.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

constexpr std::uint64_t kHeight = 1000;  ///< Of a chart, in its own units.
constexpr std::size_t kDayWidth = 10;
constexpr std::uint64_t kCellWidth = 1000;

std::uint64_t sum_of(std::span<const std::uint64_t> numbers) {
  return std::accumulate(numbers.begin(), numbers.end(), std::uint64_t{0});
}

/// Requires whole > 0. Counts of messages do not come near an overflow.
std::uint64_t scaled(std::uint64_t part, std::uint64_t whole, std::uint64_t length) {
  return part * length / whole;
}

/// The next of 1, 2, 4, 10, 20, …: its half is a number that can be read, too.
std::uint64_t axis_end(std::uint64_t most) {
  std::uint64_t end = 1;
  while (true) {
    for (const std::uint64_t step : {1U, 2U, 4U}) {
      if (end * step >= most) return std::max<std::uint64_t>(end * step, 2);
    }
    end *= 10;
  }
}

template <class... Arguments>
void append(std::string& out, fmt::format_string<Arguments...> text, Arguments&&... arguments) {
  fmt::format_to(std::back_inserter(out), text, std::forward<Arguments>(arguments)...);
}

/// The bars of one class over all days.
std::string class_path(std::span<const ChartDay> days, std::size_t position, std::uint64_t most,
                       bool shares) {
  std::string path;
  for (std::size_t d = 0; d < days.size(); ++d) {
    const auto& classes = days[d].classes;
    const std::uint64_t whole = shares ? sum_of(classes) : most;
    std::uint64_t below = 0;
    for (std::size_t i = 0; i < position; ++i) below += classes[index_of(kStackOrder[i])];
    const std::uint64_t count = classes[index_of(kStackOrder[position])];
    if (count == 0) continue;
    const std::uint64_t top = scaled(below + count, whole, kHeight);
    // A message is seen among thousands.
    const std::uint64_t height = std::max<std::uint64_t>(top - scaled(below, whole, kHeight), 4);
    append(path, "M{} {}h8v{}h-8z", d * kDayWidth + 1, kHeight - top, height);
  }
  return path;
}

void append_legend(std::span<const ChartDay> days, std::string& out) {
  std::array<std::uint64_t, kTlsClassNames.size()> sums{};
  for (const ChartDay& day : days) {
    for (std::size_t c = 0; c < sums.size(); ++c) sums[c] += day.classes[c];
  }
  out += "<ul class=\"legend\">";
  for (const TlsClass tls : kStackOrder) {
    const std::size_t c = index_of(tls);
    if (sums[c] == 0) continue;
    append(out,
           "<li><svg class=\"key\" viewBox=\"0 0 10 10\" aria-hidden=\"true\"><path class=\"c{}\" "
           "d=\"M0 0h10v10h-10z\"/></svg> {} <b>{}</b></li>",
           c, tr(kTlsClassLabels[c]), grouped(sums[c]));
  }
  out += "</ul>\n";
}

void append_chart(std::span<const ChartDay> days, bool shares, std::string& out) {
  std::uint64_t most = 1;
  for (const ChartDay& day : days) most = std::max(most, sum_of(day.classes));
  most = axis_end(most);
  const std::string_view caption =
      shares ? tr("TLS versions in percent, per day") : tr("Messages per day, by TLS version");
  append(out,
         "<figure class=\"chart\" id=\"{}\"><figcaption>{}</figcaption>\n<div class=\"plot\">"
         "<div class=\"y\" aria-hidden=\"true\"><span>{}</span><span>{}</span><span>0</span></div>"
         "<svg viewBox=\"0 0 {} {}\" preserveAspectRatio=\"none\" role=\"img\" "
         "aria-label=\"{}\">",
         shares ? "shares" : "volume", caption, shares ? "100 %" : grouped(most),
         shares ? "50 %" : grouped(most / 2), days.size() * kDayWidth, kHeight,
         // TRANSLATORS: {0} is the caption of a chart, {1} its first and {2} its last day.
         html(tr_format("{0}: {1} to {2}. The numbers stand in the table below.", caption,
                        days.front().label, days.back().label)));
  for (std::size_t i = 0; i < kStackOrder.size(); ++i) {
    append(out, "<path class=\"c{}\" d=\"{}\"/>", index_of(kStackOrder[i]),
           class_path(days, i, most, shares));
  }
  out += "</svg><div class=\"x\" aria-hidden=\"true\">";
  append(out, "<span>{}</span>", days.front().label);
  if (days.size() > 2) append(out, "<span>{}</span>", days[days.size() / 2].label);
  if (days.size() > 1) append(out, "<span>{}</span>", days.back().label);
  out += "</div></div></figure>\n";
}

}  // namespace

void append_day_charts(std::span<const ChartDay> days, std::string& out) {
  append_legend(days, out);
  out += "<div class=\"charts\">\n";
  append_chart(days, false, out);
  append_chart(days, true, out);
  out += "</div>\n";
}

void append_drawing(const Mix& mix, std::string& out) {
  if (mix.scale == 0) return;
  out +=
      "<svg class=\"mix\" viewBox=\"0 0 1000 10\" preserveAspectRatio=\"none\" "
      "aria-hidden=\"true\">";
  std::uint64_t before = 0;
  for (const TlsClass tls : kStackOrder) {
    const std::uint64_t count = mix.classes[index_of(tls)];
    if (count == 0) continue;
    const std::uint64_t begin = scaled(before, mix.scale, kCellWidth);
    const std::uint64_t end = scaled(before + count, mix.scale, kCellWidth);
    append(out, "<path class=\"c{}\" d=\"M{} 0h{}v10h-{}z\"/>", index_of(tls), begin, end - begin,
           end - begin);
    before += count;
  }
  out += "</svg>";
}

void append_drawing(const Trend& trend, std::string& out) {
  if (trend.days.empty()) return;
  const std::uint64_t most =
      std::max<std::uint64_t>(1, *std::max_element(trend.days.begin(), trend.days.end()));
  append(out,
         "<svg class=\"trend\" viewBox=\"0 0 {} 100\" preserveAspectRatio=\"none\" "
         "aria-hidden=\"true\"><path d=\"",
         trend.days.size() * kDayWidth);
  for (std::size_t d = 0; d < trend.days.size(); ++d) {
    if (trend.days[d] == 0) continue;
    const std::uint64_t height = std::max<std::uint64_t>(scaled(trend.days[d], most, 100), 6);
    append(out, "M{} {}h8v{}h-8z", d * kDayWidth + 1, 100 - height, height);
  }
  out += "\"/></svg>";
}

void append_drawing(const Bar& bar, std::string& out) {
  if (bar.scale == 0) return;
  const std::uint64_t width = scaled(bar.count, bar.scale, kCellWidth);
  append(out,
         "<svg class=\"mix\" viewBox=\"0 0 1000 10\" preserveAspectRatio=\"none\" "
         "aria-hidden=\"true\"><path class=\"c{}\" d=\"M0 0h{}v10h-{}z\"/></svg>",
         bar.of ? index_of(*bar.of) : index_of(TlsClass::unknown), width, width);
}

}  // namespace smtptally

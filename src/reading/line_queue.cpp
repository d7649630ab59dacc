// LineQueue: stores lines and their texts.

#include "reading/line_queue.hpp"

#include <algorithm>
#include <string_view>

#include "text/padded_text.hpp"

namespace smtptally {

void LineQueue::add(const LogLine& line, Micros time) {
  Line& added = lines_.emplace_back();
  added.time = time;
  added.line = line;
  added.line.memo = nullptr;  // The cache slot may hold another head when the line is taken.
  texts_.erase(texts_.size() - std::min(texts_.size(), kTextPadding));
  added.at = texts_.size();
  added.host = static_cast<std::uint32_t>(line.host.size());
  added.tag = static_cast<std::uint32_t>(line.tag.size());
  added.text = static_cast<std::uint32_t>(line.text.size());
  texts_.append(line.host).append(line.tag).append(line.text).append(kTextPadding, '\0');
}

LogLine LineQueue::operator[](std::size_t index) const {
  const Line& known = lines_[first_ + index];
  const PaddedText texts = PaddedText::of_buffer(texts_).substr(known.at);
  LogLine line = known.line;
  line.host = texts.substr(0, known.host);
  line.tag = texts.substr(known.host, known.tag);
  line.text = texts.substr(std::size_t{known.host} + known.tag, known.text);
  return line;
}

void LineQueue::make_room() {
  if (first_ == 0) return;
  const std::size_t texts = size() == 0 ? texts_.size() : lines_[first_].at;
  lines_.erase(lines_.begin(), lines_.begin() + static_cast<std::ptrdiff_t>(first_));
  for (Line& line : lines_) line.at -= texts;
  texts_.erase(0, texts);
  first_ = 0;
}

}  // namespace smtptally

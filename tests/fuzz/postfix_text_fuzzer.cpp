// The texts of lines: every view of an event lies inside of the line.

#include <array>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "postfix/lines.hpp"
#include "postfix/text.hpp"
#include "text/cursor.hpp"

using namespace smtptally;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const PaddedString padded({reinterpret_cast<const char*>(data) + 1, size - 1});
  const PaddedText text = padded.text();
  const unsigned number = data[0] % 9U;
  const auto program = static_cast<Program>(number == 0 ? 0 : number + 1);  // Without Exim.
  static StatisticsCache memory;
  Event event;
  parse_postfix_text(program, text, memory, event);
  StatisticsCache empty;
  Event anew;
  parse_postfix_text(program, text, empty, anew);
  if (anew != event) std::abort();
  const std::string_view second = parse_second_id(event.delivery);
  for (const std::string_view view :
       std::array{event.client, event.account, event.mechanism, event.sender, event.cipher,
                  event.next_id, event.delivery, event.opened_id, second}) {
    if (view.empty()) continue;
    if (view.data() < text.data() || view.data() + view.size() > text.data() + text.size()) {
      std::abort();
    }
  }
  return 0;
}

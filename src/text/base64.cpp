#include "text/base64.hpp"

#include <cstdint>

namespace smtptally {

std::string base64(std::string_view bytes) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const auto bits = [bytes](std::size_t at) {
    return std::uint32_t{static_cast<unsigned char>(bytes[at])};
  };
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t left = bytes.size() - i;
    const std::uint32_t three =
        bits(i) << 16U | (left > 1 ? bits(i + 1) << 8U : 0U) | (left > 2 ? bits(i + 2) : 0U);
    out.push_back(kDigits[three >> 18U & 63U]);
    out.push_back(kDigits[three >> 12U & 63U]);
    out.push_back(left > 1 ? kDigits[three >> 6U & 63U] : '=');
    out.push_back(left > 2 ? kDigits[three & 63U] : '=');
  }
  return out;
}

}  // namespace smtptally

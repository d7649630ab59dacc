#pragma once

#include <cstdlib>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SMTPTALLY_SANITIZED 1
#endif
#elif defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SMTPTALLY_SANITIZED 1
#endif

/// How many random cases to try: all of them, fewer where a sanitizer makes each take long, or
/// SMTPTALLY_EFFORT times as many.
[[nodiscard]] inline unsigned effort(unsigned all) noexcept {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): nobody sets it.
  const char* const times = std::getenv("SMTPTALLY_EFFORT");
  if (times != nullptr) return all * static_cast<unsigned>(std::strtoul(times, nullptr, 10));
#ifdef SMTPTALLY_SANITIZED
  return all / 6;
#else
  return all;
#endif
}

#pragma once

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SMTPTALLY_SANITIZED 1
#endif
#elif defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SMTPTALLY_SANITIZED 1
#endif

/// How many random cases to try: all of them, or fewer where a sanitizer makes each take long.
[[nodiscard]] constexpr unsigned effort(unsigned all) noexcept {
#ifdef SMTPTALLY_SANITIZED
  return all / 6;
#else
  return all;
#endif
}

#pragma once

namespace smtptally {

/// Whether this is built for a fuzzer, whose inputs are small and many. Then caches have few
/// entries and buffers few bytes: entries take the place of one another and lines lie across two
/// buffers, as they do in long logs, and a run does not spend nine tenths of its time on memory
/// that it never uses. Nothing that is reported depends on it.
#ifdef SMTPTALLY_FUZZ
inline constexpr bool kFuzzing = true;
#else
inline constexpr bool kFuzzing = false;
#endif

}  // namespace smtptally

#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

/// Messages per (account, TLS class) of authenticated mail.
using ReferenceCounts = std::map<std::pair<std::string, std::string>, unsigned>;

/// The counting rule in its most obvious form, for logs of "Mon dd HH:MM:SS host tag[pid]: text"
/// lines: maps, strings, the whole log at once, decisions at the end. Slow on purpose.
[[nodiscard]] ReferenceCounts slow_reference(const std::vector<std::string>& lines);

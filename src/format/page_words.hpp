#pragma once

#include <set>
#include <string>

namespace smtptally {

/// Appends what the script of a page says in another language than English, as the last member of
/// its data; nothing in English. `nouns` are those of the tables.
void append_page_words(const std::set<std::string>& nouns, std::string& out);

}  // namespace smtptally

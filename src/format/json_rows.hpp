#pragma once

#include <string>
#include <vector>

#include "smtptally/report.hpp"

namespace smtptally {

/// Writes the rows of one section as JSON objects whose keys are the column names. Keys are
/// escaped once, not once a row: columns of a pivot may be hostile texts, too.
class JsonRows {
 public:
  /// `zone` must outlive this.
  JsonRows(const std::vector<Column>& columns, const Zone& zone);

  /// Appends {"sender":"a@b.c","messages":1} in one line without newline. Requires one cell for
  /// each column. An estimated Distinct, and
  /// a value of an estimated column, also gets a member NAME_estimated.
  void append(const std::vector<Value>& cells, std::string& out) const;

 private:
  struct Key {
    std::string member;     ///< "messages":
    std::string estimated;  ///< ,"messages_estimated":true
    bool always = false;    ///< Column::estimated.
  };
  void append_value(const Value& value, const Key& key, std::string& out) const;

  std::vector<Key> keys_;
  const Zone& zone_;
};

}  // namespace smtptally

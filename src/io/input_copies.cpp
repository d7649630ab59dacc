// Finds inputs that are copies of others.

#include "io/input_copies.hpp"

#include <string>
#include <utility>
#include <vector>

#include "io/content_groups.hpp"
#include "io/same_content.hpp"
#include "text/escape.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

Said counts_once(ContentRelation relation, const std::string& copy, const std::string& of) {
  return relation == ContentRelation::same
             ? said("{}: has the same content as {}, counts once", copy, of)
             : said("{}: is the beginning of {}, counts once", copy, of);
}

/// Finds the files whose content another file contains.
class Copies {
 public:
  explicit Copies(InputSet& set)
      : set_(&set), kept_(set.files.size()), relation_(set.files.size(), ContentRelation::same) {
    for (std::size_t i = 0; i < kept_.size(); ++i) kept_[i] = i;
  }

  void compare(std::size_t i, std::size_t j) {
    if (is_copy(i) && is_copy(j)) return;
    switch (compare_content(set_->files[i], set_->files[j])) {
      case ContentRelation::different:
        break;
      case ContentRelation::same:
        is_copy(j) ? note(i, j, ContentRelation::same) : note(j, i, ContentRelation::same);
        break;
      case ContentRelation::second_is_prefix:
        note(j, i, ContentRelation::first_is_prefix);
        break;
      case ContentRelation::first_is_prefix:
        note(i, j, ContentRelation::first_is_prefix);
        break;
    }
  }
  void drop() {
    std::vector<InputFile> kept;
    for (std::size_t i = 0; i < kept_.size(); ++i) {
      if (!is_copy(i)) kept.push_back(std::move(set_->files[i]));
    }
    set_->files = std::move(kept);
  }

 private:
  [[nodiscard]] bool is_copy(std::size_t i) const { return kept_[i] != i; }
  /// Notes a copy. If `of` is a copy itself, the note names the original.
  void note(std::size_t copy, std::size_t of, ContentRelation relation) {
    if (is_copy(copy)) return;
    if (relation == ContentRelation::same) relation = relation_[of];
    while (is_copy(of)) of = kept_[of];
    if (of == copy) return;
    kept_[copy] = of;
    relation_[copy] = relation;
    set_->notes.push_back(
        {InputNote::Severity::info,
         counts_once(relation, visible(set_->files[copy].path), visible(set_->files[of].path))});
  }

  InputSet* set_;
  std::vector<std::size_t> kept_;
  std::vector<ContentRelation> relation_;  ///< Relation to the original.
};

}  // namespace

void drop_copies(InputSet& set) {
  Copies copies(set);
  for (const auto& [i, j] : pairs_to_compare(set.files)) copies.compare(i, j);
  copies.drop();
}

}  // namespace smtptally

#include "report/change_fields.hpp"

#include "text/translate.hpp"

namespace smtptally {
namespace {

std::uint64_t count_of(const ChangeField& field, const PeriodCounts& counts) {
  switch (field.of) {
    case ChangeField::Of::messages:
      return counts.messages;
    case ChangeField::Of::old:
      return counts.old();
    case ChangeField::Of::one_class:
      return counts.classes[index_of(field.tls)];
  }
  return 0;
}

std::vector<ChangeField> make_fields() {
  std::vector<ChangeField> fields;
  const auto add = [&](ChangeField field) {
    for (const auto when :
         {ChangeField::When::now, ChangeField::When::before, ChangeField::When::change}) {
      field.when = when;
      fields.push_back(field);
    }
  };
  add({.of = ChangeField::Of::messages});
  add({.of = ChangeField::Of::old});
  add({.of = ChangeField::Of::old, .share = true});
  for (std::size_t c = 0; c < kTlsClassNames.size(); ++c) {
    add({.of = ChangeField::Of::one_class, .share = true, .tls = static_cast<TlsClass>(c)});
  }
  return fields;
}

}  // namespace

std::string ChangeField::name() const {
  std::string name = of == Of::messages ? "messages"
                     : of == Of::old    ? "old"
                                        : std::string(kTlsClassNames[index_of(tls)]);
  if (share) name += "_pct";
  if (when == When::before) return "before_" + name;
  if (when == When::now) return name;
  return of == Of::messages ? "change" : name + "_change";
}

Value ChangeField::value(const SenderChange& sender) const {
  const std::uint64_t now = count_of(*this, sender.now);
  const std::uint64_t before = count_of(*this, sender.before);
  if (!share) {
    if (when == When::change) return Change{now, before};
    return when == When::now ? now : before;
  }
  const Share share_now{now, sender.now.messages};
  const Share share_before{before, sender.before.messages};
  if (when == When::change) return ShareChange{share_now, share_before};
  return when == When::now ? share_now : share_before;
}

std::optional<double> ChangeField::number(const SenderChange& sender) const {
  const auto of_period = [&](const PeriodCounts& counts) -> std::optional<double> {
    const auto count = static_cast<double>(count_of(*this, counts));
    if (!share) return count;
    if (counts.messages == 0) return std::nullopt;
    return 100 * count / static_cast<double>(counts.messages);
  };
  const auto now = of_period(sender.now);
  const auto before = of_period(sender.before);
  if (when == When::now) return now;
  if (when == When::before) return before;
  if (!now || !before) return std::nullopt;
  return *now - *before;
}

const std::vector<ChangeField>& change_fields() {
  static const std::vector<ChangeField> fields = make_fields();
  return fields;
}

std::string_view state_of(const SenderChange& sender) noexcept {
  if (sender.before.messages == 0) return to_tr("new");
  return sender.now.messages == 0 ? to_tr("gone") : to_tr("both");
}

}  // namespace smtptally

#include "cli/language.hpp"

#include <algorithm>
#include <vector>

#include "cli/cli_choice.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

/// Empty where there is none.
std::string_view typed_language(std::span<const std::string> arguments) {
  constexpr std::string_view kName = "--lang";
  std::string_view found;
  for (std::size_t i = 0; i < arguments.size() && arguments[i] != "--"; ++i) {
    const std::string_view word = arguments[i];
    if (word == kName && i + 1 < arguments.size()) found = arguments[i + 1];
    if (word.starts_with(kName) && word.substr(kName.size()).starts_with('=')) {
      found = word.substr(kName.size() + 1);
    }
  }
  return found;
}

}  // namespace

std::string_view early_language(std::span<const std::string> arguments,
                                const Environment& environment) {
  std::string_view name = typed_language(arguments);
  const auto variable = std::find_if(environment.variables.begin(), environment.variables.end(),
                                     [](const Variable& v) { return v.name == "SMTPTALLY_LANG"; });
  if (name.empty() && variable != environment.variables.end()) name = variable->value;
  return find_language(name).value_or(environment.language);
}

std::optional<Error> resolve_language(const Typed& typed, const Environment& environment,
                                      Config& config) {
  config.language = environment.language;
  if (typed.lang.empty()) return std::nullopt;
  if (const auto code = find_language(typed.lang)) {
    config.language = *code;
    return std::nullopt;
  }
  std::vector<std::string_view> codes(all_languages().size());
  std::transform(all_languages().begin(), all_languages().end(), codes.begin(),
                 [](const Language& language) { return language.code; });
  return Error{
      tr_format("--lang: there is no language '{}'; use {}", visible(typed.lang), listed(codes))};
}

}  // namespace smtptally

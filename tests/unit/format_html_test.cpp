#include <string>

#include <catch2/catch.hpp>

#include "format/html_text.hpp"
#include "format/page_text.hpp"
#include "format_sample.hpp"
#include "text/sha256.hpp"

namespace smtptally {

TEST_CASE("a text of the log is no markup of a page") {
  CHECK(html("<b title='x\" onclick=y>&amp;") == "&lt;b title=&#39;x&quot; onclick=y&gt;&amp;amp;");
  CHECK(html("a\x01\xe2\x80\xae"
             "b") == "a\\x01\\u{202e}b");
}

TEST_CASE("a text of the log does not end the script element of a page") {
  std::string out;
  append_script_string("</script><!--&\"\\u003c", out);
  CHECK(out == "\"\\u003c/script\\u003e\\u003c!--\\u0026\\\"\\\\u003c\"");
  out.clear();
  append_script_string("\\", out);
  CHECK(out == "\"\\\\\"");
}

TEST_CASE("a page allows its own style and script by their hashes") {
  const std::string page = sample::render(OutputFormat::html, sample::texts({"a"}));
  CHECK(page.find("style-src 'sha256-" + sha256_base64(kPageStyle) + "'") != std::string::npos);
  CHECK(page.find("script-src 'sha256-" + sha256_base64(kPageScript) + "'") != std::string::npos);
  CHECK(kPageStyle.find("</") == std::string_view::npos);
  CHECK(kPageScript.find("</") == std::string_view::npos);
  CHECK(page.find("style=") == std::string::npos);
}

}  // namespace smtptally

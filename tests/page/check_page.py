#!/usr/bin/env python3
"""Opens the HTML page in Chromium as a reader does: check_page.py BINARY [SHOTS]
With a folder SHOTS it keeps pictures at 1280 and 400 pixels, light and dark.
Exits with 77 where there is no Chromium or no selenium."""
import base64
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
import urllib.request

try:
    from selenium import webdriver
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys
    from selenium.webdriver.chrome.service import Service
    from selenium.webdriver.support.ui import Select
except ImportError:
    print("skipped: python3-selenium is not installed")
    sys.exit(77)

BROWSER, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
if not BROWSER or not DRIVER:
    print("skipped: chromium and chromium-driver are not installed")
    sys.exit(77)

AXE = "https://registry.npmjs.org/axe-core/-/axe-core-4.10.2.tgz"
AXE_SHA256 = "9ea2d2d6917da998122bdacfd3b473e31ead53f4b87146c716a12edf89158100"
HOSTILE = ["</script><script>document.title='forged'</script>@example.org",
           "\"><img src=http://192.0.2.80/x onerror=document.title='forged'>@example.org",
           "u\u2028v\u2029w@example.org", "e\x1b[31m\u202evil@example.org", "__proto__", "<!--@example.org"]
VERSIONS = ["TLSv1.3", "TLSv1.2", "TLSv1.2", "TLSv1.2", "TLSv1.3"]


def write_log(path, senders, days):
    """Each sender once a day; the first ten, the hostile ones among them, with old TLS."""
    names = HOSTILE + [f"user{i:05d}@d{i % 7}.example" for i in range(senders - len(HOSTILE))]
    lines = []
    for day in range(days):
        for i, name in enumerate(names):
            second = day * 86400 + i % 80000
            stamp = (f"2026-11-{1 + second // 86400:02d}T{second // 3600 % 24:02d}:{second // 60 % 60:02d}:"
                     f"{second % 60:02d}+00:00 mail postfix/")
            version = "TLSv1" if i < 10 else VERSIONS[(i + day) % 5]
            client, queue = f"unknown[192.0.2.{i % 250}]", f"{day:02X}{i:06X}A9"
            smtpd = f"{stamp}submission/smtpd[{i + 100}]: "
            lines += [f"{smtpd}connect from {client}",
                      f"{smtpd}Anonymous TLS connection established from {client}: {version} with cipher X (256/256 bits)",
                      f"{smtpd}{queue}: client={client}, sasl_method=PLAIN, sasl_username={name}",
                      f"{stamp}qmgr[7]: {queue}: from=<a@example.org>, size={1000 + i}, nrcpt=1 (queue active)",
                      f"{stamp}qmgr[7]: {queue}: removed",
                      f"{smtpd}disconnect from {client} ehlo=2 starttls=1 auth=1 mail=1 rcpt=1 data=1 quit=1 commands=8"]
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write("\n".join(lines) + "\n")


def axe_script():
    """The accessibility checker axe-core; nothing where it cannot be fetched."""
    try:
        with urllib.request.urlopen(AXE, timeout=20) as answer:
            packed = answer.read()
    except OSError as error:
        print(f"no accessibility check: {AXE}: {error}")
        return None
    if hashlib.sha256(packed).hexdigest() != AXE_SHA256:
        raise RuntimeError(f"{AXE} is another file")
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        return archive.extractfile("package/axe.min.js").read().decode("utf-8")


class Browser:
    def __init__(self, width=1280, dark=False, script=True):
        options = webdriver.ChromeOptions()
        options.binary_location = BROWSER
        for word in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                     "--hide-scrollbars", "--no-first-run", "--disable-background-networking"):
            options.add_argument(word)
        if not script:
            options.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        self.driver = webdriver.Chrome(service=Service(DRIVER), options=options)
        self.driver.set_page_load_timeout(240)
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600})
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {
            "features": [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]})

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.driver.quit()

    def find(self, css):
        return self.driver.find_elements(By.CSS_SELECTOR, css)

    def requests(self):
        """Addresses that were asked for, but the page itself."""
        found = []
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                found.append(message["params"]["request"]["url"])
        return [url for url in found if not url.startswith(("file:", "data:"))]

    def shot(self, path):
        height = self.driver.execute_script("return document.documentElement.scrollHeight")
        data = self.driver.execute_cdp_cmd("Page.captureScreenshot", {
            "captureBeyondViewport": True,
            "clip": {"x": 0, "y": 0, "width": self.driver.execute_script("return innerWidth"),
                     "height": min(height, 3000), "scale": 1}})
        with open(path, "wb") as file:
            file.write(base64.b64decode(data["data"]))


def main():
    binary = os.path.abspath(sys.argv[1])
    shots = sys.argv[2] if len(sys.argv) > 2 else None
    senders = int(os.environ.get("SMTPTALLY_PAGE_SENDERS", "300"))
    failed = passed = 0

    def check(ok, what):
        nonlocal failed, passed
        passed, failed = passed + bool(ok), failed + (not ok)
        if not ok:
            print("FAILED:", what)

    with tempfile.TemporaryDirectory() as folder:
        log, page = os.path.join(folder, "mail.log"), os.path.join(folder, "report.html")
        write_log(log, senders, 5)
        began = time.time()
        subprocess.run([binary, "report", "--quiet", "--tz", "UTC", "-o", page, log], check=True, timeout=300)
        print(f"{senders} senders: {os.path.getsize(page)} bytes, read and written in {time.time() - began:.2f} s")
        csv = subprocess.run([binary, "tls", "--quiet", "--tz", "UTC", "--format", "csv", log], check=True,
                             capture_output=True, encoding="utf-8", timeout=300).stdout
        url = "file://" + page
        with Browser() as browser:
            driver = browser.driver
            driver.get(url)
            errors = [e["message"] for e in driver.get_log("browser")]
            check(not errors, f"no console error and no CSP violation: {errors}")
            check("forged" not in driver.title and driver.title.startswith("smtptally: "), f"title: {driver.title}")
            check(not browser.find("img"), "no text of the log became an element")
            table = next(t for t in browser.find("table") if t.get_attribute("aria-label") == "TLS by sender")
            section = table.find_element(By.XPATH, "ancestor::section")

            def rows():
                return [r for r in table.find_elements(By.CSS_SELECTOR, "tbody > tr")
                        if r.get_attribute("class") != "behind"]

            def first():
                return rows()[0].find_element(By.CSS_SELECTOR, "th").text

            check(len(rows()) == 200, f"200 rows are drawn, not {len(rows())}")
            more = section.find_element(By.CSS_SELECTOR, "button.more")
            check(more.is_displayed() and more.text.startswith("Show "), f"more: {more.text}")
            driver.execute_script("arguments[0].click()", more)
            check(len(rows()) == min(400, senders), "more rows are drawn")
            # Sorting, as a keyboard does it.
            heads = {h.text: h for h in table.find_elements(By.CSS_SELECTOR, "thead th")}
            check("Sender" in heads and "Messages" in heads, f"headings: {list(heads)}")
            heads["Sender"].find_element(By.CSS_SELECTOR, "button").send_keys(Keys.ENTER)
            check(heads["Sender"].get_attribute("aria-sort") == "ascending", "aria-sort ascending")
            check(first().startswith('"><img'), f"first by name: {first()}")
            heads["Sender"].find_element(By.CSS_SELECTOR, "button").send_keys(Keys.ENTER)
            check(heads["Sender"].get_attribute("aria-sort") == "descending", "aria-sort descending")
            took = driver.execute_script("const t = performance.now(); arguments[0].click(); return performance.now() - t",
                                         heads["Messages"].find_element(By.CSS_SELECTOR, "button"))
            print(f"sorted in {took:.0f} ms")
            check(heads["Sender"].get_attribute("aria-sort") == "none", "aria-sort of one column")
            # Searching.
            search = section.find_element(By.CSS_SELECTOR, "input[type=search]")
            search.send_keys("user00017@")
            check(len(rows()) == 1 and first().endswith("user00017@d3.example"), "one row is found")
            check("1 of " in section.find_element(By.CSS_SELECTOR, ".matches").text, "what is found is counted")
            check(not table.find_element(By.CSS_SELECTOR, "tfoot").is_displayed(), "sums of all rows are hidden")
            numbers = [c.text for c in rows()[0].find_elements(By.CSS_SELECTOR, "td")]
            line = next(l for l in csv.splitlines() if l.startswith("user00017@"))
            check(numbers[0] == line.split(",")[2], f"the page says what CSV says: {numbers} {line}")
            search.clear()
            search.send_keys("\\u{2028}v")
            check(len(rows()) == 1, "what is invisible is found as it is shown")
            # Details of a hostile sender.
            search.clear()
            search.send_keys("</script>")
            button = rows()[0].find_element(By.CSS_SELECTOR, "button.row")
            button.send_keys(Keys.ENTER)
            check(button.get_attribute("aria-expanded") == "true", "details are open")
            behind = table.find_element(By.CSS_SELECTOR, "tr.behind")
            check("192.0.2.0" in behind.text and "PLAIN" in behind.text and "TLS 1.0" in behind.text,
                  f"details: {behind.text}")
            check(len(behind.find_elements(By.CSS_SELECTOR, "table")[0].find_elements(By.CSS_SELECTOR, ":scope > tbody > tr")) == 5,
                  "five days")
            button.send_keys(Keys.ENTER)
            check(not table.find_elements(By.CSS_SELECTOR, "tr.behind"), "details are closed")
            search.clear()
            search.send_keys(" ", Keys.BACKSPACE)
            # The domain of Exchange Online's "Show data for".
            before = [p.get_attribute("d") for p in browser.find("#volume path")]
            Select(browser.find("#domain")[0]).select_by_visible_text("d3.example")
            after = [p.get_attribute("d") for p in browser.find("#volume path")]
            check(before != after, "the chart is of one domain")
            names = [r.find_element(By.CSS_SELECTOR, "th").text for r in rows()]
            check(names and all(n.endswith("@d3.example") for n in names), "the rows are of one domain")
            Select(browser.find("#domain")[0]).select_by_visible_text("all domains")
            check([p.get_attribute("d") for p in browser.find("#volume path")] == before,
                  "the script draws what the program drew")
            # A chart by keyboard.
            driver.execute_script("arguments[0].focus()", browser.find("#volume svg")[0])
            browser.find("#volume svg")[0].send_keys(Keys.HOME)
            said = browser.find("#volume .readout")[0].text
            check(f"{senders:,} messages" in said and "11-01" in said, f"the day is read out: {said}")
            errors = [e["message"] for e in driver.get_log("browser")]
            check(not errors, f"no error afterwards: {errors}")
            asked = browser.requests()
            check(not asked, f"no request: {asked}")
            check("forged" not in driver.title, "no text of the log ran")
        with Browser(script=False) as browser:
            browser.driver.get(url)
            check(len(browser.find("section table")) >= 4 and len(browser.find("#volume path")) == 7,
                  "tables and charts stand without script")
            check(not browser.find("button") and not browser.find("input"), "and nothing that would do nothing")
            check(len(browser.find(".rest")) >= 1, "and it says that rows are missing")
        axe = axe_script()
        for width, dark in ((1280, False), (400, True)) if axe else ():
            with Browser(width=width, dark=dark) as browser:
                browser.driver.get(url)
                browser.find("button.row")[0].send_keys(Keys.ENTER)
                browser.driver.set_script_timeout(120)
                browser.driver.execute_script(axe)
                found = browser.driver.execute_async_script(
                    "const done = arguments[0]; axe.run().then(r => done(r.violations), e => done([{impact: 'critical', id: String(e), nodes: []}]))")
                serious = [(v["id"], [n["target"] for n in v["nodes"]][:3]) for v in found if v["impact"] in ("serious", "critical")]
                print(f"axe-core at {width} pixels: {[v['id'] for v in found]}")
                check(not serious, f"accessibility at {width} pixels: {serious}")
        for width, dark in ((1280, False), (1280, True), (400, False), (400, True)) if shots else ():
            with Browser(width=width, dark=dark) as browser:
                browser.driver.get(url)
                browser.shot(os.path.join(shots, f"page-{width}-{'dark' if dark else 'light'}.png"))
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


sys.exit(main())

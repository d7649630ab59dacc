#!/usr/bin/env python3
"""Reads formats for people with other programs, for the golden cases of views: check_formats.py BINARY

CSV of --excel by Python's csv module: the values are those of plain CSV. Markdown by cmark-gfm,
which is GitHub's own: nothing but tables, headings, code and emphasis comes of it, no link among
them, and its cells are the values of JSON. Ends with 77 where cmark-gfm is missing."""
import csv
import html.parser
import io
import json
import os
import re
import shutil
import subprocess
import sys

GOLDEN = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "golden")
sys.path.insert(0, GOLDEN)
import run as golden  # pylint: disable=wrong-import-position

CMARK = ["cmark-gfm", "--unsafe", "-e", "table", "-e", "autolink", "-e", "strikethrough", "-e", "tagfilter",
         "-e", "tasklist", "-e", "footnotes"]
FORMULA = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
# Those whose cases differ in what they print, not in what they read.
GROUPS = ("compare", "failures", "hostile", "views")
MARKS = {"table", "thead", "tbody", "tr", "th", "td", "h1", "h2", "p", "code", "em", "strong"}


def without_format(case):
    words = [word for word in case.arguments if not word.startswith("--excel")]
    for option in ("--format", "-o", "--output"):
        if option in words:
            at = words.index(option)
            del words[at:at + 2]
    return words


# A change, which the program made: no text of a log stands where it is.
CHANGE = re.compile(r"-\d+(\.\d+)?")


def guarded(text, column):
    """What --excel makes of a text: an apostrophe where a formula could begin in any country."""
    if column.endswith("change") and CHANGE.fullmatch(text):
        return text
    parts = re.split("([,;\t\n])", text)
    out = "'" + parts[0] if text.startswith(FORMULA) else parts[0]
    rest = text[len(parts[0]):]
    for separator, part in zip(parts[1::2], parts[2::2]):
        rest = rest[1:]
        out += separator + ("'" if rest.lstrip('"').startswith(FORMULA) else "") + part
        rest = rest[len(part):]
    return out


class Page(html.parser.HTMLParser):
    """The tables of a page, each a list of rows of (cell, marks)."""

    def __init__(self):
        super().__init__()
        self.marks, self.tables, self.titles = set(), [], []
        self.cell = None

    def handle_starttag(self, tag, attrs):
        self.marks.add(tag)
        self.marks |= {name for name, _ in attrs}
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("th", "td", "h1", "h2"):
            self.cell = ["", set()]
        elif self.cell:
            self.cell[1].add(tag)

    def handle_comment(self, data):
        self.marks.add("comment")

    def handle_decl(self, decl):
        self.marks.add("declaration")

    def handle_data(self, data):
        if self.cell:
            self.cell[0] += data

    def handle_endtag(self, tag):
        if tag in ("th", "td"):
            self.tables[-1][-1].append((self.cell[0], frozenset(self.cell[1])))
            self.cell = None
        elif tag in ("h1", "h2"):
            self.titles.append(self.cell[0])
            self.cell = None


def is_same(cell, value):
    """Whether the cell of a page shows the value of JSON."""
    if value is None:
        return cell == "-"
    if isinstance(value, list):
        return cell == " ".join(map(str, value))
    if isinstance(value, float):
        # Both were rounded from the same fraction; a change is that of two rounded numbers.
        return re.fullmatch(r"[+-]?\d+\.\d", cell) is not None and abs(float(cell) - value) < (0.1101 if cell[0] in "+-" else 0.0551)
    if isinstance(value, int):
        return re.sub("^[~+]", "", cell) == str(value)
    if re.fullmatch(r"[ -\[\]-~]*", value):
        return cell == value
    # Escapes of characters that do harm: what they stand for, without those that are no UTF-8.
    shown = re.sub(r"\\(?:u\{([0-9a-f]+)\}|x([0-9a-f]{2})|\\)", lambda found: "\\" if found.group(0) == "\\\\" else
                   chr(int(found.group(1) or found.group(2), 16)), cell)
    return "\ufffd" in value or shown == value


class Checks:
    def __init__(self, binary):
        self.binary = binary
        self.failed = self.passed = self.guards = self.cells = 0

    def check(self, fine, what):
        self.passed, self.failed = self.passed + bool(fine), self.failed + (not fine)
        if not fine:
            print("FAILED:", what)

    def output(self, case, *options):
        out, _, status = case.run(self.binary, [*options, *without_format(case)])
        return out if status in (0, 3) else b""

    def excel(self, case, plain):
        rows = list(csv.reader(io.StringIO(plain.decode("utf-8"), newline="")))
        for option, delimiter in (("--excel", ","), ("--excel=semicolon", ";")):
            out = self.output(case, option)
            what = f"{case.name} with {option}"
            self.check(out.startswith(b"\xef\xbb\xbf") and out.endswith(b"\r\n"), f"{what}: its ends")
            text = out.decode("utf-8-sig")
            self.check(text.replace("\r\n", "").count("\r") == 0, f"{what}: no carriage return elsewhere")
            read = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
            wanted = [[guarded(cell, column) for cell, column in zip(row, rows[0])] for row in rows]
            self.guards += sum(a != b for row, want in zip(rows, wanted) for a, b in zip(row, want))
            self.check(read == wanted, f"{what}: {[x for x in zip(read, wanted) if x[0] != x[1]][:2]}")
            # Whatever it is split at, no formula begins.
            for line in text.split("\r\n"):
                for part in re.split("[,;\t\n]", line):
                    behind = part.lstrip('"')
                    quotes = len(part) - len(behind)
                    # An odd number opens a text that begins with a quote.
                    begins = behind.startswith(FORMULA) and (quotes < 2 or quotes % 2 == 0)
                    begins = begins and not CHANGE.fullmatch(part)
                    self.check(not begins, f"{what}: {part!r} is a formula")

    def markdown(self, case):
        source = self.output(case, "--format", "markdown")
        done = subprocess.run(CMARK, input=source, capture_output=True, check=True, timeout=60)
        page = Page()
        page.feed(done.stdout.decode("utf-8"))
        page.close()
        self.check(page.marks <= MARKS | {"align"}, f"{case.name}: page has {page.marks - MARKS}")
        report = json.loads(self.output(case, "--format", "json"))
        self.check(page.titles[0] == f"smtptally {report['command']}", f"{case.name}: title {page.titles[:1]}")
        tables = [report["rows"]] + [value for name, value in report.items()
                                     if isinstance(value, list) and name not in ("rows", "inputs")]
        extra = 2 if report["command"] == "check" else 0
        self.check(len(page.tables) == len(tables) + extra, f"{case.name}: {len(page.tables)} tables")
        for at, (rows, table) in enumerate(zip(tables, page.tables)):
            rows = [(row, set()) for row in rows]
            body = table[1:]
            if at == 0:
                rows += [(report["others"], {"em"})] if report["others"] else []
                rows += [(report["totals"], {"strong"})] if report["totals"] else []
            else:
                # JSON has no others of further tables.
                body = [row for row in body if "em" not in row[0][1]]
            self.check(len(rows) == len(body), f"{case.name}: {len(body)} rows, not {len(rows)}")
            for (row, marks), shown in zip(rows, body):
                values = [v for k, v in row.items() if v is not True]
                self.check(len(values) == len(shown) == len(table[0]), f"{case.name}: cells of {shown}")
                for value, (cell, cell_marks) in zip(values, shown):
                    self.cells += 1
                    self.check(is_same(cell, value), f"{case.name}: {cell!r} is not {value!r}")
                    if cell:
                        self.check(cell_marks - {"code"} == marks, f"{case.name}: {cell!r} is {cell_marks}")


def main():
    if not shutil.which("cmark-gfm"):
        print("skipped: cmark-gfm is not installed")
        return 77
    checks = Checks(os.path.abspath(sys.argv[1]))
    names = sorted(os.path.relpath(root, GOLDEN) for root, _, files in os.walk(GOLDEN) if "cmd" in files)
    for name in names:
        if name.split("/")[0] not in GROUPS:
            continue
        case = golden.Case(name)
        case.outfile = ""
        plain = checks.output(case, "--format", "csv")
        if not plain:
            continue
        checks.excel(case, plain)
        checks.markdown(case)
    checks.check(checks.guards > 10, f"some cells had to be guarded: {checks.guards}")
    checks.check(checks.cells > 3000, f"many cells were compared: {checks.cells}")
    print(f"{checks.passed} passed, {checks.failed} failed ({checks.cells} cells)")
    return 1 if checks.failed else 0


if __name__ == "__main__":
    sys.exit(main())

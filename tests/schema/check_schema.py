#!/usr/bin/env python3
"""Validates JSON against src/format/report.schema.json: check_schema.py BINARY SOURCE_DIR

Every golden case is run again with --format json; what cases expect of json and ndjson is taken
as it is. Then single things are made wrong in one document of each command: none may pass. Ends
with 77 where python3-jsonschema is missing."""
import copy
import json
import os
import re
import sys

try:
    import jsonschema
except ImportError:
    print("skipped: python3-jsonschema is not installed")
    sys.exit(77)

GOLDEN = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "golden")
sys.path.insert(0, GOLDEN)
import run as golden  # pylint: disable=wrong-import-position


def cases():
    names = sorted(os.path.relpath(root, GOLDEN) for root, _, files in os.walk(GOLDEN) if "cmd" in files)
    return [golden.Case(name) for name in names]


def format_of(case):
    """The value of --format; empty when there is none."""
    words = case.arguments
    return words[words.index("--format") + 1] if "--format" in words else ""


def as_json(case):
    """The arguments of the case, for JSON on standard output."""
    words = [word for word in case.arguments if not word.startswith("--excel")]
    for option in ("--format", "-o", "--output"):
        if option in words:
            at = words.index(option)
            del words[at:at + 2]
    # In front: what stands behind "--" is a file.
    return ["--format", "json", *words]


def wrong(document):
    """(what was made wrong, document) for each member of the document, its first elements only."""
    def visit(node, path):
        if isinstance(node, dict):
            yield path + ("surplus",), ("add", 0)
            for key in node:
                yield path + (key,), ("remove", None)
                yield from visit(node[key], path + (key,))
        elif isinstance(node, list) and node:
            yield from visit(node[0], path + (0,))
        yield path, ("set", {"surplus": []})
        if isinstance(node, str):
            yield path, ("set", 0)
        if isinstance(node, (int, float)):
            yield path, ("set", -1)
            yield path, ("set", str(node))

    for path, (what, value) in visit(document, ()):
        if not path:
            continue
        changed = copy.deepcopy(document)
        parent = changed
        for key in path[:-1]:
            parent = parent[key]
        if what == "remove":
            del parent[path[-1]]
        else:
            parent[path[-1]] = value
        yield f"{what} {'.'.join(map(str, path))}: {value}", changed


class Checks:
    def __init__(self, schema):
        self.schema = schema
        self.validator = jsonschema.Draft202012Validator(schema)
        self.failed = self.passed = 0
        self.documents = {}  # Of each command, the one with most members.
        self.seen = set()  # Members of documents that were not empty, forms of rows.

    def check(self, fine, what):
        self.passed, self.failed = self.passed + bool(fine), self.failed + (not fine)
        if not fine:
            print("FAILED:", what)

    def document(self, text, name):
        try:
            document = json.loads(text)
        except ValueError as error:
            self.check(False, f"{name}: no JSON: {error}")
            return
        errors = [f"{'.'.join(map(str, e.absolute_path))}: {e.message[:300]}"
                  for e in self.validator.iter_errors(document)]
        self.check(not errors, f"{name}: {errors[:3]}")
        self.seen |= {member for member, value in document.items() if value}
        form = document["command"]
        if document["rows"] and "reason_class" in document["rows"][0] and form == "events":
            form = "failures"
        if "range_before" in document and form == "compare":
            form = "change"
        self.seen.add(form + "_row")
        members = lambda d: sum(len(value or "") > 0 for value in d.values() if isinstance(value, (list, dict)))
        if document["rows"] and members(document) > members(self.documents.get(form, {})):
            self.documents[form] = document

    def rows(self, text, name, command):
        validator = jsonschema.Draft202012Validator(
            {"$ref": f"#/$defs/{command}_row", "$defs": self.schema["$defs"]})
        lines = text.splitlines()
        self.check(lines, f"{name}: there are rows")
        for line in lines:
            errors = [e.message[:300] for e in validator.iter_errors(json.loads(line))]
            self.check(not errors, f"{name}: {errors[:3]}")

    def wrong_documents(self):
        for form, document in self.documents.items():
            for what, changed in wrong(document):
                # Groups are open, and so is what the program calls its version.
                if form == "pivot" and re.match(r"(add|remove) (rows|others|totals)[.]", what):
                    continue
                # These need not be there.
                if re.match(r"remove (refused_tls_version|.*[.]seen_as_estimated):", what):
                    continue
                # A change may well be one less.
                if re.match(r"set .*change: -1", what):
                    continue
                self.check(not self.validator.is_valid(changed), f"a wrong {form} report passes: {what}")

    def all_seen(self):
        """What the schema describes and no case has, nobody tried."""
        rows = {name for name in self.schema["$defs"] if name.endswith("_row")}
        sections = {name + "_row" for name in self.seen if name + "_row" in rows}
        for name in sorted(rows - self.seen - sections):
            self.check(False, f"no golden case has a {name}")
        for name in sorted(set(self.schema["properties"]) - self.seen):
            self.check(False, f"no golden case has {name}")


def main():
    binary, source = os.path.abspath(sys.argv[1]), sys.argv[2]
    with open(os.path.join(source, "src/format/report.schema.json"), encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft202012Validator.check_schema(schema)
    checks = Checks(schema)
    for case in cases():
        expected = golden.text(os.path.join(case.folder, "expout"))
        if format_of(case) == "json":
            checks.document(expected, case.name)
        if format_of(case) == "ndjson":
            with_period = case.arguments[0] == "compare" and "--with" in case.arguments
            checks.rows(expected, case.name, "change" if with_period else case.arguments[0])
        if case.arguments[0] == "config" or case.name.startswith("help/"):
            continue  # They print no report.
        case.outfile = ""
        out, err, status = case.run(binary, as_json(case))
        if status == 2 and not out:
            # A usage error or nothing to read: as without the format, so no JSON to look at.
            checks.check(err, f"{case.name}: says why there is nothing")
            continue
        checks.document(out, case.name)
    checks.check(len(checks.documents) > 7, "the golden cases have every command")
    checks.all_seen()
    checks.wrong_documents()
    print(f"{checks.passed} passed, {checks.failed} failed")
    return 1 if checks.failed else 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Checks a journal file of a book: written from docs/formats/journal.md alone, with Python's standard library alone.

Usage: verify_journal.py FILE [--book BOOK] [--head SIZE:ROOT]...

Prints one line for each difference, then size and root. Exits with 0 when there is no difference, with 1 otherwise.
"""

import argparse
import datetime
import hashlib
import json
import re
import sys

LARGEST = 2**53 - 1
LINE_END = re.compile(rb',"leafHash":"([0-9a-f]{64})"\}')
LINE_END_LENGTH = 79
ID = "[A-Za-z0-9_-]{1,64}"
TIME = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{6}Z")


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


class Tree:
    """Section 4: the frontier of the leaves so far."""

    def __init__(self):
        self.size = 0
        self.frontier = []

    def add(self, leaf):
        count = self.size
        while count % 2 == 1:
            leaf = sha256(b"\x01", self.frontier.pop(), leaf)
            count = (count - 1) // 2
        self.frontier.append(leaf)
        self.size += 1

    def root(self):
        if self.size == 0:
            return sha256().hex()
        root = self.frontier[-1]
        for other in reversed(self.frontier[:-1]):
            root = sha256(b"\x01", other, root)
        return root.hex()


def canonical(value):
    """Section 3. Python's own escapes without ensure_ascii are those of the page."""
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        return "{" + ",".join(canonical(name) + ":" + canonical(value[name]) for name in names) + "}"
    if isinstance(value, list):
        return "[" + ",".join(canonical(item) for item in value) + "]"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if value is True:
        return "true"
    if value is False:
        return "false"
    if value is None:
        return "null"
    return str(value)


def integer_only(text):
    raise ValueError("not an integer in range: " + text)


def integer(text):
    if len(text) > 17 or abs(int(text)) > LARGEST:
        integer_only(text)
    return int(text)


def once(pairs):
    names = [name for name, _ in pairs]
    if len(names) != len(set(names)):
        raise ValueError("a name occurs twice in an object")
    return dict(pairs)


def is_count(value):
    return type(value) is int and 1 <= value <= LARGEST


def is_text(value):
    return isinstance(value, str) and value != ""


def is_book(value):
    return isinstance(value, str) and re.fullmatch(ID, value) is not None


def is_stream(value):
    return isinstance(value, str) and re.fullmatch(ID + ":" + ID, value) is not None


def is_date(value):
    if not isinstance(value, str) or re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value) is None:
        return False
    try:
        datetime.date(int(value[:4]), int(value[5:7]), int(value[8:]))
    except ValueError:
        return False
    return True


def is_time(value):
    parts = TIME.fullmatch(value) if isinstance(value, str) else None
    return parts is not None and is_date(parts.group(1))


def is_authority(value):
    return has_members(value, {"role": is_text}, {"body": is_text, "minute": is_text})


def is_basis(value):
    return isinstance(value, list) and all(has_members(item, {"book": is_book, "position": is_count}, {}) for item in value)


def is_object(value):
    return isinstance(value, dict)


ALWAYS = {
    "book": is_book,
    "position": is_count,
    "stream": is_stream,
    "version": is_count,
    "type": is_text,
    "schemaVersion": is_count,
    "valueDate": is_date,
    "recordedAt": is_time,
    "actor": is_text,
    "authority": is_authority,
    "commandId": is_text,
    "data": is_object,
}
SOMETIMES = {"correlationId": is_text, "causationId": is_text, "basis": is_basis}


def wrong_members(value, always, sometimes):
    forms = {**always, **sometimes}
    return (
        [name for name in always if name not in value]
        + [name for name in value if name not in forms]
        + [name for name in value if name in forms and not forms[name](value[name])]
    )


def has_members(value, always, sometimes):
    return isinstance(value, dict) and not wrong_members(value, always, sometimes)


class Journal:
    """Section 7."""

    def __init__(self, book, heads):
        self.book = book
        self.heads = heads
        self.tree = Tree()
        self.position = 0
        self.versions = {}
        self.recorded_at = ""

    def line(self, line):
        """The rules that a line (bytes, without its line feed) breaks."""
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            return ["utf-8"]
        end = LINE_END.fullmatch(line[-LINE_END_LENGTH:])
        if end is None or not line.startswith(b"{"):
            return ["line"]
        record = line[:-LINE_END_LENGTH] + b"}"

        leaf = sha256(b"\x00", record)
        self.tree.add(leaf)
        broken = [] if leaf.hex().encode() == end.group(1) else ["leaf-hash"]
        broken += self.record(record)
        return broken + self.check_heads()

    def record(self, record):
        try:
            value = json.loads(
                record.decode("utf-8"),
                object_pairs_hook=once,
                parse_int=integer,
                parse_float=integer_only,
                parse_constant=integer_only,
            )
            same = canonical(value).encode("utf-8") == record
        except (ValueError, RecursionError) as error:
            return ["canonical: " + str(error)]
        if not isinstance(value, dict):
            return ["canonical: not an object"]
        broken = [] if same else ["canonical"]
        broken += ["member: " + name for name in wrong_members(value, ALWAYS, SOMETIMES)]
        return broken + self.order(value)

    def order(self, record):
        broken = []
        self.book = self.book or record.get("book")
        if record.get("book") != self.book:
            broken.append("book")

        position = record.get("position")
        if position != self.position + 1:
            broken.append("position: after %d comes %s" % (self.position, position))
        self.position = position if is_count(position) else self.position + 1

        stream, version = str(record.get("stream")), record.get("version")
        last = self.versions.get(stream, 0)
        if version != last + 1:
            broken.append("version: of %s, after %d comes %s" % (stream, last, version))
        self.versions[stream] = version if is_count(version) else last + 1

        recorded_at = str(record.get("recordedAt"))
        if recorded_at <= self.recorded_at:
            broken.append("recorded-at: not after " + self.recorded_at)
        self.recorded_at = recorded_at
        return broken

    def check_heads(self):
        known = [root for size, root in self.heads if size == self.tree.size]
        root = self.tree.root() if known else ""
        return ["head: size %d has root %s" % (self.tree.size, root) for each in known if each != root]

    def end(self):
        short = ["head: size is %d, not %d" % (self.tree.size, size) for size, _ in self.heads if size > self.tree.size]
        empty = Tree().root()
        return short + ["head: size 0 has root " + empty for size, root in self.heads if size == 0 and root != empty]


def head(text):
    size, _, root = text.partition(":")
    return int(size), root


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("file")
    arguments.add_argument("--book")
    arguments.add_argument("--head", type=head, action="append", default=[])
    given = arguments.parse_args()
    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")

    journal = Journal(given.book, given.head)
    findings = 0
    number = 0
    with open(given.file, "rb") as file:
        for number, line in enumerate(file, 1):
            broken = journal.line(line[:-1]) if line.endswith(b"\n") else journal.line(line) + ["line: no line feed at the end"]
            for rule in broken:
                print("line %d: %s" % (number, rule))
            findings += len(broken)
    for rule in journal.end():
        print("end: " + rule)
        findings += 1
    print("%d %s" % (journal.tree.size, journal.tree.root()))
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())

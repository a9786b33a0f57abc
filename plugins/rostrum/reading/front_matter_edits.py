"""Change single keys of a front matter; all else in the file stays as its author wrote it.

A change is made in the bytes of the file and then read back: unless each other key, the text and
the new value are as they should be, there is no change, and the author is told what to write.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from rostrum.core.diagnostics import Report
from rostrum.reading.front_matter import Matter, split_source

_BOM = b"\xef\xbb\xbf"
_LINE_END = re.compile(rb"\r\n|\n|\r")
_KEY = re.compile(rb"[^\s#:-][^:#]*:(?:[ \t]|$)")
_CLOSE = re.compile(rb"(?:---|\.\.\.)[ \t]*$")
_COMMENT = re.compile(rb"[ \t]+#.*$")


def set_value(raw: bytes, key: str, value: Any) -> bytes | None:
    """Return the bytes of a source file with a value of one key; None if that can't be done.

    `value` is plain: a text, a number, a flag, or a list of texts. A comment behind the former
    value is kept.
    """
    before = split_source(raw, "", Report())
    if before is None or before.is_broken:
        return None
    lines = _Lines.split(raw, before)
    written = key.encode() + b": " + format_value(value).encode()
    found = lines.find(key)
    if found is None:
        where = lines.end
        if not lines.is_fenced:
            written = key.capitalize().encode() + written[len(key) :]
        changed = lines.replace(range(where, where), [written])
    else:
        number, last = found
        comment = _COMMENT.search(lines.texts[number]) if last == number + 1 else None
        name = lines.texts[number].partition(b":")[0]
        rest = written[len(key) :] + (comment[0] if comment and not _is_quoted(comment) else b"")
        changed = lines.replace(range(number, last), [name + rest])
    return changed if _is_same(before, changed, key, value) else None


def remove_key(raw: bytes, key: str) -> bytes | None:
    """Return the bytes of a source file without a key; None if that can't be done."""
    before = split_source(raw, "", Report())
    if before is None or before.is_broken:
        return None
    lines = _Lines.split(raw, before)
    found = lines.find(key)
    if found is None:
        return raw
    changed = lines.replace(range(*found), [])
    return changed if _is_same(before, changed, key, None) else None


def extend_list(raw: bytes, key: str, items: Iterable[str]) -> bytes | None:
    """Return the bytes of a source file with further items of a list; None if that can't be done.

    A list of one item a line gets further lines; any other is written in one line.
    """
    before = split_source(raw, "", Report())
    if before is None or before.is_broken:
        return None
    cell = before.cells.get(key)
    known = [] if cell is None or cell.is_empty else cell.to_plain()
    listed: list[str] = list(known) if isinstance(known, list) else _split_text(str(known))
    wanted = [*listed, *(item for item in items if item not in listed)]
    lines = _Lines.split(raw, before)
    found = lines.find(key)
    block = found and _find_block(lines.texts[found[0] + 1 : found[1]])
    if not (found and block and isinstance(known, list)):
        return set_value(raw, key, wanted)
    indent, last = block
    where = found[0] + 1 + last + 1
    new = [indent + b"- " + format_value(item).encode() for item in wanted[len(listed) :]]
    changed = lines.replace(range(where, where), new)
    return changed if _is_same(before, changed, key, wanted) else None


def format_value(value: Any) -> str:
    """Return a plain value as YAML in one line: a text without quotes where it needs none."""
    if isinstance(value, str) and _is_plain(value):
        return value
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_quote, value))}]"
    return _quote(value)


def _quote(value: Any) -> str:
    """Return a plain value as JSON, which is YAML but for a few characters: these are escaped."""
    text = json.dumps(value, ensure_ascii=False)
    return _NOT_IN_YAML.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


_NOT_IN_YAML = re.compile("[\x7f-\x84\x86-\x9f\ufffe\uffff]")
_WORDS = frozenset({"true", "false", "yes", "no", "on", "off", "null", "~", "y", "n"})


_PLAIN = re.compile(  # a date, an id
    r"\d{4}-\d\d-\d\d( \d\d:\d\d(:\d\d)?([+-]\d\d:\d\d)?)?|\d[\w.-]*/\w[\w./-]*"
)


def _is_plain(text: str) -> bool:
    """Return True if a text means the same in YAML without quotes."""
    if not text or text != text.strip() or text.lower() in _WORDS:
        return False
    if not text[0].isalpha() and not _PLAIN.fullmatch(text):
        return False
    return text.isprintable() and not re.search(r": |:$| #|[\"\\]", text)


def _split_text(text: str) -> list[str]:
    return [part for part in (item.strip() for item in re.split("[,;]", text)) if part]


def _is_quoted(comment: re.Match[bytes]) -> bool:
    """Return True if what looks like a comment may be the inside of a quoted text."""
    before = comment.string[: comment.start()]
    return before.count(b'"') % 2 == 1 or before.count(b"'") % 2 == 1


def _find_block(lines: Sequence[bytes]) -> tuple[bytes, int] | None:
    """Return the indentation of a list of one item a line, and the number of its last line."""
    items = [(n, re.match(rb"([ \t]*)- ", line)) for n, line in enumerate(lines)]
    found = [(n, match[1]) for n, match in items if match]
    if not found or len({indent for _n, indent in found}) > 1:
        return None
    return found[-1][1], found[-1][0]


@dataclass(frozen=True, slots=True)
class _Lines:
    """The lines of a source file; `end` is the number of the line below its last key."""

    mark: bytes
    texts: tuple[bytes, ...]
    ends: tuple[bytes, ...]
    is_fenced: bool
    end: int

    @classmethod
    def split(cls, raw: bytes, matter: Matter) -> _Lines:
        mark = _BOM if raw.startswith(_BOM) else b""
        texts, ends = _LINE_END.split(raw[len(mark) :]), _LINE_END.findall(raw)
        is_fenced = texts[0].rstrip() == b"---"
        if is_fenced:
            end = next((n for n, text in enumerate(texts[1:], 1) if _CLOSE.match(text)), 1)
        else:
            end = min(matter.body_line - 1, len(texts))
        return cls(mark, tuple(texts), tuple(ends), is_fenced, end)

    def find(self, key: str) -> tuple[int, int] | None:
        """Return the numbers of a key's first line, and of the line below its value."""
        first = 1 if self.is_fenced else 0
        for number in range(first, self.end):
            name = self.texts[number].partition(b":")[0].strip().strip(b"\"'")
            if _KEY.match(self.texts[number]) and name.lower() == key.encode():
                return number, self._end_value(number)
        return None

    def _end_value(self, number: int) -> int:
        """Return the number of the line below a value, before empty lines and comments."""
        last = number + 1
        for below in range(number + 1, self.end):
            text = self.texts[below]
            if text[:1] in (b" ", b"\t") or re.match(rb"-[ \t]", text):
                last = below + 1 if text.strip() else last
            elif text.strip() and not text.startswith(b"#"):
                break
        return last

    def replace(self, numbers: range, new: Sequence[bytes]) -> bytes:
        """Return the bytes of the file with other lines in place of some."""
        usual = self.ends[0] if self.ends else b"\n"
        whole = [text + end for text, end in zip(self.texts, [*self.ends, b""], strict=True)]
        before, after = whole[: numbers.start], whole[numbers.stop :]
        if before and not before[-1].endswith((b"\n", b"\r")):
            before[-1] += usual
        return self.mark + b"".join([*before, *(text + usual for text in new), *after])


def _is_same(before: Matter, changed: bytes, key: str, value: Any) -> bool:
    """Return True if a file is as before but for the value of one key; None stands for no key."""
    after = split_source(changed, "", Report())
    if after is None or after.is_broken or after.body != before.body:
        return False
    found = {name: cell.to_plain() for name, cell in after.cells.items()}
    expected = {name: cell.to_plain() for name, cell in before.cells.items() if name != key}
    written = found.pop(key, None)
    return found == expected and _compare(written) == _compare(value)


def _compare(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [str(item) for item in value]
    return value if value is None else str(value)

"""YAML as an author writes it: cells with their places, and slips told in plain words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import yaml

from rostrum.cells import Cell
from rostrum.diagnostics import Place, Report

_TAG = "tag:yaml.org,2002:"
_KNOWN_TAGS = frozenset(
    _TAG + name for name in ("str", "int", "float", "bool", "null", "timestamp", "map", "seq")
) | {_TAG + "merge", _TAG + "value"}
_PLAIN: dict[str, Callable[[str], Any]] = {
    _TAG + "int": int,
    _TAG + "float": float,
    _TAG + "bool": lambda text: text.lower() in {"true", "yes", "on"},
}
_LARGEST = 2**53 - 1
_MAYBE_ANCHOR = re.compile(r"(?:^|[\s,\[{])&\S")
# What libyaml takes for no text at all: C0 and C1 but tab, line feed, next line; surrogates.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_QUOTES = 'Put the text in quotes: "…".'


def read_yaml(text: str, path: str, first_line: int, report: Report) -> dict[str, Cell] | None:
    """Return the cells of a YAML mapping by key, or None after reporting why there are none.

    `first_line` is the number that the text's first line has in the file `path`.
    """
    return _YamlReader(text, path, first_line, report).read()


def read_inline(text: str, place: Place) -> Cell | None:
    """Return a value in braces or brackets that stands at `place`; None if it isn't YAML."""
    quiet = Report()
    reader = _YamlReader(text, place.path, place.line, quiet, place.column - 1)
    cell = reader.read_value()
    return None if len(quiet) else cell


class _YamlReader:
    """Reads one piece of YAML; what is wrong with it goes to the report."""

    def __init__(self, text: str, path: str, line: int, report: Report, indent: int = 0) -> None:
        self._text = text
        self._path, self._line, self._indent = path, line, indent
        self._report = report
        self._has_hash = "#" in text
        self._may_anchor = "&" in text and _MAYBE_ANCHOR.search(text) is not None

    def read(self) -> dict[str, Cell] | None:
        cell = self.read_value()
        if cell is None:
            return None
        if cell.data is None:
            return {}
        if not isinstance(cell.data, dict):
            words = "the front matter is not a list of keys and values"
            self._report.error("yaml", cell.place, words, "Write one key a line: title: …")
            return None
        return cell.data

    def read_value(self) -> Cell | None:
        try:
            if self._may_anchor and self._report_anchor():
                return None
            node = yaml.compose(self._text, Loader=yaml.CSafeLoader)
            return self._cell_of(node) if node else Cell(None, self._place(0, 0))
        except yaml.MarkedYAMLError as error:
            self._report_slip(error)
        except RecursionError:
            words = "the front matter nests lists or mappings too deeply"
            self._report.error("yaml", self._place(0, 0), words, "Remove some of the brackets.")
        except (yaml.YAMLError, ValueError):
            self._report_unprintable()
        return None

    def _cell_of(self, node: yaml.Node, key: Place | None = None) -> Cell:
        place = self._place_of(node)
        if node.tag not in _KNOWN_TAGS:
            hint = f"A text that starts with ! wants quotes. {_QUOTES}"
            words = f'"{node.tag.removeprefix(_TAG)}" is not a kind of value'
            self._report.error("yaml", place, words, hint)
            return Cell(None, place, key=key)
        if isinstance(node, yaml.SequenceNode):
            return Cell([self._cell_of(item) for item in node.value], place, key=key)
        if isinstance(node, yaml.MappingNode):
            return Cell(dict(self._pairs_of(node)), place, key=key)
        assert isinstance(node, yaml.ScalarNode)
        if self._has_hash and not node.style:
            self._report_cut(node)
        if node.tag == _TAG + "null":
            return Cell(None, place, key=key)
        return Cell(node.value, place, _plain(node), key)

    def _pairs_of(self, node: yaml.MappingNode) -> Iterator[tuple[str, Cell]]:
        keys: set[str] = set()
        for key_node, value_node in node.value:
            place = self._place_of(key_node)
            if not isinstance(key_node, yaml.ScalarNode):
                words = "a key must be a plain word, not a list or mapping"
                self._report.error(
                    "yaml", place, words, "Remove the brackets or the question mark."
                )
                continue
            if key_node.value in keys:
                report_twice(key_node.value, place, self._report)
            keys.add(key_node.value)
            yield key_node.value, self._cell_of(value_node, place)

    def _report_anchor(self) -> bool:
        """Report an anchor: an alias to it can blow a few lines up to gigabytes."""
        for event in yaml.parse(self._text, Loader=yaml.CSafeLoader):
            if getattr(event, "anchor", None):
                hint = f"A text that starts with & wants quotes. {_QUOTES}"
                mark: Any = event.start_mark
                place = self._place(mark.line, mark.column)
                words = "YAML anchors and aliases are not read here"
                self._report.error("yaml", place, words, hint)
                return True
        return False

    def _report_cut(self, node: yaml.ScalarNode) -> None:
        """Report a text that YAML ends at a blank and `#`, which begin a comment."""
        mark: Any = node.end_mark
        rest = self._line_at(mark.line)[mark.column :]
        if node.value and rest.lstrip().startswith("#"):
            hint = f"{_QUOTES} A remark stands on a line of its own."
            words = 'the text ends before "#": what follows is lost'
            place = self._place(mark.line, mark.column + len(rest) - len(rest.lstrip()))
            self._report.warning("yaml-comment", place, words, hint)

    def _report_slip(self, error: yaml.MarkedYAMLError) -> None:
        mark = error.problem_mark or error.context_mark
        words, hint, at_context = _explain(error, self._character_at(mark))
        if at_context and error.context_mark:
            mark = error.context_mark
        place = self._place(mark.line, mark.column) if mark else self._place(0, 0)
        self._report.error("yaml", place, words, hint)

    def _report_unprintable(self) -> None:
        found = _UNPRINTABLE.search(self._text)
        offset = found.start() if found else 0
        line = self._text.count("\n", 0, offset)
        column = offset - (self._text.rfind("\n", 0, offset) + 1)
        code = f"U+{ord(found[0]):04X}" if found else "unreadable"
        words = f"the front matter holds a character that is no text ({code})"
        self._report.error("yaml", self._place(line, column), words, "Delete it and type it anew.")

    def _character_at(self, mark: yaml.error.Mark | None) -> str:
        return self._line_at(mark.line)[mark.column : mark.column + 1] if mark else ""

    def _line_at(self, number: int) -> str:
        lines = self._text.split("\n")
        return lines[number] if number < len(lines) else ""

    def _place_of(self, node: yaml.Node) -> Place:
        mark: Any = node.start_mark
        return Place(self._path, self._line + mark.line, self._indent + mark.column + 1)

    def _place(self, line: int, column: int) -> Place:
        return Place(self._path, self._line + line, self._indent + column + 1)


def report_twice(key: str, place: Place, report: Report) -> None:
    """Report a key that stands in a front matter a second time."""
    report.error("key-twice", place, f'"{key}" stands here twice', "Keep one of them.")


def _plain(node: yaml.ScalarNode) -> Any:
    convert = _PLAIN.get(node.tag)
    if convert is None:
        return node.value
    try:
        found = convert(node.value)
    except ValueError:  # 0o17, 1_000:30 and other spellings that nobody means
        return node.value
    # Beyond what JSON and other programs hold exactly (RFC 8259, section 6), as it was typed.
    return found if -_LARGEST <= found <= _LARGEST else node.value


# libyaml's words, ours, a hint, and whether its "context" is the better place.
_SLIPS: tuple[tuple[str, str, str, bool], ...] = (
    (
        "mapping values are not allowed",
        "a colon stands where none may stand",
        'A text with a colon wants quotes (title: "Mut: ein Anfang"), a key a line of its own.',
        False,
    ),
    (
        "found unexpected end of stream",
        "a quotation mark is opened here and never closed",
        "Close it on the same line.",
        True,
    ),
    (
        "did not find expected ',' or ']'",
        "a list is opened here and not closed",
        "Close it with ], and put commas between its parts.",
        True,
    ),
    (
        "did not find expected ',' or '}'",
        "a mapping is opened here and not closed",
        "Close it with }, put commas between its parts, and texts with a colon in quotes.",
        True,
    ),
    (
        "could not find expected ':'",
        "this line has no colon",
        "Write key: value; a text of several lines wants quotes.",
        True,
    ),
    (
        "unknown escape character",
        "a backslash in double quotes begins a special character",
        "Use single quotes, or write the backslash twice.",
        False,
    ),
    (
        "hexdecimal number",
        "a special character is not written out",
        "Write the sign itself.",
        False,
    ),
    ("Unicode character escape", "there is no such character", "Write the sign itself.", False),
    (
        "comment or line break",
        "a text can't begin on the same line as | or >",
        f"{_QUOTES} Or begin it on the next line, indented.",
        False,
    ),
    (
        "<document start>",
        "this line does not fit those above",
        "Begin each key in the first column.",
        False,
    ),
    ("another document", "a second front matter begins here", "Keep one.", False),
    (
        "did not find expected key",
        "this does not fit what stands before it",
        "After a closing quotation mark or bracket nothing follows; keys stand below each other.",
        False,
    ),
    (
        "sequence entries are not allowed",
        "a list can't begin on the line of its key",
        f"Begin it on the next line, or, if it is a text: {_QUOTES[0].lower()}{_QUOTES[1:]}",
        False,
    ),
)


def _explain(error: yaml.MarkedYAMLError, character: str) -> tuple[str, str, bool]:
    """Return words and a hint for a slip, and whether it is best shown where it began."""
    problem = error.problem or error.context or ""
    if character == "\t":
        return "a tab stands here", "YAML indents with blanks only.", False
    if "alias" in problem or "alias" in (error.context or ""):
        return 'a text can\'t begin with "*"', _QUOTES, True
    if "cannot start any token" in problem or "node content" in problem:
        if not character:
            return "a list or mapping is opened and not closed", "Close it with ] or }.", False
        return f'a text can\'t begin with "{character}"', _QUOTES, False
    for words, message, hint, at_context in _SLIPS:
        if words in problem:
            return message, hint, at_context
    hint = "Check quotes, colons and indentation on this line and the one above."
    return f"the front matter is not valid YAML: {problem}", hint, False

"""Read YAML into source values with locations, and explain syntax errors in plain words."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property
from typing import Any

import yaml

from rostrum.core.diagnostics import Report, SourceLocation, shorten
from rostrum.core.translatable import Translatable, group_digits, join_sentences
from rostrum.core.translatable import gettext_lazy as _
from rostrum.schema.source_value import SourceValue

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

LONGEST = 1_000_000
"""Maximum characters of a YAML document."""

DEEPEST = 32
"""Maximum depth of lists and mappings; 50,000 levels crash libyaml's recursive composer."""

MOST_VALUES = 20_000
"""Maximum number of keys, texts, lists and mappings in a YAML document."""

_MOST_DIRECTIVES = 8  # libyaml compares each %TAG with all earlier ones

# Characters rejected by libyaml: C0 and C1 except tab, line feed, next line; surrogates.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_FOR_THE_KIT = re.compile(r"#\s*rostrum:")  # rostrum.reading.ignore_comments
_REMARK = re.compile(r"\s+(#[^\s#].*)")
_JOINED = re.compile(r"([A-Za-z][\w-]*):((?!//)[^\s:].*)$")
_OPENED = re.compile(r"""[ ]*(?:[\w-]+:|-)[ ]+("(?:[^"\\]|\\.)*|'[^']*(?:''[^']*)*)$""")
_KEY = re.compile(r" *[A-Za-z][\w-]*:(?: |$)")
_NEVER_CLOSED = (
    _("a quotation mark is opened here and never closed"),
    _("Close it on the same line."),
)
_QUOTES = _('Put the text in quotes: "…".')

FRONT_MATTER, WHOLE_FILE = _("the front matter"), _("the file")
"""Names in messages for the text that is YAML."""


def read_yaml(
    text: str, path: str, first_line: int, report: Report, whole: Translatable = FRONT_MATTER
) -> dict[str, SourceValue] | None:
    """Return the source values of a YAML mapping by key, or None after reporting an error.

    `first_line` is the line number of the text's first line in the file `path`, `whole` names
    the text in messages.
    """
    return _YamlReader(text, path, first_line, report, whole=whole).read()


def read_inline(text: str, place: SourceLocation, report: Report) -> SourceValue | None:
    """Return a value in braces or brackets at `place`, or None if the text isn't valid YAML.

    For anchors, and for values above the limits of number or depth, report an error and return
    None.
    """
    quiet = Report()
    reader = _YamlReader(text, place.path, place.line, quiet, place.column - 1)
    cell = reader.read_value()
    if reader.is_refused:
        report.extend(quiet)
    return None if len(quiet) else cell


class _Refused(Exception):
    """Raised for valid but unsupported YAML, with a message, a hint and the location's mark."""

    def __init__(self, message: Translatable, hint: Translatable, mark: Any = None) -> None:
        super().__init__(message)
        self.message, self.hint, self.mark = message, hint, mark


class _YamlReader:
    """Reads one YAML document and reports its errors.

    Source values are built from libyaml's events one by one, so reading stops at a limit. The
    event parser uses its own stack instead of recursion.
    """

    def __init__(
        self,
        text: str,
        path: str,
        line: int,
        report: Report,
        indent: int = 0,
        whole: Translatable = FRONT_MATTER,
    ) -> None:
        self._text, self._whole = text, whole
        self._path, self._line, self._indent = path, line, indent
        self._report = report
        self._has_hash = "#" in text
        self._depth = self._values = 0
        self._next: Callable[[], Any]
        self._resolve: Callable[[type[yaml.Node], str | None, Any], str]
        self.is_refused = False

    def read(self) -> dict[str, SourceValue] | None:
        cell = self.read_value()
        if cell is None:
            return None
        if cell.data is None:
            return {}
        if not isinstance(cell.data, dict):
            if self._report_joined(len(self._lines) - 1):
                return None
            message = _("%(whole)s is not a list of keys and values", whole=self._whole)
            self._report.error("yaml", cell.place, message, _("Write one key a line: title: …"))
            return None
        return cell.data

    def read_value(self) -> SourceValue | None:
        try:
            self._check_length()
            return self._read_document()
        except _Refused as refused:
            self.is_refused = True
            mark = refused.mark
            place = self._place(mark.line, mark.column) if mark else self._place(0, 0)
            self._report.error("yaml", place, refused.message, refused.hint)
        except yaml.MarkedYAMLError as error:
            self._report_slip(error)
        except (yaml.YAMLError, ValueError):
            self._report_unprintable()
        return None

    def _check_length(self) -> None:
        if len(self._text) > LONGEST:
            message = _(
                "%(whole)s has %(number)s characters, more than %(maximum)s",
                whole=self._whole,
                number=group_digits(len(self._text)),
                maximum=group_digits(LONGEST),
            )
            raise _Refused(message, _("Move what is text below the front matter."))
        if self._text.count("\n%") > _MOST_DIRECTIVES:
            message = _("%(whole)s holds many lines that begin with %%", whole=self._whole)
            raise _Refused(
                message, join_sentences(_("A text that starts with % wants quotes."), _QUOTES)
            )

    def _read_document(self) -> SourceValue:
        loader: Any = yaml.CSafeLoader(self._text)
        try:
            self._next, self._resolve = loader.get_event, loader.resolve
            self._next()  # the start of the stream
            if isinstance(self._next(), yaml.StreamEndEvent):
                return SourceValue(None, self._place(0, 0))
            value = self._read_cell(self._next())
            self._next()  # the end of the document
            after: Any = self._next()
            if not isinstance(after, yaml.StreamEndEvent):
                message = _("a second front matter begins here")
                if self._whole is WHOLE_FILE:
                    message = _("a second file begins here")
                raise _Refused(message, _("Keep one."), after.start_mark)
            return value
        finally:
            loader.dispose()

    def _read_cell(self, event: Any, key: SourceLocation | None = None) -> SourceValue:
        """Return the source value starting with an event; raise _Refused for unsupported YAML."""
        place = self._admit(event)
        if isinstance(event, yaml.ScalarEvent):
            return self._read_scalar(event, place, key)
        is_list = isinstance(event, yaml.SequenceStartEvent)
        kind = yaml.SequenceNode if is_list else yaml.MappingNode
        tag = event.tag or self._resolve(kind, None, event.implicit)
        self._depth += 1
        if self._depth > DEEPEST:
            message = _("%(whole)s nests lists or mappings too deeply", whole=self._whole)
            raise _Refused(message, _("Remove some of the brackets."), event.start_mark)
        data: Any = self._read_list() if is_list else self._read_mapping()
        self._depth -= 1
        return SourceValue(data if self._is_known(tag, place) else None, place, key=key)

    def _admit(self, event: Any) -> SourceLocation:
        """Return a value's location; raise _Refused for an alias, an anchor or too many values."""
        self._values += 1
        if self._values > MOST_VALUES:
            message = _(
                "%(whole)s holds more than %(maximum)s values",
                whole=self._whole,
                maximum=group_digits(MOST_VALUES),
            )
            raise _Refused(message, _("Divide it, or take some out."), event.start_mark)
        if isinstance(event, yaml.AliasEvent):
            raise _Refused(_('a text can\'t begin with "*"'), _QUOTES, event.start_mark)
        if event.anchor is not None:
            # Aliases to an anchor can expand a few lines to gigabytes.
            message = _("YAML anchors and aliases are not read here")
            hint = join_sentences(_("A text that starts with & wants quotes."), _QUOTES)
            raise _Refused(message, hint, event.start_mark)
        mark = event.start_mark
        return SourceLocation(self._path, self._line + mark.line, self._indent + mark.column + 1)

    def _read_scalar(
        self, event: Any, place: SourceLocation, key: SourceLocation | None
    ) -> SourceValue:
        tag, value = event.tag, event.value
        if tag is None or tag == "!":
            tag = self._resolve(yaml.ScalarNode, value, event.implicit)
        if not self._is_known(tag, place):
            return SourceValue(None, place, key=key)
        if self._has_hash and not event.style:
            if text := self._report_remark(event):
                return SourceValue(text, place, key=key)
            self._report_cut(event)
        if tag == _TAG + "null":
            return SourceValue(None, place, key=key)
        return SourceValue(value, place, _plain(tag, value), key)

    def _is_known(self, tag: str, place: SourceLocation) -> bool:
        if tag in _KNOWN_TAGS:
            return True
        hint = join_sentences(_("A text that starts with ! wants quotes."), _QUOTES)
        message = _(
            '"%(tag)s" is not a kind of value',
            tag=shorten(tag.removeprefix(_TAG)),
        )
        self._report.error("yaml", place, message, hint)
        return False

    def _read_list(self) -> list[SourceValue]:
        values = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            values.append(self._read_cell(event))
        return values

    def _read_mapping(self) -> dict[str, SourceValue]:
        values: dict[str, SourceValue] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                place = self._read_cell(event).place
                message = _("a key must be a plain word, not a list or mapping")
                hint = _("Remove the brackets or the question mark.")
                self._report.error("yaml", place, message, hint)
                self._read_cell(self._next())
                continue
            place, key = self._admit(event), event.value
            if key in values:
                report_twice(key, place, self._report)
            values[key] = self._read_cell(self._next(), place)
        return values

    def _report_remark(self, event: Any) -> str:
        """Report a value that YAML takes for a remark, such as `title: #open`; return its text."""
        mark = event.end_mark
        rest = "" if event.value else self._line_at(mark.line)[mark.column :]
        match = _REMARK.match(rest)
        if match is None:
            return ""
        place = self._place(mark.line, mark.column + match.start(1))
        message = _('what begins with "#" is a remark, and no value')
        text = match[1].rstrip()
        hint = _('Put the text in quotes: "%(text)s"', text=shorten(text))
        self._report.error("yaml", place, message, hint)
        return text

    def _report_cut(self, event: Any) -> None:
        """Report a text cut off by YAML at a blank and `#`, the start of a comment."""
        mark = event.end_mark
        rest = self._line_at(mark.line)[mark.column :]
        remark = rest.lstrip()
        if event.value and remark.startswith("#") and not _FOR_THE_KIT.match(remark):
            hint = join_sentences(_QUOTES, _("A remark stands on a line of its own."))
            message = _('the text ends before "#": what follows is lost')
            place = self._place(mark.line, mark.column + len(rest) - len(remark))
            self._report.warning("yaml-comment", place, message, hint)

    def _report_slip(self, error: yaml.MarkedYAMLError) -> None:
        mark = error.problem_mark or error.context_mark
        if mark and (self._report_joined(mark.line) or self._report_open_quote(mark.line)):
            return
        message, hint, at_context = _explain(error, self._character_at(mark), self._whole)
        if at_context and error.context_mark:
            mark = error.context_mark
        place = self._place(mark.line, mark.column) if mark else self._place(0, 0)
        self._report.error("yaml", place, message, hint)

    def _report_open_quote(self, last: int) -> bool:
        """Report a quotation mark that a later line seems to close, before the line `last`.

        YAML takes the lines between for one text, and finds the error behind its end.
        """
        for number, line in enumerate(self._lines[:last]):
            opened = _OPENED.match(line)
            if opened and _KEY.match(self._lines[number + 1]):
                place = self._place(number, opened.start(1))
                self._report.error("yaml", place, *_NEVER_CLOSED)
                return True
        return False

    def _report_joined(self, last: int) -> bool:
        """Report a key without a blank after its colon, in a line up to `last`; True if any."""
        for number in range(min(last, len(self._lines) - 1), -1, -1):
            if match := _JOINED.match(self._lines[number]):
                hint = _('Write "%(key)s: %(value)s".', key=match[1], value=shorten(match[2]))
                message = _("a blank is missing after the colon")
                self._report.error("yaml", self._place(number, match.start(2)), message, hint)
                return True
        return False

    def _report_unprintable(self) -> None:
        match = _UNPRINTABLE.search(self._text)
        offset = match.start() if match else 0
        line = self._text.count("\n", 0, offset)
        column = offset - (self._text.rfind("\n", 0, offset) + 1)
        code = f"U+{ord(match[0]):04X}" if match else _("unreadable")
        message = _(
            "%(whole)s holds a character that is no text (%(code)s)", whole=self._whole, code=code
        )
        self._report.error(
            "yaml", self._place(line, column), message, _("Delete it and type it anew.")
        )

    def _character_at(self, mark: yaml.error.Mark | None) -> str:
        return self._line_at(mark.line)[mark.column : mark.column + 1] if mark else ""

    def _line_at(self, number: int) -> str:
        return self._lines[number] if number < len(self._lines) else ""

    @cached_property
    def _lines(self) -> list[str]:
        return self._text.split("\n")

    def _place(self, line: int, column: int) -> SourceLocation:
        return SourceLocation(self._path, self._line + line, self._indent + column + 1)


def report_twice(key: str, place: SourceLocation, report: Report) -> None:
    """Report a repeated key in front matter."""
    message = _('"%(key)s" stands here twice', key=shorten(key))
    report.error("key-twice", place, message, _("Keep one of them."))


def _plain(tag: str, value: str) -> Any:
    convert = _PLAIN.get(tag)
    if convert is None:
        return value
    try:
        number = convert(value)
    except ValueError:  # unintended spellings: 0o17, 1_000:30, a million digits
        return value
    # Keep numbers beyond the exact range of JSON (RFC 8259, section 6) as text.
    return number if -_LARGEST <= number <= _LARGEST else value


# libyaml's message, our message, a hint, and True if its "context" is the better location.
_SLIPS: tuple[tuple[str, Translatable, Translatable, bool], ...] = (
    (
        "mapping values are not allowed",
        _("a colon stands where none may stand"),
        _('A text with a colon wants quotes (title: "Mut: ein Anfang"), a key a line of its own.'),
        False,
    ),
    (
        "found unexpected end of stream",
        *_NEVER_CLOSED,
        True,
    ),
    (
        "did not find expected ',' or ']'",
        _("a list is opened here and not closed"),
        _("Close it with ], and put commas between its parts."),
        True,
    ),
    (
        "did not find expected ',' or '}'",
        _("a mapping is opened here and not closed"),
        _("Close it with }, put commas between its parts, and texts with a colon in quotes."),
        True,
    ),
    (
        "could not find expected ':'",
        _("this line has no colon"),
        _("Write key: value; a text of several lines wants quotes."),
        True,
    ),
    (
        "unknown escape character",
        _("a backslash in double quotes begins a special character"),
        _("Use single quotes, or write the backslash twice."),
        False,
    ),
    (
        "hexdecimal number",
        _("a special character is not written out"),
        _("Write the sign itself."),
        False,
    ),
    (
        "Unicode character escape",
        _("there is no such character"),
        _("Write the sign itself."),
        False,
    ),
    (
        "comment or line break",
        _("a text can't begin on the same line as | or >"),
        join_sentences(_QUOTES, _("Or begin it on the next line, indented.")),
        False,
    ),
    (
        "<document start>",
        _("this line does not fit those above"),
        _("Begin each key in the first column."),
        False,
    ),
    (
        "did not find expected key",
        _("this does not fit what stands before it"),
        _(
            "After a closing quotation mark or bracket nothing follows; "
            "keys stand below each other."
        ),
        False,
    ),
    (
        "sequence entries are not allowed",
        _("a list can't begin on the line of its key"),
        _('Begin it on the next line, or, if it is a text: put the text in quotes: "…".'),
        False,
    ),
)


def _explain(
    error: yaml.MarkedYAMLError, character: str, whole: Translatable
) -> tuple[Translatable, Translatable, bool]:
    """Return a message and a hint for an error, and True to report its context's location."""
    problem = error.problem or error.context or ""
    if character == "\t":
        return _("a tab stands here"), _("YAML indents with blanks only."), False
    if "alias" in (error.context or ""):
        return _('a text can\'t begin with "*"'), _QUOTES, True
    if "cannot start any token" in problem or "node content" in problem:
        if not character:
            return (
                _("a list or mapping is opened and not closed"),
                _("Close it with ] or }."),
                False,
            )
        message = _('a text can\'t begin with "%(character)s"', character=character)
        return message, _QUOTES, False
    for pattern, slip, hint, at_context in _SLIPS:
        if pattern in problem:
            return slip, hint, at_context
    hint = _("Check quotes, colons and indentation on this line and the one above.")
    message = _("%(whole)s is not valid YAML: %(problem)s", whole=whole, problem=problem)
    return message, hint, False

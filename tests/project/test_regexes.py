"""Regular expressions: none that a promised release of Python gets wrong, and none that runs away.

`re` of Python 3.11.2, which is Debian 12's, mishandles possessive quantifiers and atomic groups.
"""

from __future__ import annotations

import ast
import importlib
import itertools
import pkgutil
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.regex_steps import NOT_PORTABLE, StepCounter, operators

import rostrum
from rostrum.comments import sanitizer
from rostrum.html import absolute_urls, drawings, tags, text
from rostrum.server import http

ROOT = Path(__file__).parents[2]


# Portable patterns


def uses_unportable_repeat(pattern: str | bytes) -> bool:
    """Return whether `re` reads a possessive quantifier or an atomic group in a text."""
    try:
        return not operators(pattern).isdisjoint(NOT_PORTABLE)
    except (re.error, OverflowError):  # no regular expression, or one of the `regex` package
        return False


def written_patterns(code: str) -> Iterator[tuple[int, str]]:
    """Yield line and text of what may be a pattern: each raw string, and arguments of `re.…()`."""
    tree = ast.parse(code)
    lines = code.splitlines(keepends=True)
    arguments = [
        argument
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == "re"
        for argument in call.args[:1]
    ]
    # In Python 3.11 what stands in an f-string has no place of its own: it is not looked at again.
    parts = {id(part) for each in ast.walk(tree) if isinstance(each, ast.JoinedStr)
             for part in each.values}  # fmt: skip
    for node in (*ast.walk(tree), *(n for each in arguments for n in ast.walk(each))):
        if not isinstance(node, ast.Constant | ast.JoinedStr) or id(node) in parts:
            continue
        start = lines[node.lineno - 1].encode()[node.col_offset :].decode()
        is_raw = "r" in start.partition("'")[0].partition('"')[0].lower()
        if is_raw or any(node in ast.walk(each) for each in arguments):
            yield node.lineno, pattern_of(node)


def pattern_of(node: ast.Constant | ast.JoinedStr) -> str:
    """Return the text of a literal; what an f-string inserts counts as one group."""
    if isinstance(node, ast.JoinedStr):
        values = (pattern_of(v) if isinstance(v, ast.Constant) else "(?:x)" for v in node.values)
        return "".join(values)
    value = node.value
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


@pytest.mark.parametrize(
    "code",
    [
        *(f're.compile(r"{pattern}")' for pattern in ("a++", "a*+", "a?+b", "a{1,2}+", "(?>a)")),
        *('re.sub("[a]++", "", x)', 're.match(rb"(?:a|b)*+c", x)', 'PART = r"(b(c*+))"'),
        *('re.compile(rf"{x}++")', 're.compile("a"\n    "b++")', 're.search(f"{x}(?>a)", y)'),
    ],
)
def test_a_possessive_or_atomic_regex_is_noticed(code):
    assert any(uses_unportable_repeat(pattern) for _, pattern in written_patterns(code))


def test_no_regex_in_the_sources_is_possessive_or_atomic():
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.py"]
    names = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    sources = {name for name in names.splitlines() if (ROOT / name).exists()}
    assert len(sources) > 100
    sources.remove("tests/project/test_regexes.py")
    found = [
        f"{name}:{line}: {pattern}"
        for name in sorted(sources)
        for line, pattern in written_patterns((ROOT / name).read_text("utf-8"))
        if uses_unportable_repeat(pattern)
    ]
    assert found == []


def test_no_compiled_regex_is_possessive_or_atomic():
    """Also one that is put together from parts; what is compiled in a function is read above."""
    names = [each.name for each in pkgutil.walk_packages(rostrum.__path__, "rostrum.")]
    skipped = {"rostrum.__main__", "rostrum.commands"}  # they start the program
    modules = [importlib.import_module(name) for name in sorted({*names} - skipped)]
    patterns = [
        (module.__name__, name, value.pattern)
        for module in modules
        for name, value in vars(module).items()
        if isinstance(value, re.Pattern)
    ]
    assert len(patterns) > 40
    assert [each for each in patterns if uses_unportable_repeat(each[2])] == []


# Linear patterns

ANCHORED = (absolute_urls._SCHEME, http._HEAD)  # used with `match` alone
PATTERNS = {
    f"{module.__name__}.{name}": value
    for module in (absolute_urls, tags, text, sanitizer, http)
    for name, value in vars(module).items()
    if isinstance(value, re.Pattern)
}
PATTERNS["sanitizer._LINK"] = re.compile(sanitizer._LINK)
PATTERNS["sanitizer._BARE_ADDRESS"] = re.compile(sanitizer._BARE_ADDRESS)
PATTERNS["drawings._URL"] = drawings._URL
SIGNS = (
    *("<a ", "<script", "<!--", ">", '"', "'", "=", "/", " ", ",", "a", "&#1", "http://a"),
    *("[", "]", "(", ")", "1", ".", "url(", "<script ", "<html "),
)
BEGINNINGS = ("", '<a b="', "<script ", "[a](http://b")
PAIRS = tuple(map("".join, itertools.permutations(SIGNS[:8], 2)))


def steps(pattern: re.Pattern[str], text: str) -> int:
    counter = StepCounter(pattern)
    counter.spans(text, beginning_only=pattern in ANCHORED)
    return counter.steps


def grows_faster_than_its_input(pattern: re.Pattern[str], beginning: str, piece: str) -> bool:
    """Return whether a text of twice the length takes far more than twice the steps."""
    short, long = (steps(pattern, beginning + piece * count) for count in (12, 24))
    return long > 2.6 * short


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (tags._TAG, '<a href="x" b = c d><!-- <a> --><script a>"</a></script><img'),
        (tags._ATTRIBUTE, " a='b' c = d e f=\"g\" / ="),
        (re.compile(sanitizer._LINK), 'x [a](http://b(c)d "e") [f](<mailto:g>) [h](i)'),
        (sanitizer._MARGIN, "> 1. - a\n12. b\n  c"),
        (re.compile(r"(a|ab)(c|bcd)*?(\d{2,3})\b(?<!1)"), "abcd123 ab12 ac21"),
        (re.compile(r"\b|x*$", re.M), "ab xx\nc"),
    ],
)
def test_the_step_counter_finds_what_re_finds(pattern, text):
    assert StepCounter(pattern).spans(text) == [each.span() for each in pattern.finditer(text)]


@pytest.mark.parametrize("bad", [r"(?:a+)+b", r"a*b", r"(a|a)*b", r"<a[^>]*>(?=<)"])
def test_the_step_counter_notices_a_quadratic_regex(bad):
    piece = "<a" if "<" in bad else "a"
    counts = (2, 4) if "(" in bad and "<" not in bad else (24, 48)
    short, long = (steps(re.compile(bad), piece * 3 * count) for count in counts)
    assert long > 2.6 * short


@pytest.mark.parametrize("pattern", PATTERNS.values(), ids=PATTERNS)
def test_a_regex_is_linear_in_hostile_text(pattern):
    slow = [
        (beginning, piece)
        for beginning in BEGINNINGS
        for piece in SIGNS + (PAIRS if beginning in BEGINNINGS[:2] else ())
        if grows_faster_than_its_input(pattern, beginning, piece)
    ]
    assert slow == []

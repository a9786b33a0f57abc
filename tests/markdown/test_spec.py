"""GitHub's dialect against the test files of CommonMark and of GitHub's renderer.

`make referees` fetches CommonMark's specification from npm. The folder `test/` of GitHub's
cmark-gfm is read where CMARK_GFM_TESTS names it. Neither is part of this repository.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from rostrum.markdown.gfm import GfmRenderer
from rostrum.markdown.positions import strip_positions

pytestmark = pytest.mark.referee

ROOT = Path(__file__).parents[2]
COMMONMARK = ROOT / ".venv" / "commonmark-spec" / "package" / "spec.txt"
GITHUBS = os.environ.get("CMARK_GFM_TESTS", "")
EXAMPLE = re.compile(r"^`{32} example([^\n]*)\n(.*?)^\.\n(.*?)^`{32}$", re.MULTILINE | re.DOTALL)


def read_examples(file: Path) -> Iterator[tuple[str, str]]:
    """Yield the text and the HTML of each example that is about no switched-off extension."""
    for example in EXAMPLE.finditer(file.read_text("utf-8")):
        if not {"disabled", "tagfilter"} & set(example[1].split()):
            yield example[2].replace("→", "\t"), example[3].replace("→", "\t")


class Tokens(HTMLParser):
    """The tags and text of HTML, without white space between blocks."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tokens: list[object] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tokens.append((tag, sorted(attrs, key=str)))

    def handle_endtag(self, tag: str) -> None:
        self.tokens.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        if text := data.strip():
            self.tokens.append(("text", text))

    def handle_comment(self, data: str) -> None:
        self.tokens.append(("comment", data))


def name_cause(text: str) -> str:
    if "<!--" in text:
        return "comment"
    if "[^" in text:
        return "footnote id"
    return "address" if "@" in text or "://" in text else "strong in strong"


def count_differences(file: Path) -> Counter[str]:
    renderer = GfmRenderer()
    return Counter(
        name_cause(text)
        for text, html in read_examples(file)
        if html != "<IGNORE>\n"
        and Tokens(strip_positions(renderer.convert(text))).tokens != Tokens(html).tokens
    )


# GitHub writes one <strong> for nested ones, and links addresses without brackets.
AS_ON_GITHUB = {"strong in strong": 9, "address": 4}


def test_commonmark_spec_differs_only_as_on_github():
    if not COMMONMARK.exists():
        pytest.skip("make referees fetches the specification of CommonMark")
    assert count_differences(COMMONMARK) == AS_ON_GITHUB


@pytest.mark.parametrize(
    ("name", "differences"),
    [
        # Its rules for comments are those of CommonMark 0.29.
        ("spec.txt", {**AS_ON_GITHUB, "comment": 2}),
        # An address with an emoji as its host; comments with the tag filter; data-footnote-ref.
        ("extensions.txt", {"address": 1, "comment": 1, "footnote id": 1}),
        ("regression.txt", {"footnote id": 1}),
    ],
)
def test_githubs_tests_differ_only_in_known_cases(name, differences):
    if not GITHUBS:
        pytest.skip("set CMARK_GFM_TESTS to the folder test/ of a checkout of cmark-gfm")
    assert count_differences(Path(GITHUBS) / name) == differences

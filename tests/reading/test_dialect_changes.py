"""`rostrum check --dialect`: what another dialect of Markdown would change."""

from __future__ import annotations

import pytest

from rostrum.core.diagnostics import Report
from rostrum.core.text import spell_german
from rostrum.markdown.comparison import compare_html
from rostrum.reading.dialect_changes import report_dialect_changes
from rostrum.reading.source_file import ReadOptions, SourceFile


def list_changes(tmp_path, text, dialect="gfm"):
    (tmp_path / "a.md").write_text(f"---\ntitle: A\n---\n{text}", "utf-8")
    report = Report()
    current = "python-markdown" if dialect == "gfm" else "gfm"
    options = ReadOptions("de", ("de",), "UTC", spell_german, dialect=current)
    files = [SourceFile("post", "a.md", "a.md")]
    assert report_dialect_changes(tmp_path, files, options, dialect, report) == 1
    return [(it.place.line, it.message, it.hint) for it in report]


@pytest.mark.parametrize(
    ("text", "line", "after", "before"),
    [
        (
            *("Eins.\n\nText:\n- alpha\n- beta\n", 7),
            *("<p>Text:</p><ul><li>alpha</li><li>beta</li></ul>", "<p>Text: - alpha - beta</p>"),
        ),
        ("Text ~~weg~~\n", 4, "<p>Text <del>weg</del></p>", "<p>Text ~~weg~~</p>"),
        ("Eins\n\n## A & B Teil\n", 6, '<h2 id="a--b-teil">', '<h2 id="a-b-teil">'),
    ],
)  # fmt: skip
def test_dialect_change_has_its_line_and_both_forms(tmp_path, text, line, after, before):
    ((found_line, message, hint),) = list_changes(tmp_path, text)
    assert found_line == line
    assert message.startswith(f"in gfm this becomes: {after}")
    assert hint.startswith(f"Now it is: {before}")


@pytest.mark.parametrize(
    "text",
    [
        "Ein *Text*[^1] mit [Link](x.md).\n\n[^1]: Note.\n",
        "- eins\n\n    - zwei\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n",
        "```python\nprint('a')\n```\n\n> Zitat\n\n<div>\nHTML\n</div>\n",
        "",
    ],
)
def test_dialect_change_is_none_where_readers_see_the_same(tmp_path, text):
    if text:
        assert list_changes(tmp_path, text) == []
    assert compare_html(text, text, text) == []


def test_dialect_change_deep_in_a_block_shows_the_difference(tmp_path):
    text = "- Wort " + "lang " * 100 + "\n- Ende www.x.org\n"
    ((line, message, hint),) = list_changes(tmp_path, text)
    assert line == 5
    assert "<a href=" in message
    assert "<a href=" not in hint
    assert message.startswith("in gfm this becomes: …")


def test_dialect_that_refuses_a_text_is_told(tmp_path):
    ((line, message, _),) = list_changes(tmp_path, ">" * 200 + " x\n")
    assert (line, message) == (4, "in gfm: the text nests quotes, lists or emphasis too deeply")

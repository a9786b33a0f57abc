"""`rostrum check --dialect`: what another dialect of Markdown would change."""

from __future__ import annotations

import pytest
from invoke import Exit
from invoke.context import Context
from support.sites import ANNA, post

from rostrum.cli import commands
from rostrum.core.diagnostics import Report
from rostrum.core.text import spell_german
from rostrum.markdown.comparison import compare_html
from rostrum.reading.dialect_changes import report_dialect_changes
from rostrum.reading.source_file import ReadOptions, SourceFile


def list_changes(tmp_path, text, dialect="gfm", keys=""):
    (tmp_path / "a.md").write_text(f"---\ntitle: A\n{keys}---\n{text}", "utf-8")
    report = Report()
    current = "python-markdown" if dialect == "gfm" else "gfm"
    options = ReadOptions("de", ("de",), "UTC", spell_german, dialect=current)
    files = [SourceFile("post", "a.md", "a.md")]
    report_dialect_changes(tmp_path, files, options, dialect, report)
    return [(it.place.line, str(it.message), str(it.hint)) for it in report]


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
    assert message.partition(": ")[2].startswith(after)
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


@pytest.mark.parametrize("text", ["", "Ein Text.\n"])
def test_dialect_change_of_a_summary_has_its_line(tmp_path, text):
    ((line, message, hint),) = list_changes(tmp_path, text, keys='summary: "~~Nie~~ *Immer*"\n')
    assert line == 3
    assert message == "in gfm the summary becomes: Nie Immer"
    assert hint == "Now it is: ~~Nie~~ Immer"


def test_dialect_change_of_a_summary_is_none_if_it_is_same(tmp_path):
    assert list_changes(tmp_path, "Text\n", keys='summary: "*Immer* & <b>nie</b>"\n') == []


@pytest.mark.parametrize(("extensions", "count"), [([], 1), (["tables"], 0)])
def test_dialect_changes_use_the_markdown_setting(build, capsys, extensions, count):
    text = "| a | b |\n|---|---|\n| 1 | 2 |\n"
    markdown = {"extensions": extensions, "extension_configs": {}}
    settings = {"MARKDOWN": markdown, "ROSTRUM": {"markdown": "gfm"}}
    build({"people/anna.md": ANNA, "posts/a.md": post(text)}, settings)
    commands.check.body(Context(), as_of="2026-11-22", dialect="python-markdown", lang="en")
    assert capsys.readouterr().err.count("in python-markdown this becomes") == count


def test_dialect_changes_with_a_wrong_markdown_setting_are_told(build, capsys):
    settings = {"MARKDOWN": {"extensions": ["nix"]}, "ROSTRUM": {"markdown": "gfm"}}
    build({"people/anna.md": ANNA, "posts/a.md": post()}, settings)
    with pytest.raises(Exit) as end:
        commands.check.body(Context(), as_of="2026-11-22", dialect="python-markdown", lang="en")
    assert end.value.code == 1
    assert "pelicanconf.py:7:1: error[setting]: MARKDOWN can't be used" in capsys.readouterr().err


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


def test_dialect_changes_of_repeated_words_have_their_own_lines(tmp_path):
    text = "x\n\nx\n\n~~x~~\n\nx\n\n~~x~~\n"
    assert [line for line, _, _ in list_changes(tmp_path, text)] == [8, 12]


def test_dialect_changes_in_a_row_are_told_one_by_one(tmp_path):
    changes = list_changes(tmp_path, "~~eins~~\n\n~~zwei~~\n")
    assert [line for line, _, _ in changes] == [4, 6]


@pytest.mark.parametrize(
    "text",
    [
        "[a](#über) [b](größe.md)\n\n## Über\n",
        "Eins[^1] und zwei[^1].\n\n[^1]: Note.\n",
    ],
)
def test_dialect_change_ignores_encoding_and_footnote_form(tmp_path, text):
    assert list_changes(tmp_path, text) == []


def test_dialect_change_of_an_open_comment_has_its_place(tmp_path):
    ((line, message, _),) = list_changes(
        tmp_path, "Eins.\n\nText:\n> ~~~\n> <!-- offen\n> ~~~\n", "python-markdown"
    )
    assert (line, "has no end" in message) == (8, True)


def test_dialect_comparison_of_nested_lists_ends(tmp_path):
    text = "".join("  " * n + "- a\n" for n in range(90))
    list_changes(tmp_path, text, "python-markdown")


def test_dialect_change_leaves_out_comments(tmp_path):
    (tmp_path / "1.md").write_text("---\nauthor: Eva\n---\n~~weg~~\n", "utf-8")
    report = Report()
    options = ReadOptions("de", ("de",), "UTC", spell_german)
    files = [SourceFile("comment", "1.md", "1.md")]
    report_dialect_changes(tmp_path, files, options, "gfm", report)
    assert list(report) == []


def test_dialect_change_of_an_alert_has_its_line(tmp_path):
    text = "Eins.\n\n> [!NOTE]\n> Zwei.\n\nDrei.\n\n- [x] vier\n\nNote[^1].\n\n[^1]: Note.\n"
    lines = [line for line, _, _ in list_changes(tmp_path, text, "python-markdown")]
    assert lines == [7, 11]


def test_dialect_changes_in_a_row_say_how_many_blocks(tmp_path):
    ((_, message, _),) = list_changes(tmp_path, "Text:\n- a\n\n~~weg~~\n")
    assert message.startswith("in gfm this becomes (3 blocks in a row): <p>Text:</p>")

"""What an author can write in either dialect, what a reader gets, and where the dialects differ."""

from __future__ import annotations

import pickle
import re
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st
from pelican.settings import DEFAULT_CONFIG
from support.sites import ANNA, post

from rostrum.config.setting_types import DIALECTS
from rostrum.core.diagnostics import Report, SourceLocation
from rostrum.core.text import spell_german
from rostrum.html.comments import CommentError
from rostrum.i18n.catalogs import Catalogs
from rostrum.markdown.complexity import find_excess
from rostrum.markdown.dialects import RENDERERS
from rostrum.markdown.labels import make_labels
from rostrum.markdown.options import MARKDOWN_OPTIONS
from rostrum.markdown.renderer import Renderer, Unrenderable
from rostrum.reading.cached import digest_rules
from rostrum.reading.source_file import ReadOptions

PYTHON_MARKDOWN = {"ROSTRUM": {"markdown": "python-markdown"}}
PAGE = Path(__file__).parents[2] / "docs" / "markdown.md"


@pytest.fixture(scope="module")
def renderers() -> dict[str, Renderer]:
    return {name: make(MARKDOWN_OPTIONS) for name, make in RENDERERS.items()}


@pytest.fixture(params=DIALECTS)
def dialect(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def renderer(renderers: dict[str, Renderer], dialect: str) -> Renderer:
    return renderers[dialect]


def read(renderer: Renderer, text: str, lang: str = "de") -> BeautifulSoup:
    labels = make_labels(Catalogs().load(lang).gettext)
    return BeautifulSoup(renderer.render_body(text, "a.md", 1, labels).html, "html.parser")


def squeeze(html: str) -> str:
    """Return HTML without what no reader sees: line ends, the order of attributes, entities."""
    soup = BeautifulSoup(html, "html.parser")
    for tag in soup.find_all(True):
        tag.attrs = dict(sorted(tag.attrs.items()))
    return re.sub(r"\s*\n\s*", "", soup.decode(formatter="minimal"))


# -- the same in both ---------------------------------------------------------------------------

SAME = {
    "emphasis": "*a* **b** **c *d*** `e` \\*e\\* snake_case_word",
    "headings": "# Eins\n\n## Zwei\n\n### Drei ###\n\nVier\n----\n",
    "line ends": "eins  \nzwei\ndrei<br>vier",
    "a quote": "> eins\n> zwei\n\ndrei",
    "a list": "- eins\n- zwei *x*\n    - drei\n- vier\n",
    "a numbered list": "3. drei\n4. vier",
    "a list and another": "- a\n- b\n\n1. c\n2. d",
    "a table": "| Ort | Zahl | Mitte |\n|:--|--:|:-:|\n| Linz | `1` | *x* |\n| Wels | | |",
    "a rule": "eins\n\n---\n\nzwei",
    "links": '[a](https://x.org/?b=1&c=2 "T") <https://x.org> [b][c] [c]\n\n[c]: /d',
    "a file": "[a]({filename}/posts/x.md#y) [b]({static}/d.pdf) ![c]({attach}e.jpg)",
    "a picture in a line": 'So ![alt](a.jpg "Titel") und mehr',
    "a picture alone": "![alt](a.jpg)",
    "a figure": '![Eine Halle](a.jpg "Halle 4 & 5")',
    "code of a language": "```python\nif a < b:\n    print('ä')\n```",
    "code of none": "```\na < b & c\n```",
    "code of an unknown one": "```nosuch\na\n```",
    "code by indentation": "Text\n\n    a < b\n",
    "code in tildes": "~~~ js\nlet a;\n~~~",
    "HTML": '<div class="x">\n<b>a</b>\n</div>\n\nein <kbd>b</kbd> <!-- c -->',
    "a frame": '<iframe src="/x" title="y"></iframe>',
    "entities": "&copy; &auml; A & B &lt;c&gt;",
    "contents": "[TOC]\n\n## Über uns\n\n#### Tief\n\n## A B\n\n# Oben\n",
    "a heading's own id": "## Der Plan {#plan}\n\n[Plan](#plan)",
    "definitions": "Begriff\n:   seine *Bedeutung*\n",
}


@pytest.mark.parametrize("text", SAME.values(), ids=SAME)
def test_what_readers_get_is_the_same_in_each_dialect(renderers, text):
    made = {squeeze(renderer.render_body(text, "a.md", 1).html) for renderer in renderers.values()}
    made = {html.replace("<span></span>", "") for html in made}  # where Pygments found no language
    assert len(made) == 1, made


# -- each feature, as a reader meets it ---------------------------------------------------------


def test_a_title_of_the_text_ranks_below_that_of_the_page(renderer):
    assert [tag.name for tag in read(renderer, "# a\n\n<h1>b</h1>")(re.compile("h[1-6]"))] == [
        *("h2", "h2")
    ]


def test_the_contents_lead_to_each_heading(renderer):
    found = read(renderer, "[TOC]\n\n## Über uns\n\n### Werk *Linz*\n\n## Ende")
    links = {link.get_text(): link["href"].removeprefix("#") for link in found.select(".toc a")}
    assert list(links) == ["Über uns", "Werk Linz", "Ende"]
    assert [found.find(id=anchor).get_text() for anchor in links.values()] == list(links)
    assert found.select_one(".toc li li a").get_text() == "Werk Linz"


def test_markdown_footnote_links_both_ways_in_text_language(renderer):
    text = "Eins[^a] und zwei[^b] und eins[^a].\n\n[^a]: Quelle *A*.\n[^b]: Quelle B.\n"
    found = read(renderer, text)
    for link in found.select("a[href^='#']"):
        assert found.find(id=link["href"].removeprefix("#")) is not None
    labels = [link["aria-label"] for link in found.select(".footnote-backref")]
    assert labels == [
        "Zurück zum Text: Fußnote 1",
        "Zurück zum Text: Fußnote 1, Stelle 2",
        "Zurück zum Text: Fußnote 2",
    ]
    assert found.select_one(".footnote")["aria-label"] == "Fußnoten"
    english = read(renderer, text, "en-GB")
    assert english.select_one(".footnote")["aria-label"] == "Footnotes"
    assert english.select_one(".footnote-backref")["aria-label"] == "Back to the text: footnote 1"
    ids = [tag["id"] for tag in found.select("[id]")]
    assert len(ids) == len(set(ids))


def test_footnote_links_lead_to_ids_of_the_text(renderer):
    text = "a[^a]\n\n[^a]: A\n[^b]: nie[^c]\n[^c]: C\n\n    - Liste\n[^ö]: Ö[^a]\n"
    soup = read(renderer, text)
    ids = [tag["id"] for tag in soup.select("[id]")]
    targets = [unquote(link["href"][1:]) for link in soup.select("a[href^='#']")]
    assert len(targets) >= 2
    assert set(targets) <= {*ids}
    assert soup.find_all(lambda tag: tag.name == "p" and not tag.contents) == []


HEADINGS_WITH_IDS = {
    "two headings": ("# A {#x}\n\n## B\n\n## C {#x}\n", [(14, 7, "x")]),
    "three headings": ("# A {#x}\n\n# B {#x}\n\n# C {#x} #\n", [(12, 6, "x")]),
    "underlined headings": ("A {#x}\n------\n\nBB {#x}\n------\n", [(13, 5, "x")]),
    "an element in HTML": ('<div id="x"></div>\n\n# Ä {#x}\n', [(12, 6, "x")]),
    "code": ("# A {#x}\n\n```\n# A {#x}\n```\n\n`# A {#x}`\n\n    # A {#x}\n", []),
    "another id": ("# A {#x}\n\n# B {#y}\n\n# x\n", []),
    "no ids": ("# A\n\n# A\n", []),
}


@pytest.mark.parametrize(("text", "wanted"), HEADINGS_WITH_IDS.values(), ids=HEADINGS_WITH_IDS)
def test_heading_id_given_twice_is_told_once_at_its_place(renderer, text, wanted):
    report = Report()
    renderer.render_body(text, "a.md", 10, report=report)
    assert [(it.place, it.code, str(it.message)) for it in report] == [
        (
            SourceLocation("a.md", line, column),
            "heading-id-twice",
            f'two elements of this text have the id "{id}"',
        )
        for line, column, id in wanted
    ]


def test_heading_id_is_not_told_where_markdown_reads_none():
    report = Report()
    text = "# A {#x}\n\n# B {#x}\n"
    body = RENDERERS["python-markdown"]({}).render_body(text, "a.md", 1, report=report)
    assert "A {#x}" in body.html
    assert [finding.code for finding in report] == ["markup-left"]


def test_cells_are_aligned_by_class(renderer):
    found = read(renderer, "| a | b | c |\n|:--|--:|:-:|\n| 1 | 2 | 3 |")
    wanted = [["align-left"], ["align-right"], ["align-center"]]
    assert [cell["class"] for cell in found("td")] == wanted
    assert [cell["class"] for cell in found("th")] == wanted
    assert found.select("[style], [align]") == []


def test_code_is_coloured_with_the_classes_of_the_theme(renderer):
    found = read(renderer, "```python\ndef a(): return 'x'\n```").select_one("div.highlight > pre")
    assert found.get_text() == "def a(): return 'x'\n"
    assert found.select_one("code > span.k").get_text() == "def"


def test_a_picture_alone_with_a_title_is_a_figure(renderer):
    found = read(renderer, '![Halle](a.jpg "Halle 4 < 5")').figure
    assert (found.img["alt"], found.figcaption.get_text()) == ("Halle", "Halle 4 < 5")
    assert "title" not in found.img.attrs


def test_a_line_keeps_its_marks(renderer):
    assert renderer.render_inline("a *b* & c") == "a <em>b</em> &amp; c"
    assert renderer.render_inline("a & b") == "a &amp; b"


def test_an_empty_text_is_an_empty_body(renderer):
    assert renderer.render_body(" \n\n", "a.md", 1).html == ""


@pytest.mark.parametrize(
    ("written", "wanted", "column"),
    [
        ("[a]({filename}/posts/ä.md)", "{filename}/posts/ä.md", 11),
        ("![a]({static}/Öl&Gas.jpg)", "{static}/Öl&Gas.jpg", 12),
        ("[a](<{static}/zwei Worte.pdf>)", "{static}/zwei Worte.pdf", 12),
        ("[a]({author}anna-öllinger)", "{author}anna-öllinger", 11),
        ("[a]({tag}A%20B)", "{tag}A B", 11),
        ("[a](|filename|x.md)", "|filename|x.md", 11),
        ('<a href="{index}">x</a>', "{index}", 16),
        ("[a](https://x.org/ä?b=1&c=2)", None, 11),
        ("<https://x.org>", "https://x.org", 8),
        ("[a][b]\n\n[b]: x.md", "x.md", 6),
        ("[a](x.md)", "x.md", 11),
    ],
)
def test_a_link_is_found_where_its_author_wrote_it(renderer, dialect, written, wanted, column):
    body = renderer.render_body(f"Erste Zeile.\n\nHier: {written}\n", "a.md", 10)
    reference = body.references[0]
    if dialect == "python-markdown":
        wanted = wanted and wanted.replace("{tag}A B", "{tag}A%20B")
    assert wanted in (None, reference.target)
    line = 14 if "\n" in written else 12
    assert (reference.place.line, reference.place.column) == (line, column)


@pytest.mark.parametrize("link", ["[b](x.md)", '[b](x.md "Titel")', "[b](<x.md>)", "![b](x.md)"])
def test_a_link_is_not_found_within_a_longer_address(renderer, link):
    text = f"[a](www.x.md/y) [a](../x.md) [x.md](x.md.pdf) {link}"
    references = renderer.render_body(text, "a.md", 1).references
    (place,) = [it.place for it in references if it.target == "x.md"]
    assert place.column == text.rindex("x.md") + 1


def test_markdown_links_resolve_and_mistakes_have_their_column(build, dialect, pixel):
    site = build(
        {
            "people/anna.md": ANNA,
            "images/Öl Feld.jpg": pixel,
            "posts/ältere.md": post("## x\n", title="Ältere", slug="alt"),
            "posts/a.md": post(
                "[vor]({filename}/posts/ältere.md#x) [Tag]({tag}Zwei%20Worte)\n\n"
                "![Feld](<{static}/images/Öl Feld.jpg>)\n\n"
                "Da fehlt [was]({filename}/posts/über.md).",
                tags=["Zwei Worte"],
            ),
        },
        {"ROSTRUM": {"markdown": dialect}},
    )
    body = site.page("2026/11/hallo/").select_one(".e-content")
    assert [link.get("href") for link in body("a")][:2] == ["/2026/11/alt/#x", "/tag/zwei-worte/"]
    assert body.img["src"] == "/images/%C3%96l%20Feld.jpg"
    assert site.findings == [
        'content/posts/a.md:11:16: warning[link-missing]: there is no file "/posts/über.md"'
    ]


PLAIN = """
from rostrum.defaults import THEME
PLUGINS = ["rostrum"]
PATH = "content"
TIMEZONE = "UTC"
SITEURL = "https://blog.example"
ARTICLE_PATHS = ["posts"]
STATIC_PATHS = []
YEAR_ARCHIVE_SAVE_AS = "{date:%Y}/index.html"
MONTH_ARCHIVE_SAVE_AS = "{date:%Y}/{date:%m}/index.html"
"""
WITH_DEFAULTS = f"from rostrum.defaults import *\n{PLAIN}"
PELICANS_OWN = f"MARKDOWN = {DEFAULT_CONFIG['MARKDOWN']!r}\n"


@pytest.mark.parametrize(
    ("settings", "dialect"),
    [
        (WITH_DEFAULTS, "gfm"),
        (WITH_DEFAULTS + "ROSTRUM = {'markdown': 'python-markdown'}\n", "python-markdown"),
        (WITH_DEFAULTS + "MARKDOWN = {'extensions': ['extra']}\n", "python-markdown"),
        (WITH_DEFAULTS + PELICANS_OWN, "python-markdown"),
        (PLAIN, "python-markdown"),
        (PLAIN + "ROSTRUM = {'markdown': 'gfm'}\n", "gfm"),
    ],
)
def test_default_dialect_depends_on_defaults_and_markdown(build, settings, dialect):
    files = {"people/anna.md": ANNA, "posts/a.md": post("Text:\n- eins\n- zwei")}
    site = build(files, settings)
    assert site.exitcode == 0, site.text
    assert site.outcome.config.reading.dialect == dialect
    (page,) = (name for name in site.files if "hallo" in name and name.endswith(".html"))
    items = [item.get_text() for item in site.page(page)("li")]
    assert ("eins" in items) == (dialect == "gfm")


def test_markdown_setting_without_effect_is_told(build):
    site = build({}, {"MARKDOWN": {"extensions": ["extra"]}, "ROSTRUM": {"markdown": "gfm"}})
    assert tuple(map(str, site.outcome.sources.notices)) == (
        "MARKDOWN is not used: the texts are in GitHub's Markdown (gfm).",
    )


def test_a_dialect_that_is_none_is_told_with_the_nearest(build):
    site = build({}, {"ROSTRUM": {"markdown": "gfn"}})
    assert site.exitcode == 2
    assert '"gfn" is not one of gfm, python-markdown' in site.text
    assert 'Did you mean "gfm"?' in site.text


def test_the_settings_know_every_dialect():
    assert set(RENDERERS) == set(DIALECTS)


def test_markdown_dialect_reaches_workers_and_separates_cache():
    options = ReadOptions("de", ("de",), "UTC", spell_german)
    other = replace(options, dialect="gfm")
    assert pickle.loads(pickle.dumps(other)).dialect == "gfm"
    assert digest_rules(options) != digest_rules(other)


# -- where they differ: docs/markdown.md, row by row ---------------------------------------------

DIFFERENCES: dict[str, tuple[str, str, str]] = {
    # what: (the text, what finds it in Python-Markdown's, what finds it in GitHub's)
    "A list right after a line of text": ("Text:\n- a\n- b", "p", "li"),
    "A list within a list, two spaces in": ("- a\n  - b", "ul > li + li", "ul ul"),
    "A table right after a line of text": ("Text\n| a |\n|---|\n| 1 |", "p", "table"),
    "`1)` for a numbered list": ("1) a\n2) b", "p", "ol"),
    "A fenced block of code in a list": ("1. a\n\n   ```sh\n   b\n   ```", "p > code", "li pre"),
    "More than a language behind a fence": ('```sh {title="a"}\nb\n```', "p > code", "pre"),
    "Two references side by side": ("[a] [b]\n\n[a]: /1\n[b]: /2", "a:only-child", "a + a"),
    "A heading that ends with `#`": (
        "## C#",
        "#c:not(:-soup-contains('#'))",
        ":-soup-contains('C#')",
    ),
    "A task list": ("- [ ] a", "li", "li label > input[disabled]"),
    "Struck out": ("~~a~~", "p", "del"),
    "An address without angle brackets": ("https://x.org", "p", "a"),
    "A backslash at a line's end": ("a\\\nb", "p", "br"),
    "Markdown within HTML, after an empty line": ("<div>\n\n*a*\n\n</div>", "div", "div em"),
    "A heading without a blank": ("#Titel", "h2", "p"),
    "A link to a path with blanks": ("[a](b c.md)", "a", "p"),
    "The id of a heading with a sign in it": ("## A & B", "#a-b", "#a--b"),
    "Several paragraphs of a definition": ("A\n:   b\n\n    c", "dd p + p", "dd"),
    "The second heading of a text": ("## A\n\n## A", "#a_1", "#a-1"),
    "An alert": ("> [!NOTE]\n> a", "blockquote", ".admonition.note"),
    "An emoji by its name": (":tada: a", "p", "p"),
    "Classes": ("a\n{: .lead}", ".lead", "p"),
    "Abbreviations": ("HTML\n\n*[HTML]: Sprache", "abbr", "p"),
    "Marked lines of code": ('```{ .python hl_lines="1" }\nx\n```', ".hll", "pre"),
    'Markdown within HTML, by `markdown="1"`': ('<p markdown="1">*a*</p>', "em", "p"),
    "The contents twice": ("[TOC]\n\n[TOC]\n\n## a", ".toc + .toc", ".toc + p"),
}
ONLY = {"python-markdown": 1, "gfm": 2}


@pytest.mark.parametrize("case", DIFFERENCES)
def test_a_known_difference_is_one(renderers, case):
    text = DIFFERENCES[case][0]
    found = {name: read(renderer, text) for name, renderer in renderers.items()}
    for name, soup in found.items():
        assert soup.select(DIFFERENCES[case][ONLY[name]]), soup
    texts = {name: squeeze(str(soup)) for name, soup in found.items()}
    assert texts["gfm"] != texts["python-markdown"]


def test_the_page_for_authors_names_every_difference():
    table = PAGE.read_text("utf-8").partition("## Where the dialects differ")[2]
    table = table.partition("\n## ")[0]
    rows = re.findall(r"^\| ([^|]+?) \|", table, re.MULTILINE)
    assert sorted(set(rows) - {"what", "---"}) == sorted(DIFFERENCES)


def examples() -> list[tuple[str, str]]:
    """Return the examples of the page for authors: what is written, what readers get."""
    page = PAGE.read_text("utf-8")
    return re.findall(r"^`{4}markdown\n(.*?)^`{4}\n\n`{3}html\n(.*?)^`{3}$", page, re.M | re.S)


@pytest.mark.parametrize(("written", "wanted"), examples())
def test_markdown_example_in_docs_gives_its_documented_html(renderers, written, wanted):
    assert squeeze(renderers["gfm"].render_body(written, "a.md", 1).html) == squeeze(wanted)


def test_the_documentation_has_examples():
    assert len(examples()) >= 6


# -- hostile input -------------------------------------------------------------------------------

MARKS = "ab *_#[](){}<>!|`~=-+&;:^.\"'\\/%\n\t\x00\x0b\x85\u2028€😀"
PIECES = (
    *("[TOC]\n\n", "[^a]", "[^a]: x\n", "```py\n", "- [ ] ", "<h2>", "</h2>", "<!--", "-->"),
    *("<p>", '<a href="', '="%7Bstatic%7D', "<pre><code", "</code></pre>", "{static}", "> "),
    *("</section>\n", '<li><input type="checkbox" disabled="" /> ', "|a|\n|-|\n", "\n\n", "# "),
)
STRANGE = st.lists(st.sampled_from(PIECES) | st.text(MARKS, max_size=8), max_size=40)


@settings(max_examples=300)
@given(text=STRANGE.map("".join))
def test_no_text_is_too_strange(renderers, text):
    for renderer in renderers.values():
        with suppress(CommentError):
            body = renderer.render_body(text, "a.md", 3)
            assert all(reference.place.line >= 3 for reference in body.references)


@pytest.mark.parametrize(
    "text",
    [
        ">" * 1000 + "a",
        "\n".join("  " * n + "- a" for n in range(300)),
        "*a **b " * 300 + "c** d*" * 300,
    ],
    ids=["quotes", "lists", "emphasis"],
)
def test_what_nests_too_deeply_is_told(renderers, text):
    with pytest.raises(Unrenderable, match="too deeply"):
        renderers["gfm"].render(text)


HOSTILE = {
    "open tags": "<img ", "open links": "<a", "open values": "<a b='", "processing": "<?a ",
    "comments": "<!--", "sections": "<![CDATA[", "declarations": "<!A ", "closing tags": "</a",
    "tags of two lines": "<a\n", "empty tags": "<a/", "inline tags": "<b>", "divisions": "<div>\n",
    "scripts": "<script>", "styles": "<style", "mails": "<a@b", "autolinks": "<http:a",
    "brackets": "[", "links": "[a](", "pictures": "![", "picture links": "![a](", "notes": "[^",
    "references": "[a][", "parentheses": "[a](((", "pointed links": "[a](<b", "titles": '[a](b "',
    "definitions": "[a]: b\n", "note definitions": "[^a]: b\n\n", "nested brackets": "[a[",
    "stars": "*", "emphasis": "*a_ **b ", "underlines": "_a __b", "tildes": "~~a ",
    "backticks": "``a`", "backslashes": "\\", "escapes": "\\*", "entities": "&amp;",
    "fences": "```a\n", "open fences": "~~~\n", "attributes of fences": "``` {.a #b}\n",
    "quotes": "> ", "lists": "- ", "items": "- - a\n", "signs": "* - + ", "numbers": "1. ",
    "rules": "---\n", "titles below": "a\n-\n", "double lines": "a\n=\n", "headings": "# a\n",
    "attributes": "# a {#", "attribute lists": "*a*{: ", "terms": "a\n:   ", "lines": "a\n",
    "abbreviations": "*[a]: b\n", "tables": "|a|\n|-|\n", "cells": "a|", "contents": "[TOC]\n\n",
    "placeholders": "\x02klzzwxh:0001\x03", "domains": "www.a", "addresses": "a@b.c ", "text": "a ",
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_text_is_rendered_or_told_within_two_seconds(renderer, case, cpu_seconds):
    part = HOSTILE[case]
    with suppress(Unrenderable):
        renderer.render_body(part * (100_000 // len(part)), "a.md", 1)
    assert cpu_seconds() < 2


def test_a_wide_table_whose_rows_are_filled_up_is_told(renderers):
    table = "|a" * 1000 + "|\n" + "|-" * 1000 + "|\n" + "|b\n" * 1000
    with pytest.raises(Unrenderable, match="too many cells in a table"):
        renderers["python-markdown"].render(table)


def test_many_abbreviations_in_a_long_text_are_told(renderers):
    text = "".join(f"*[a{n}]: b\n\n" for n in range(2_000)) + "a1 a2 " * 10_000
    with pytest.raises(Unrenderable, match="too many abbreviations"):
        renderers["python-markdown"].render(text)


def test_too_much_work_is_told_at_the_line_that_makes_most_of_it(build):
    text = "Gut. [a](b.md) *c*\n\n" * 10 + "[" * 20_000 + "\n\nGut.\n"
    site = build({"people/anna.md": ANNA, "posts/a.md": post(text)}, PYTHON_MARKDOWN)
    assert site.findings == [
        (
            "content/posts/a.md:26:1: error[markdown]: the text is too much work for Markdown: "
            "too many brackets that nothing closes"
        )
    ]


def test_a_title_or_summary_is_no_way_around_the_limits(renderers, cpu_seconds):
    for sign in ("[", "<img ", "`a``", "\\"):
        with suppress(Unrenderable):
            renderers["python-markdown"].render_inline(sign * (100_000 // len(sign)))
    assert cpu_seconds() < 2


LEGITIMATE = {
    "a book of two megabytes": (
        2_000_000, "", "Ein *Satz* mit [Verweis](a.md) und `Code`, **fett** &amp; mehr.\n\n"
    ),
    "a list of links": (
        100_000, "", "- [Ein *Verweis*](https://example.com/a_b) mit Text dahinter\n"
    ),
    "a book with code": (
        500_000, "", "Ein Absatz. " * 30 + "\n\n```python\nx = [1, {2: '<a'}]\n```\n\n"
    ),
    "a table of 2,000 rows": (60_000, "|a|b|c|d|\n|-|-|-|-|\n", "| [a](b) | *c* | `d` | e |\n"),
    "a book of questions": (1_000_000, "", "## Frage?\n\nAntwort.\n\n"),
}  # fmt: skip


@pytest.mark.parametrize("case", LEGITIMATE)
def test_markdown_long_realistic_text_is_within_the_limits(case):
    size, head, part = LEGITIMATE[case]
    assert find_excess(head + part * (size // len(part))) is None


LONG = {
    "quotes": "> ", "lists": "- ", "brackets": "[", "links": "[a](", "images": "![[]()",
    "emphasis": "*a_ ", "backticks": "`a``", "tags": "<a ", "comments": "<!--", "tables": "|",
    "footnotes": "[^", "tasks": "- [ ] a\n", "autolinks": "www.a.b ", "mails": "a@b.c ",
    "headings": "# a_1\n", "contents": "# a\n[TOC]\n", "code": "```python\nx\n```\n",
    "languages": "```nosuch\nx\n```\n", "open tags": "<div>\n<", "open paragraphs": "<div><p>",
    "open headings": "<div><h2>", "open code": '<div><pre><code class="language-a">',
    "open scripts": "<div><script>", "open quotes": "<div><a href='", "pictures": "<div><p><img ",
    "marks": "[a]({static}/ä) ", "blanks": " ", "backslashes": "\\",
}  # fmt: skip


@pytest.mark.parametrize("size", [250_000, pytest.param(1_000_000, marks=pytest.mark.referee)])
@pytest.mark.parametrize("case", LONG)
def test_a_megabyte_takes_seconds(renderers, case, size, cpu_seconds):
    """A quarter of it may take a quarter of the time."""
    part: Any = LONG[case]
    text = part * (size // len(part))
    with suppress(Unrenderable):
        renderers["gfm"].render_body(text, "a.md", 1)
    assert cpu_seconds() < 20 * size / 1_000_000  # a megabyte of quadratic ones took minutes


@pytest.mark.parametrize(
    "text",
    [
        "[^1] " * 20_000 + "\n\n[^1]: x\n",
        '[a](b "c) ' * 10_000,
        "```{.a #b}\nx\n```\n" * 6_000,
        "<![CDATA[" * 1_000,
    ],
    ids=[
        "references to one footnote",
        "titles that nothing closes",
        "coloured blocks of code",
        "CDATA",
    ],
)
def test_markdown_slow_input_is_reported_within_two_seconds(build, cpu_seconds, text):
    site = build({"people/anna.md": ANNA, "posts/a.md": post(text)}, PYTHON_MARKDOWN)
    assert (site.exitcode, site.codes) == (1, ["markdown"])
    assert cpu_seconds() < 3


def test_a_post_has_at_most_two_hundred_tags(build):
    site = build({"people/anna.md": ANNA, "posts/a.md": post(tags=[f"t{n}" for n in range(201)])})
    assert site.codes == ["value-long"]


def test_heading_never_takes_an_id_of_the_page(renderer):
    text = "## Comments\n\n[there](#comments)\n\n## Comments 1\n\n## Main\n"
    shown = read(renderer, text)
    ids = [heading["id"] for heading in shown.find_all("h2")]
    assert len(set(ids)) == 3
    assert not {"comments", "main"} & set(ids)
    assert shown.a["href"] == f"#{ids[0]}"

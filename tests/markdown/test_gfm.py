"""GitHub's dialect: alerts, tasks, emoji, definitions, formulas and diagrams."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from zipfile import ZipFile

import pytest
from bs4 import BeautifulSoup
from support.sites import ANNA, post, source

from rostrum.core.diagnostics import Report
from rostrum.html.unrenderable import Unrenderable
from rostrum.i18n.catalogs import Catalogs
from rostrum.markdown import gfm
from rostrum.markdown.gfm import GfmRenderer
from rostrum.markdown.labels import make_labels

GFM = {"ROSTRUM": {"markdown": "gfm"}}


@pytest.fixture(scope="module")
def renderer() -> GfmRenderer:
    return GfmRenderer()


def read(renderer: GfmRenderer, text: str, lang: str = "de") -> BeautifulSoup:
    labels = make_labels(Catalogs().load(lang).gettext)
    return BeautifulSoup(renderer.render_body(text, "a.md", 1, labels).html, "html.parser")


def test_task_list_is_labelled_and_disabled(renderer):
    found = read(renderer, "- [x] *eins*\n  - [ ] zwei\n- drei\n")
    labels = [label.get_text(strip=True) for label in found.select("li.task > label")]
    assert labels == ["eins", "zwei"]
    assert all(box.has_attr("disabled") for box in found("input"))
    assert [box.has_attr("checked") for box in found("input")] == [True, False]
    assert found.select("label ul") == []


def test_task_of_several_paragraphs_is_labelled_by_the_first(renderer):
    found = read(renderer, "- [ ] eins\n\n  mehr\n- [x] zwei\n")
    assert [label.get_text(strip=True) for label in found("label")] == ["eins", "zwei"]


def test_script_and_style_of_an_author_pass(renderer):
    found = read(renderer, "<script src='/x.js'></script>\n\n<style>a{}</style>")
    assert found.script["src"] == "/x.js"
    assert found.style is not None


def test_heading_in_an_html_comment_is_not_in_the_contents(renderer):
    found = read(renderer, "[TOC]\n\n<!--\n<h2>weg</h2>\n-->\n\n## da")
    assert [link.get_text() for link in found.select(".toc a")] == ["da"]


def test_html_shown_as_code_is_unchanged(renderer):
    text = '```html\n<h2>a</h2> <td align="left"> ="%7Bstatic%7D" <br />\n```\n`<h2>b</h2> <br />`'
    found = read(renderer, text)
    assert found.pre.get_text() == '<h2>a</h2> <td align="left"> ="%7Bstatic%7D" <br />\n'
    assert found.select_one("p code").get_text() == "<h2>b</h2> <br />"
    assert found("h2") == []


@pytest.mark.parametrize("lang", ["de", "de-AT", "en", "fr"])
@pytest.mark.parametrize(
    ("kind", "german"),
    [
        ("NOTE", "Hinweis"),
        ("TIP", "Tipp"),
        ("IMPORTANT", "Wichtig"),
        ("WARNING", "Warnung"),
        ("CAUTION", "Vorsicht"),
    ],
)
def test_alert_has_a_title_in_the_language_of_the_text(renderer, kind, german, lang):
    alert = read(renderer, f"> [!{kind}]\n> Ein *Wort*.", lang).select_one("div.admonition")
    assert alert["class"] == ["admonition", kind.lower()]
    title, text = alert("p")
    assert title["class"] == ["admonition-title"]
    assert title.get_text() == (german if lang.startswith("de") else kind.title())
    assert text.decode_contents() == "Ein <em>Wort</em>."


def test_alert_keeps_a_title_of_its_author(renderer):
    assert read(renderer, "> [!NOTE] Zur Lage\n> a").select_one("p").get_text() == "Zur Lage"


def test_quote_that_is_no_alert_stays_a_quote(renderer):
    assert read(renderer, "> [!FOO]\n> a").blockquote.get_text(strip=True) == "[!FOO]\na"


def test_emoji_by_name_is_shown_in_text_and_summary(renderer):
    assert read(renderer, "a :tada: 10:30:45 `:tada:`").p.get_text() == "a 🎉 10:30:45 :tada:"
    assert renderer.render_inline(":tada: a") == "🎉 a"


def test_definition_list_with_two_definitions(renderer):
    found = read(renderer, "Teil\n: eins\n\n: zwei *2*\n")
    assert found.dt.get_text() == "Teil"
    assert [item.get_text(strip=True) for item in found("dd")] == ["eins", "zwei2"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Es gilt $a_1 < b_1$.", "Es gilt $a_1 < b_1$."),
        ("Es gilt $`a^2`$.", "Es gilt $a^2$."),
        ("$$\nx^2\n$$", "$$\nx^2\n$$"),
        ("```math\nx^2\n```", "x^2\n"),
    ],
)
def test_formula_is_shown_as_written_and_reported(renderer, text, shown):
    report = Report()
    body = renderer.render_body(f"Eins.\n\n{text}\n", "a.md", 10, report=report)
    assert shown in BeautifulSoup(body.html, "html.parser").get_text()
    (warning,) = report
    assert (warning.code, warning.place.line) == ("not-rendered", 12)
    assert str(warning.message) == "GitHub renders this formula, the site shows its source"
    assert "sourcepos" not in body.html
    assert "math" not in body.html.replace("language-math", "")


@pytest.mark.parametrize(
    "text", ["Es kostet 5 $ oder 6 $.", "von $5/$6 bis US$7", "`$a$` und \\$a$"]
)
def test_dollar_signs_of_prices_are_no_formula(renderer, text):
    report = Report()
    renderer.render_body(text, "a.md", 1, report=report)
    assert list(report) == []


def test_diagrams_of_a_text_are_one_finding(build):
    files = {"people/anna.md": ANNA, "posts/a.md": post("```mermaid\ngraph\n```\n\n" * 3)}
    site = build(files, GFM)
    (finding,) = site.findings
    assert finding.startswith("content/posts/a.md:6:1: warning[not-rendered]: GitHub renders this")
    assert finding.endswith("diagram, the site shows its source; 2 more in this text")
    assert "graph" in site.page("2026/11/hallo/").select_one(".e-content pre").get_text()


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("[x.md](x.md) und [x.md](x.md)", [(1, 8), (1, 25)]),
        ("[![x.jpg](x.jpg)](x.jpg)", [(1, 19), (1, 11)]),
        ("`x.md` [a](x.md)", [(1, 12)]),
        ("> - ä [a](x.md)\n>   ö [b](y.md)", [(1, 11), (2, 11)]),
        ("| ä | b |\n|---|---|\n| [a](x.md) | ![b](y.jpg) |", [(3, 7), (3, 20)]),
        ("Ü <https://x.org> www.y.org a@b.at", [(1, 4), (1, 19), (1, 29)]),
        ("[a][b] [c][b]\n\n[b]: x.md", [(3, 6), (3, 6)]),
        ("🎉🎉 [ä😀](ö.md)😀 [ü](<é é.md>)ß [n](x.md)", [(1, 9), (1, 21), (1, 35)]),
        ("x.md <a href='x.md'>a</a> [a](x.md)", [(1, 15), (1, 31)]),
        ("[c](x\\_y.md) [b](&ouml;.md)", [(1, 1), (1, 14)]),
        ("x.md max.md [a][1]\n\n[1]: x.md", [(3, 6)]),
        ('`b.md` <a href="b.md">b</a>', [(1, 17)]),
        ("a[^1]\n\n[^1]: [a](x.md)", [(3, 11)]),
    ],
)
def test_link_place_is_exact(renderer, text, places):
    references = renderer.render_body(text, "a.md", 1).references
    found = [
        (it.place.line, it.place.column)
        for it in references
        if it.target[:1] != "#" and it.attribute != "alt"
    ]
    assert found == places


def test_source_positions_never_reach_readers(renderer):
    text = (
        '# a\n\n[b](c) ![d](e) `f`\n\n```py\ng\n```\n\n- [ ] h $i$\n\n| j |\n|---|\n\n![k](l "m")\n'
    )
    assert "sourcepos" not in renderer.render_body(text, "a.md", 1).html
    assert "sourcepos" not in renderer.render(text)


def test_text_with_a_lone_surrogate_is_rendered(renderer):
    assert read(renderer, "a \ud800 b").p.get_text() == "a ? b"


def test_panic_of_the_library_is_reported_as_unrenderable(renderer, monkeypatch):
    class PanicException(BaseException):
        pass

    def panic(*_: object) -> str:
        raise PanicException("index out of bounds")

    monkeypatch.setattr(gfm.comrak, "markdown_to_html", panic)
    with pytest.raises(Unrenderable, match="comrak fails on this text: index out of bounds"):
        renderer.render("a")


MEMORY = """
import resource

from rostrum.markdown.gfm import GfmRenderer

renderer, sizes = GfmRenderer(), []
for _ in range(2):
    for _ in range(150):
        renderer.convert("Ein *Wort* und [noch eines](https://x.org).\\n\\n" * 200)
    sizes.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
print(sizes[1] / sizes[0])
"""


def test_memory_of_a_conversion_is_freed():
    # In a process of its own: the largest size so far is that of these conversions.
    command = [sys.executable, "-c", MEMORY]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert float(printed) < 1.1


@pytest.mark.parametrize(
    "summary", ["1. Mai: *Tag* & mehr", "# 4711 & du", "- 5 % & weniger", "> 5 % & mehr", "*** & a"]
)
def test_summary_that_looks_like_a_block_keeps_its_signs(renderer, summary):
    inline = BeautifulSoup(renderer.render_inline(summary), "html.parser").get_text()
    assert inline == summary.replace("*Tag*", "Tag")


def test_alert_title_of_an_author_is_inline_markdown(renderer):
    alert = read(renderer, "> [!NOTE] siehe [z](f.md) **fett**\n> a")
    assert alert.strong.a["href"] == "f.md"
    assert alert.strong.get_text() == "siehe z fett"


def test_footnote_that_ends_in_a_list_has_a_labelled_link_back(renderer):
    note = read(renderer, "a[^1]\n\n[^1]: Text\n\n    - Liste\n").select_one(".footnote")
    assert note.select_one(".footnote-backref")["aria-label"] == "Zurück zum Text: Fußnote 1"
    assert "data-footnote" not in str(note)


def test_code_with_markup_of_the_author_is_not_highlighted(renderer):
    text = '<pre><code class="language-python">print(<mark>1</mark>)</code></pre>'
    assert read(renderer, text).mark.get_text() == "1"


@pytest.mark.parametrize(
    "text",
    [
        ">" * 100_000,
        "- " * 50_000,
        "> - " * 25_000,
        '<span data-math-style="inline" data-sourcepos="1:1-1:1">' * 1_600,
        f'<a data-sourcepos="{"1" * 5000}:1-1:1" href="x">a</a>',
        f'<code data-math-style="inline" data-sourcepos="{"1" * 5000}:1-1:1">a</code>',
        "[a][b] " * 14_000 + "\n\n[b]: x\\_y.md\n",
    ],
    ids=["quotes", "lists", "both", "formulas", "position", "of a formula", "references"],
)
def test_hostile_text_takes_less_than_two_seconds(renderer, cpu_seconds, text):
    with suppress(Unrenderable):
        renderer.render_body(text, "a.md", 1, report=Report())
    assert cpu_seconds() < 2


def test_quotes_nested_too_deeply_are_told_at_their_line(build):
    text = "Eins.\n\n" + ">" * 200 + " x\n"
    site = build({"people/anna.md": ANNA, "posts/a.md": post(text)}, GFM)
    assert site.findings == [
        (
            "content/posts/a.md:8:1: error[markdown]: the text nests quotes, lists or emphasis "
            "too deeply"
        )
    ]


def test_footnotes_not_shown_are_told(renderer):
    report = Report()
    text = (
        "a[^1] b[^ö]\n\n[^1]: eins\n\n[^1]: noch eins\n[^2]: nie\n[^Ö]: x\n\n```\n[^3]: Code\n```\n"
    )
    renderer.render_body(text, "a.md", 10, report=report)
    assert [(it.place.line, it.code, str(it.message)) for it in report] == [
        (14, "footnote-twice", "the footnote [^1] is defined twice"),
        (15, "footnote-unused", "the footnote [^2] is not shown: no text refers to it"),
    ]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Text <!-- a\n\nb --> [n](f1.md)", (3, 11)),
        ("<!--\n[x](f4.md)\n-->\n\n[n](f4.md)", (5, 5)),
        ("Text <!-- [x](f5.md)\n\n--> [n](f5.md)", (3, 9)),
    ],
)
def test_link_place_is_right_after_a_comment(renderer, text, place):
    (reference,) = renderer.render_body(text, "a.md", 1).references
    assert (reference.place.line, reference.place.column) == place


def test_ticks_of_tasks_are_in_the_book_and_whole_series(build):
    text = "- [x] erledigt\n- [ ] offen\n"
    files = {"people/anna.md": ANNA, "series/s.md": source(title="Reihe")}
    files |= {
        f"posts/{n}.md": post(text, title=f"T{n}", slug=f"t{n}", series="s", part=n) for n in (1, 2)
    }
    site = build(files)
    tasks = [
        task.get_text(" ", strip=True) for task in site.page("series/s/all/").select("li.task")
    ]
    assert tasks == ["☑ erledigt", "☐ offen"] * 2
    (book,) = (name for name in site.files if name.endswith(".epub"))
    with ZipFile(site.output / book) as archive:
        pages = [archive.read(name).decode() for name in archive.namelist() if "xhtml" in name]
    assert sum(page.count("☑") for page in pages) == 2


def test_footnote_without_a_definition_is_told(renderer):
    report = Report()
    text = "a[^x]\n\n`b[^y]` \\[^z] c[^1]\n\n```\n[^k]\n```\n\n[^1]: da\n"
    renderer.render_body(text, "a.md", 10, report=report)
    assert [(it.place.line, it.code) for it in report] == [(10, "footnote-missing")]


def test_automatic_summary_leaves_deleted_text_out(renderer):
    assert renderer.render_body("Heute ~~Suppe~~ Schnitzel.", "a.md", 1).lead == "Heute Schnitzel."

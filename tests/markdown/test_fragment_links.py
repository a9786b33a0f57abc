"""Links to parts of a text, and ids that belong to the page around it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support.sites import ANNA, post, source

from rostrum.core.diagnostics import Report
from rostrum.markdown.dialects import RENDERERS
from rostrum.markdown.fragments import list_targets
from rostrum.markdown.options import MARKDOWN_OPTIONS
from rostrum.markdown.reserved_ids import RESERVED_IDS, is_reserved

TEMPLATES = Path(__file__).parents[2] / "theme/templates"
DIALECTS = tuple(RENDERERS)
NO_ID = "warning[fragment-missing]: there is no heading or id"


@pytest.fixture(params=DIALECTS)
def body(request):
    renderer = RENDERERS[request.param](MARKDOWN_OPTIONS)

    def render(text):
        report = Report()
        html = renderer.render_body(text, "a.md", 1, report=report).html
        return html, [f"{it.place.line}:{it.place.column}: {it.message} {it.hint}" for it in report]

    return render


def test_a_link_to_a_missing_heading_suggests_the_nearest_one(body):
    _, findings = body("Siehe [Plan](#der-plam).\n\n## Der Plan\n\n## Das Ziel")
    assert findings == [
        '1:14: there is no heading or id "der-plam" in this text Did you mean "#der-plan"?'
    ]


def test_headings_without_ids_say_how_to_get_them():
    report = Report()
    renderer = RENDERERS["python-markdown"]({"extensions": ["extra"]})
    renderer.render_body("[a](#der-plan)\n\n## Der Plan", "a.md", 1, report=report)
    (finding,) = report
    hint = 'Add "markdown.extensions.toc" to MARKDOWN: it gives ids to headings.'
    assert str(finding.hint) == hint


@pytest.mark.parametrize(
    "text",
    [
        *("[a](#der-plan)\n\n## Der Plan", "[a](#%C3%B6l)\n\n## Öl", "[a](#x)\n\n<p id='x'>y</p>"),
        *(
            "[a](#x)\n\n<a name=x></a>",
            "[a](#)",
            "[a](#top)",
            "[a](#comments)",
            "[a](#comment-001)",
        ),
        *("[a](#:~:text=Wort)", "Eins.[^1]\n\n[^1]: Zwei.", "[TOC]\n\n## A\n\n## A"),
    ],
)
def test_a_link_to_a_part_that_is_there_is_no_finding(body, text):
    assert body(text)[1] == []


@pytest.mark.parametrize("dialect", DIALECTS)
def test_fragments_of_links_to_other_texts_are_checked(build, dialect):
    text = "[a](b.md#der-plan) [b](b.md#plan) [c](/2026/11/zwei/#x) [d]({filename}/pages/s.md#y)\n"
    files = {
        "people/anna.md": ANNA,
        "posts/a.md": post(text),
        "posts/b.md": post("## Der Plan\n", title="Zwei"),
        "pages/s.md": source("## Ja\n", title="Seite"),
    }
    site = build(files, {"ROSTRUM": {"markdown": dialect}})
    assert site.findings == [
        f'content/posts/a.md:6:24: {NO_ID} "plan" in content/posts/b.md',
        f'content/posts/a.md:6:39: {NO_ID} "x" in content/posts/b.md',
        f'content/posts/a.md:6:61: {NO_ID} "y" in content/pages/s.md',
    ]
    assert site.page("2026/11/hallo/").find("a", string="b")["href"].endswith("/zwei/#plan")


def test_fragments_of_links_to_people_and_series_are_checked(build):
    text = "[a](../people/anna.md#weg) [b](../people/anna.md#roles-title) [c](../series/s.md#x)\n"
    files = {
        "people/anna.md": ANNA + "\n## Weg\n",
        "series/s.md": source("## Ziel\n", title="Reihe"),
        "posts/a.md": post(text, series="s"),
    }
    assert build(files).findings == [f'content/posts/a.md:7:67: {NO_ID} "x" in content/series/s.md']


def test_a_fragment_is_checked_again_when_other_text_changes(build):
    files = {"people/anna.md": ANNA, "posts/a.md": post("[a](b.md#plan)\n")}
    assert build({**files, "posts/b.md": post("## Plan\n", title="B")}).findings == []
    site = build({"posts/b.md": post("## Ziel\n", title="B")})
    assert site.codes == ["fragment-missing"]


@pytest.mark.parametrize(
    "name", ["comments", "main", "talk", "comment-001", "part-2", "parts-2026", "y2026"]
)
def test_a_heading_does_not_take_an_id_of_the_theme(body, name):
    title = name.replace("-", " ").capitalize()
    html, findings = body(f"[a](#{name})\n\n## {title}\n\nWort")
    assert f'<h2 id="{name}_1">' in html
    assert f'<a href="#{name}_1">' in html
    assert findings == []


def test_no_element_of_a_text_takes_an_id_of_the_theme(body):
    html, _ = body(
        '<div id="main">\n<label for="main">id="main"</label></div>\n\n<a href=\'#main\'>x</a>'
    )
    assert '<div id="main_1">' in html
    assert 'for="main_1"' in html
    assert "href='#main_1'" in html
    assert 'id="main"</label>' in html.replace("&quot;", '"')


def read_template(name: str) -> str:
    """Return a template with all that it extends, includes and imports."""
    texts, waiting = dict[str, str](), [name]
    while waiting:
        name = waiting.pop()
        if name not in texts:
            texts[name] = (TEMPLATES / name).read_text("utf-8")
            pattern = r'(?:extends|include|import|from) "([^"]+)"'
            waiting += re.findall(pattern, texts[name])
    return "".join(texts.values())


@pytest.mark.parametrize(
    "template", sorted(str(it.relative_to(TEMPLATES)) for it in TEMPLATES.glob("*.html"))
)
def test_every_id_of_a_template_with_texts_is_reserved(template):
    text = read_template(template)
    ids = set(re.findall(r'\sid="([^"]+)"', text))
    plain = {name for name in ids if "{" not in name}
    assert plain <= RESERVED_IDS
    numbers = {"loop.index": "1", "year.year": "2026", "reply.id": "001", "step.anchor": "part-1"}
    numbers |= {"chapter.anchor": "part-1", "group.anchor": "parts-2026"}
    if "|scrollable" in text:
        names = {re.sub(r"\{\{ (\S+) \}\}", lambda it: numbers[it[1]], name) for name in ids}
        assert {name for name in names - {"part-1-title"} if not is_reserved(name)} == set()


def test_reserved_ids_are_ids_of_the_theme():
    text = "".join(it.read_text("utf-8") for it in TEMPLATES.rglob("*.html"))
    assert set(re.findall(r'\sid="([^"{]+)"', text)) == RESERVED_IDS


def test_ids_are_read_as_browsers_read_them():
    html = (
        '<p id=a>x</p><h2 class="x" id="b&amp;c">y</h2><a href="#" name=\'d\'>z</a><i title="id=e">'
    )
    assert list_targets(html) == {"a", "b&c", "d"}


@pytest.mark.parametrize("piece", ["<a ", "<a name", '<p id="', "<a name=main id='main' "])
def test_ids_are_listed_in_time_linear_in_the_text(piece, cpu_seconds):
    list_targets(piece * 20_000)
    assert cpu_seconds() < 5

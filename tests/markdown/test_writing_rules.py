"""What readers see or hear otherwise than it is meant: told at its place, in both dialects."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from rostrum.core.diagnostics import Report
from rostrum.markdown.dialects import RENDERERS
from rostrum.markdown.options import MARKDOWN_OPTIONS

BLOCKS = "Text.\n\n```html\n{}\n```\n\n    {}\n\nUnd `{}` hier.\n\n<!-- {} -->\n"


def check(text: str, dialect: str, typography: str = "de") -> list[str]:
    """Return the findings of a text whose first line is the fifth of a file."""
    report = Report()
    renderer = RENDERERS[dialect](MARKDOWN_OPTIONS)
    renderer.render_body(text, "a.md", 5, report=report, typography=typography)
    return [f"{it.place}: {it.level}[{it.code}]: {it.message}" for it in report]


@pytest.fixture(params=RENDERERS, name="find")
def in_each_dialect(request: pytest.FixtureRequest) -> Callable[[str], list[str]]:
    return lambda text: check(text, request.param)


# Links


def link(text: str) -> str:
    return f'warning[link-text]: the link "{text}" says nothing of its target'


@pytest.mark.parametrize(
    ("text", "place", "named"),
    [
        ("Mehr dazu [hier](https://x.example/).", "a.md:5:11", "hier"),
        ("Öl: [Mehr »](https://x.example/)", "a.md:5:5", "Mehr"),
        ("Text\n[**Read\nmore**][x].\n\n[x]: https://x.example/", "a.md:6:1", "Read more"),
        ("Siehe [hier].\n\n[hier]: https://x.example/", "a.md:5:7", "hier"),
        ('> <a href="https://x.example/">click here</a>', "a.md:5:32", "click here"),
        ("`[hier](x)` und [hier](https://x.example/)", "a.md:5:17", "hier"),
        ("- [mehr …](https://x.example/)", "a.md:5:3", "mehr"),
    ],
)
def test_a_vague_link_is_told(find, text: str, place: str, named: str) -> None:
    assert find(text) == [f"{place}: {link(named)}"]


@pytest.mark.parametrize(
    "text",
    [
        *("[Hier wird gebaut](https://x.example/)", "[mehr] Zeit", "hier, mehr, weiter"),
        '<a href="https://x.example/" aria-label="Zum Plan">hier</a>',
        "[![Ein Plan](https://x.example/a.png)](https://x.example/) hier",
        BLOCKS.replace("{}", "[hier](https://x.example/)"),
        "[der Plan von **hier**](https://x.example/)",
    ],
)
def test_a_link_that_names_its_target_is_fine(find, text: str) -> None:
    assert find(text) == []


def test_each_vague_link_is_told_at_its_own_place(find) -> None:
    text = "[hier](https://x.example/) [hier](https://y.example/)\n\n[Hier](https://z.example/)\n"
    assert [found.split(" ")[0] for found in find(text)] == ["a.md:5:1:", "a.md:5:28:", "a.md:7:1:"]


# Headings

FIRST = "the first heading of the text is on level 3, and the title of the page on level 1"
NEXT = "the heading is on level 4, and the one before it on level 2"


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        (
            "## A\n\n#### B\n\nText\n\n###### C\n",
            "a.md:7:1",
            f"{NEXT}; 1 more in this text, line 11",
        ),
        ("### A\n", "a.md:5:1", FIRST),
        ("A\n---\n\n```\n# x\n```\n\n<h4>B &amp; C</h4>\n", "a.md:12:1", NEXT),
        ("## Der *Plan*\n\n> #### Der Plan: [a](https://x.example/)\n", "a.md:7:3", NEXT),
    ],
)
def test_a_skipped_level_is_told_once_for_a_text(find, text: str, place: str, says: str) -> None:
    assert find(text) == [f"{place}: warning[heading-skip]: {says}"]


@pytest.mark.parametrize(
    "text",
    [
        "## A\n\n### B\n\n#### C\n\n## D\n",
        "# A\n\n### B\n",  # the top level is shown as the second
        BLOCKS.replace("{}", "##### A"),
        "Ohne Überschrift\n",
    ],
)
def test_headings_in_order_are_fine(find, text: str) -> None:
    assert find(text) == []


# Lists

RUN_TOGETHER = (
    "warning[list-lost]: the list that begins here is no list, but part of the paragraph: its "
    "lines run together"
)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Wir brauchen:\n- Holz\n", "a.md:6:1"),
        ("Wir brauchen\n* **Holz**\n* [Stahl](https://x.example/)\n", "a.md:6:1"),
        ("Text\n\n> So:\n> 1. eins\n> 2. zwei\n", "a.md:8:3"),
        ("```\nx:\n- Holz\n```\n\nDaher:\n- Holz\n", "a.md:11:1"),
    ],
)
def test_a_list_without_an_empty_line_is_told(text: str, place: str) -> None:
    assert check(text, "python-markdown") == [f"{place}: {RUN_TOGETHER}"]
    assert check(text, "gfm") == []


@pytest.mark.parametrize(
    "text", ["• Holz\n• Stahl\n", "Wir brauchen:\n• Holz\n", "Dann:\n7. Holz\n8. Stahl\n"]
)
def test_a_list_of_no_dialect_is_told_in_both(find, text: str) -> None:
    line = 5 if text.startswith("•") else 6
    assert find(text) == [f"a.md:{line}:1: {RUN_TOGETHER}"]


@pytest.mark.parametrize(
    "text",
    [
        *("Text\n\n- Holz\n- Stahl\n", "Das Werk steht seit\n1990. Und noch.\n"),
        *("Am Tag\n1. Mai war es.\n", "Zwei:  \n\\- eins\n", "- a\n\n  b\n- c\n"),
        "```yaml\nx:\n- a\n- b\n```\n\n    x:\n    - a\n    - b\n\n<!-- x:\n- a\n- b -->\n",
        "Anschrift:<br>\n• Linz<br>\n• Wien\n",
    ],
)
def test_lines_that_are_no_list_are_fine(find, text: str) -> None:
    assert find(text) == []


# Word


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            'Text\n\n<p class="MsoNormal">Eins</p>\n\n<p class=MsoNormal>Zwei</p>\n',
            (
                'a.md:7:4: warning[word-html]: class="MsoNormal" is left from Word; 1 more in this '
                "text, line 9"
            ),
        ),
        (
            'Ein <span style="mso-bidi-font-size:12.0pt">Wort</span>.\n',
            "a.md:5:18: warning[word-html]: mso-bidi-font-size:12.0pt is left from Word",
        ),
        ("<p>Eins<o:p> x</p>\n", "a.md:5:8: warning[word-html]: <o:p is left from Word"),
        ("Ein <o:p>Wort\n", "a.md:5:5: warning[word-html]: <o:p is left from Word"),
    ],
)
def test_html_from_word_is_told_once_for_a_text(find, text: str, found: str) -> None:
    assert found in find(text)


def test_html_from_word_in_code_is_fine(find) -> None:
    assert find(BLOCKS.replace("{}", '<p class="MsoNormal" style="mso-x:y">x<o:p></o:p></p>')) == []


# Placeholders


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Eins.\n\nTODO: Foto\n\nText folgt.\n", '"TODO"; 1 more in this text, line 9'),
        ("Eins.\n\nText folgt\n", '"Text folgt"'),
        ("Eins.\n\nLorem ipsum dolor sit amet.\n", '"Lorem ipsum dolor"'),
        ("Eins.\n\n**TKTK**\n", '"TKTK"'),
        ("Eins.\n\nXXX\n", '"XXX"'),
        ("Eins.\n\nImprint template\n", '"Imprint template"'),
    ],
)
def test_a_placeholder_is_noted(find, text: str, found: str) -> None:
    words, _more, lines = found.partition(";")
    column = 3 if "**" in text else 1
    says = f"{words} stands for a text that is not written{_more}{lines}"
    assert find(text) == [f"a.md:7:{column}: note[placeholder]: {says}"]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Die TODO-Liste und eine TODO list.",
            "Todo ist alles.",
            "Tel. 555-XXXX",
            "Super Bowl XXX",
        ),
        *("Weder Lorem Ipsum noch Blindtext", "![TODO](https://x.example/a.png)"),
        BLOCKS.replace("{}", "TODO: Text folgt"),
        *("Ein Kontext folgt dem Text.", "XXX. Olympische Spiele"),
        *("Der Text folgt einem Muster.", "The text follows in Markdown.", "Text folgt Bild."),
    ],
)
def test_words_that_are_no_placeholder_are_fine(find, text: str) -> None:
    assert find(text) == []


# Alt texts


@pytest.mark.parametrize(
    ("text", "column", "alt"),
    [
        ("![IMG_1234.jpg](https://x.example/a.jpg)", 3, "IMG_1234.jpg"),
        ("Öl ![DSC00042](https://x.example/a.jpg)", 6, "DSC00042"),
        ("![team_foto](https://x.example/team_foto.jpg)", 3, "team_foto"),
        ('<img src="https://x.example/a.jpg" alt="Neues Foto.PNG">', 11, "Neues Foto.PNG"),
    ],
)
def test_a_file_name_as_alt_text_is_told(find, text: str, column: int, alt: str) -> None:
    says = f'warning[alt-file-name]: the alt text "{alt}" is the name of a file'
    assert find(text) == [f"a.md:5:{column}: {says}"]


@pytest.mark.parametrize(
    "alt", ["Halle", "Halle 4 am Abend", "E-Mail", "COVID-19", "Web 2.0", "Foto"]
)
def test_words_as_alt_text_are_fine(find, alt: str) -> None:
    assert find(f"![{alt}](https://x.example/{alt.lower().replace(' ', '-')}.jpg)") == []


# Quotation marks


@pytest.mark.parametrize("dialect", RENDERERS)
def test_straight_quotes_are_told_where_they_are_shown(dialect: str) -> None:
    text = 'Er sagt "ja" und\nsie "nein".\n\n[x](https://x.example "Titel") `"c"` 5" Rohr\n'
    says = (
        'warning[quotes-straight]: "ja" has straight quotation marks; 1 more in this text, line 6'
    )
    assert check(text, dialect, typography="") == [f"a.md:5:9: {says}"]
    assert check(text, dialect) == []
    assert check(BLOCKS.replace("{}", 'x = "ja"'), dialect, typography="") == []

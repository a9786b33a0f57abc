"""Markup that a dialect does not read: of other systems, of the other dialect, or lost."""

from __future__ import annotations

from contextlib import suppress

import pytest
from support.sites import ANNA, post

from rostrum.core.diagnostics import Report
from rostrum.html.unrenderable import Unrenderable
from rostrum.markdown.dialects import RENDERERS
from rostrum.markdown.options import MARKDOWN_OPTIONS

FENCE = "```sh\nmake\n```"


def check(text, dialect):
    report = Report()
    RENDERERS[dialect](MARKDOWN_OPTIONS).render_body(text, "a.md", 1, report=report)
    return [f"{it.place.line}:{it.place.column}: {it.code}" for it in report]


@pytest.fixture(params=RENDERERS)
def findings(request):
    return lambda text: check(text, request.param)


@pytest.mark.parametrize(
    "markup",
    [
        *("{{< youtube abc >}}", "{{% notice %}}", "{% include x.html %}", "{{ site.title }}"),
        *('[gallery ids="1,2"]', "[gallery]", "[/caption]", '[contact-form-7 id="12" title="x"]'),
        *("[embed width=“12”]", "{%- if x -%}", '{{<figure src="a.png">}}'),
    ],
)
def test_markup_of_other_systems_is_told(findings, markup):
    assert findings(f"Eins.\n\nSiehe {markup} hier.") == ["3:7: markup-left"]


@pytest.mark.parametrize(
    "text",
    [
        *("`{{< x >}}` und `{% x %}`", f"{FENCE}\n\n```\n{{% x %}}\n[gallery ids=1]\n```"),
        *("    {{< x >}}\n    {% y %}", "<pre>{{ x }}</pre>", "[a](b.md) [c] [d=e]", "{ a: 1 }"),
        *("[Plan](x.md 'a=b')", "100 % {}", "Eins, zwei[^1].\n\n[^1]: Drei.", "a < b > c"),
        *("<https://x.example/> und <a@b.example>", "<my-chart>x</my-chart>", "`List<String>`"),
    ],
)
def test_signs_that_are_no_leftover_markup_are_not_told(findings, text):
    assert findings(text) == []


def test_a_blank_in_a_template_tag_is_no_blank_in_an_address():
    report = Report()
    RENDERERS["gfm"]({}).render_body("![x]({{ image | url }})", "a.md", 1, report=report)
    (message,) = [str(it.message) for it in report]
    assert message.startswith('"{{ image | url }}" is markup of another system')


def test_leftover_markup_is_one_finding_a_text_with_all_lines(findings):
    report = Report()
    text = "{{< a >}}\n\n`{{< code >}}`\n\nWort {{< b >}}\n\n{% c %}\n"
    RENDERERS["gfm"]({}).render_body(text, "a.md", 1, report=report)
    (message,) = [str(it.message) for it in report]
    assert message.startswith('"{{< a >}}" is markup of another system')
    assert message.endswith("; 2 more in this text, lines 5, 7")
    same = Report()
    RENDERERS["gfm"]({}).render_body("{{< a >}}\n\n{{< b >}} {{< c >}}", "a.md", 1, report=same)
    assert [str(it.message).rpartition("; ")[2] for it in same] == ["2 more in this text, line 3"]


def test_a_liquid_tag_that_becomes_attributes_is_told():
    assert check("Text.\n{% video /a.mp4 360 %}", "python-markdown") == ["2:1: markup-left"]


@pytest.mark.parametrize(
    ("text", "python", "gfm"),
    [
        ("> [!NOTE]\n> Wort", ["1:3: markup-left"], []),
        ("Ein ~~altes~~ Wort", ["1:5: markup-left"], []),
        ("- [x] fertig\n- [ ] offen", ["1:3: markup-left"], []),
        ("## Titel {#plan}", [], []),
        (
            "Absatz.\n{: .klasse }\n\nWort {#id} hier",
            ["4:6: markup-left"],
            ["2:1: markup-left"],
        ),
        ("```sh\nmake", ["1:1: code-lost"], []),
    ],
)
def test_markup_of_the_other_dialect_is_told(text, python, gfm):
    assert check(text, "python-markdown") == python
    assert check(text, "gfm") == gfm


def test_fences_shown_in_raw_html_are_told():
    text = "<div>\n```sh\nmake\n```\n</div>"
    assert check(text, "gfm") == ["2:1: code-lost"]
    assert check(text, "python-markdown") == []


@pytest.mark.parametrize(
    "text",
    [
        *("1. Eins\n\n   ```sh\n   make\n   ```", '\n\n```yaml {title="x"}\na: 1\n```'),
        *("\n\n```ruby lib/a.rb\nputs 1\n```", "- a\n\n    ~~~\n    x\n    ~~~"),
    ],
)
def test_code_that_python_markdown_loses_is_told_with_its_line(text):
    found = check(f"{FENCE}\n\n{text}", "python-markdown")
    assert [it.split(" ")[1] for it in found] == ["code-lost"]
    assert found[0].startswith(("7:4", "7:1", "7:5"))
    assert check(f"{FENCE}\n\n{text}", "gfm") == []


def test_fences_within_a_block_of_code_are_not_told(findings):
    assert findings("````\n```yaml x y\na\n```\n````\n\n    ```a b\n    c\n    ```") == []


def test_a_link_that_python_markdown_loses_is_told():
    text = "Siehe [eins] [zwei].\n\n[eins]: https://x.example/1\n[zwei]: https://x.example/2"
    assert check(text, "python-markdown") == ["1:14: text-lost"]
    assert check(text, "gfm") == []
    assert check(text.replace("[eins] [", "[eins][] ["), "python-markdown") == []
    assert check(text.replace("[eins]:", "[drei]:"), "python-markdown") == []


@pytest.mark.parametrize(
    ("heading", "is_lost"),
    [
        *(("## Über C#", True), ("# F#", True), ("## C\\#", False), ("## Titel ##", False)),
        *(("## Titel##", False), ("# Titel#", False), ("## Titel #", False), ("Wort C#", False)),
    ],
)
def test_a_sign_that_python_markdown_loses_of_a_heading_is_told(heading, is_lost):
    assert ("text-lost" in str(check(heading, "python-markdown"))) is is_lost
    assert check(heading, "gfm") == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        *(("Sehr geehrte\n{Vorname Nachname}", "2:1"), ("## Titel {Kuerzel}", "1:10")),
        *(("Ein **Wort**{wichtig} hier", "1:13"), ("`a`{2024}", "1:4"), ("*a*{.b Wort}", "1:4")),
        ("| A | B |\n|---|---|\n| x {drei} | y |", "3:5"),
    ],
)
def test_words_taken_for_attributes_are_told_in_python_markdown(text, place):
    assert check(text, "python-markdown") == [f"{place}: text-lost"]
    assert "text-lost" not in str(check(text.replace("{", "\\{"), "python-markdown"))
    assert "text-lost" not in str(check(text, "gfm"))


@pytest.mark.parametrize(
    "text",
    [
        *("Ein {Wort} hier", "Satz\n{a} und {b}", "Satz\n\\{Vorname}", "    *a*{wort}"),
        *("*a*{: .b #c }", '[a](https://x.example/){rel="me" target=_blank}', "`*a*{wort}`"),
        *("[a](https://x.example/){download hidden}", "## Titel {#plan}", "<b {wort}>a</b>"),
    ],
)
def test_attributes_and_braces_that_are_read_are_not_told(text):
    assert check(text, "python-markdown") == []


def test_words_in_angle_brackets_are_told_once_a_text(findings):
    assert findings("Wenn <Name> oder <Ihre Firma> fehlt, `<Wort>`.") == ["1:6: tag-unknown"]


@pytest.mark.parametrize("dialect", RENDERERS)
def test_leftover_markup_is_told_for_each_text_of_a_site(build, dialect):
    files = {"people/anna.md": ANNA + "{{ x }}\n", "posts/a.md": post("{{< x >}}\n")}
    site = build(files, {"ROSTRUM": {"markdown": dialect}})
    assert site.codes == ["markup-left", "markup-left"]
    assert "{{&lt; x &gt;}}" in site.read("2026/11/hallo/")


@pytest.mark.parametrize(
    "piece", ["{{< a ", "{% ", "[a b=", "<Aa ", "~~a", "{#a", "```a b\n", "<?", "<a =„", "{a} "]
)
def test_leftovers_are_searched_in_linear_time(piece, cpu_seconds):
    with suppress(Unrenderable):  # an instruction without an end
        check(piece * (20_000 // len(piece)), "gfm")
    assert cpu_seconds() < 5


@pytest.mark.parametrize(
    "link",
    [
        *("[a](my post.md)", "![Halle]({static}/images/die halle.jpg)", "[a](../ein x.md#teil)"),
        *("[a]({filename}/posts/my post.md)", "[](a b.pdf)"),
    ],
)
def test_an_address_with_a_blank_is_told_where_it_is_no_link(link):
    report = Report()
    RENDERERS["gfm"]({}).render_body(f"Eins {link} zwei.", "a.md", 1, report=report)
    (finding,) = [it for it in report if it.code == "markup-left"]
    assert finding.place.column == 6
    angled = link.replace("](", "](<")[:-1] + ">)"
    assert str(finding.hint) == f"Write it in angle brackets: {angled}"
    # A link without text is one, and told otherwise.
    told = check(f"Eins {angled} zwei.", "gfm")
    assert [it for it in told if "link-text" not in it] == []
    assert "markup-left" not in check(f"Eins {link} zwei.", "python-markdown")


def test_a_blank_behind_mailto_is_to_be_removed():
    report = Report()
    RENDERERS["gfm"]({}).render_body("[Mail](mailto: a@b.example)", "a.md", 1, report=report)
    assert [str(it.hint) for it in report] == ["Remove the blank: [Mail](mailto:a@b.example)"]


@pytest.mark.parametrize(
    "text", ["f[0](a b)", "[x](siehe oben)", "`[a](b c.md)`", '[a](b.md "c d.md")', "[a] (b c.md)"]
)
def test_parentheses_behind_brackets_are_no_link_with_a_blank(text):
    assert check(text, "gfm") == []


@pytest.mark.parametrize("dialect", RENDERERS)
def test_the_hint_for_angle_brackets_helps_in_each_dialect(dialect):
    report = Report()
    renderer = RENDERERS[dialect](MARKDOWN_OPTIONS)
    renderer.render_body("Hallo <Name>!", "a.md", 1, report=report)
    assert [str(it.hint).split(",")[0] for it in report] == ["Write &lt; for the sign <"]
    assert check("Hallo &lt;Name>!", dialect) == []
    assert "Hallo &lt;Name&gt;!" in renderer.render_body("Hallo &lt;Name>!", "a.md", 1).html


@pytest.mark.parametrize("text", ["![Halle](a.jpg){width=50%}", "[a](b.md){target=_blank}"])
def test_attributes_behind_a_link_are_told_where_they_are_shown(text):
    assert f"1:{text.index('{') + 1}: markup-left" in check(text, "gfm")
    assert "markup-left" not in " ".join(check(text, "python-markdown"))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        *(("Eins.\n\n<?php\n echo 1;\n?>\n\nZwei.", "3:1"), ("Eins <?php x ?> zwei", "1:6")),
        *(("<![CDATA[Wort]]>\n\nZwei.", "1:1"), ("Eins <![CDATA[x]]> zwei", "1:6")),
        *(("<!DOCTYPE html>\n<p>Eins</p>", "1:1"), ("<div>\nI </3 you>\n</div>", "2:3")),
    ],
)
def test_what_browsers_take_for_a_comment_is_told(findings, text, place):
    assert findings(text) == [f"{place}: text-lost"]


@pytest.mark.parametrize(
    "text",
    [
        *("`<?php x ?>`", "    <!DOCTYPE html>", "<textarea>\n<?php x ?>\n</textarea>", "a <! b"),
        *("<svg><title><![CDATA[a]]></title></svg>", "Eins <!-- <?php ?> --> zwei", "1 </ 2"),
    ],
)
def test_instructions_that_stay_in_the_html_are_not_told(findings, text):
    assert findings(text) == []


@pytest.mark.parametrize(
    "markup", ["{.b x}", "{: .b }", "{{ x }}", "[gallery ids=1]", "[a](b c.d)"]
)
def test_escaped_markup_is_meant_to_be_shown(findings, markup):
    assert findings(f"Eins \\{markup} zwei") == []
    assert findings(f"Eins \\\\\\{markup} zwei") == []


def test_a_backslash_that_is_escaped_itself_escapes_nothing(findings):
    assert findings("Eins \\\\{.b x} zwei") == ["1:8: markup-left"]


@pytest.mark.parametrize(
    ("tag", "corrected"),
    [
        *(("<a href=„x.md“>", '<a href="x.md">'), ("<a href=”x.md”>", '<a href="x.md">')),
        *(("<b title = «zwei Worte»>", '<b title ="zwei Worte">'), ("<a href=“x>", '"…"')),
        ('<a title="x=„y“" href=“x.md”>', '<a title="x=„y“" href="x.md">'),
    ],
)
@pytest.mark.parametrize("dialect", RENDERERS)
def test_typographic_quotation_marks_in_a_tag_are_told(dialect, tag, corrected):
    report = Report()
    renderer = RENDERERS[dialect](MARKDOWN_OPTIONS)
    renderer.render_body(f"Eins\n{tag} zwei", "a.md", 1, report=report)
    assert [(it.code, it.place.line, it.place.column) for it in report] == [("markup-left", 2, 1)]
    assert [str(it.hint) for it in report] == [f"Write straight quotation marks: {corrected}"]


@pytest.mark.parametrize(
    "text", ["`<a href=„x“>`", '<b title="x=„y“">a</b>', "<b title='„y“'>a</b>", "a <b =„c“ d"]
)
def test_quotation_marks_outside_of_a_tag_are_not_told(findings, text):
    assert findings(text) == []

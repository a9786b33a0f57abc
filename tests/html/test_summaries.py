"""Summaries: the words of a text without its markup, and without what is no summary."""

from __future__ import annotations

import pytest

from rostrum.html.elements import is_element
from rostrum.html.summaries import extract_lead, summary_text
from rostrum.markdown.dialects import RENDERERS
from rostrum.markdown.options import MARKDOWN_OPTIONS

LONG = "Im ersten Halbjahr haben wir drei Werke umgestellt."


@pytest.fixture(params=RENDERERS)
def lead(request):
    renderer = RENDERERS[request.param](MARKDOWN_OPTIONS)
    return lambda text: renderer.render_body(text, "a.md", 1).lead


@pytest.mark.parametrize(
    ("text", "summary"),
    [
        ("Wir waren 4[^1] Leute.\n\n[^1]: Ohne Lehrlinge, aber mit allen anderen.", "4 Leute"),
        ('4<sup><a href="#n1">1</a></sup> und 5<sup>[2]</sup> Leute', "4 und 5 Leute"),
        ("10<sup>6</sup> Teile, x<sup>n+1</sup> und CO<sub>2</sub>", "10⁶ Teile, xⁿ⁺¹ und CO₂"),
        ("der 2<sup>nd</sup> und 10<sup>x, y</sup>", "der 2nd und 10^(x, y)"),
        ("Wir streichen <del>100</del> <ins>80</ins> Stellen", "Wir streichen 80 Stellen"),
        ("Wir streichen ~~100 oder 90~~ <s>85</s> 80", "Wir streichen 80"),
        ("Davor <span hidden>x <span>y</span> z</span> danach", "Davor danach"),
        ("Es sind 80 <del>alt</del> <b hidden>x</b>. Und", "Es sind 80. Und"),
        ("Es sind <b>80</b> <del>alt</del>, <del>x</del> !", "Es sind 80, !"),
        ('Davor <b style="color:red; display: none">x</b> danach', "Davor danach"),
        ('Davor <b aria-hidden="true">x</b> danach', "Davor danach"),
        ("Davor <!-- x --> danach", "Davor danach"),
        ("Davor <noscript>x</noscript> <template>y</template> danach", "Davor danach"),
        ("Davor <video src='a.mp4'>x</video> <iframe src='b'>y</iframe> danach", "Davor danach"),
        ("Wenn <Name> und <Ihre Firma> fehlen", "Wenn <Name> und <Ihre Firma> fehlen"),
        ("Schreib `<Name>`, `~~x~~` oder `{{ y }}`", "Schreib <Name>, ~~x~~ oder {{ y }}"),
        ("Ein {{< ref a >}} Satz {% x %} mit {{ y }} Resten", "Ein Satz mit Resten"),
        ("<my-chart>Ein</my-chart> Satz", "Ein Satz"),
    ],
)
def test_a_summary_has_the_words_that_readers_see(lead, text, summary):
    assert summary in lead(text)
    assert len(lead(text)) <= len(summary) + len("Wir waren .")


@pytest.mark.parametrize(
    "beginning",
    [
        *("Liebe Kolleginnen und Kollegen,", "Liebe Kolleginnen, liebe Kollegen und Gäste!"),
        *("Sehr geehrte Frau Dr. Huber, sehr geehrte Damen und Herren,", "Dear all,", "Hi team!"),
        *("Chers collègues et chères collègues de toutes les usines,", "Hallo,<br>"),
        *("Kurz.", "{{< youtube abc >}}", "{% include x.html %}", '[gallery ids="1,2"]'),
        *("> [!NOTE]\n> Verschoben.", "<div hidden>\n\nIntern: " + LONG + "\n\n</div>"),
        "<noscript>\n<p>Ohne JavaScript: " + LONG + "</p>\n</noscript>",
        *("[TOC]", "## Eine Überschrift, länger als vierzig Zeichen ist sie", "- eins\n- zwei"),
    ],
)
def test_a_salutation_or_short_text_is_not_the_summary(lead, beginning):
    assert lead(f"{beginning}\n\n{LONG}") == LONG


def test_a_salutation_on_the_line_before_is_not_in_the_summary(lead):
    assert lead(f"Liebe Kolleginnen,\nliebe Kollegen,\n{LONG}") == LONG


@pytest.mark.parametrize("text", ["Dear all,", "Kurz.", "Kurz.\n\nNoch."])
def test_a_short_text_is_the_summary_if_nothing_longer_follows(lead, text):
    assert lead(text) == text.split("\n")[0]


def test_the_longest_of_short_texts_is_summary_not_a_footnote(lead):
    assert lead(f"Kurz.[^1]\n\nEtwas länger.\n\n[^1]: {LONG}") == "Etwas länger."


@pytest.mark.parametrize(
    "sentence",
    [
        "Liebe Grüße sind kein Geschäftsmodell, sagt man mir oft.",
        "Hallo Welt war der erste Text, den wir hier für unsere Leute veröffentlicht haben!",
        "Dear customers deserve better than what we delivered in March.",
    ],
)
def test_a_sentence_with_words_of_a_salutation_is_the_summary(lead, sentence):
    assert lead(f"{sentence}\n\n{LONG}") == sentence


def test_ideographs_count_twice_for_the_length_of_a_summary():
    sentence = "我们在上半年改造了三座工厂并且写下了经验。"
    assert extract_lead(f"<p>{sentence}</p><p>{LONG}</p>") == sentence


def test_short_items_of_a_list_alone_are_the_summary_together(lead):
    assert lead("- eins\n- zwei, drei") == "eins zwei, drei"


def test_an_unclosed_deletion_in_a_summary_ends_with_paragraph():
    assert extract_lead(f"<p>Ein <del>zwei</p>\n<p>{LONG}</p>") == LONG


def test_names_of_elements_are_told_from_words():
    names = ["p", "STRONG", "my-chart", "linearGradient", "Name", "Vor-Name", "ihre"]
    assert [is_element(name) for name in names] == [True, True, True, True, False, False, False]


@pytest.mark.parametrize("piece", ["<del>", "<sup>", "<Name ", "{{ ", "{%", "[a b=", "<p hidden>"])
def test_summaries_take_time_linear_in_the_text(piece, cpu_seconds):
    text = piece * (200_000 // len(piece))
    extract_lead(text)
    summary_text(text)
    assert cpu_seconds() < 5


@pytest.mark.parametrize(
    "tag",
    [
        "p hidden",
        'p title="a>b" hidden',
        "p title='<' hidden",
        'p style="display:none"',
        "p\nhidden",
    ],
)
def test_hidden_paragraph_is_no_summary_whatever_precedes(tag):
    seen = "Was alle sehen und was auch für sich allein lang genug ist."
    html = f"<{tag}>Ein verborgener Satz, der ebenfalls lang genug ist.</p>\n<p>{seen}</p>\n"
    assert extract_lead(html) == seen


def test_the_word_hidden_hides_nothing():
    text = "The costs are hidden = unseen, and display: block is a rule of style sheets."
    assert extract_lead(f"<p>{text}</p>") == text

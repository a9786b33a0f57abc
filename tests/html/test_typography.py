"""Typography by language: what is replaced, and what stays as it is written."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rostrum.html.text import html_text
from rostrum.html.typography import typeset_html, typeset_text


def show(text: str, lang: str) -> str:
    """Return a typeset text with its no-break spaces as `_`."""
    return typeset_text(text, lang).replace("\u00a0", "_")


@pytest.mark.parametrize(
    ("lang", "written", "shown"),
    [
        ("de", '"Hallo", sagte er: "Das ist \'gut\'"', "„Hallo“, sagte er: „Das ist ‚gut‘“"),
        ("de-AT", '"Servus" - am 18. Jänner', "„Servus“ – am 18._Jänner"),
        ("de-CH", "\"Grüezi 'du'\"", "«Grüezi ‹du›»"),
        ("de", "Wir -- alle --- gehen", "Wir – alle — gehen"),
        ("de", "er kommt ... und geht...", "er kommt_… und geht…"),
        ("de", "er kommt … und", "er kommt_… und"),
        (
            "de",
            "§ 5 ECG, §§ 14 UGB, Nr. 3, S. 5, Abs. 2",
            "§_5 ECG, §§_14 UGB, Nr._3, S._5, Abs._2",
        ),
        ("de", "z. B. Dr. Thaler, d. h. i. d. R. u. a.", "z._B. Dr._Thaler, d._h. i._d._R. u._a."),
        ("de", "1. September, 16:40 Uhr, 5 %, 10 €", "1._September, 16:40_Uhr, 5_%, 10_€"),
        ("de", "geht's, Hans' Auto, 's ist die '68er", "geht’s, Hans’ Auto, ’s ist die ’68er"),
        ("de", 'das "Wir"-Gefühl ("neu")', "das „Wir“-Gefühl („neu“)"),
        ("en", "\"It's the dogs' 'bone'\"", "“It’s the dogs’ ‘bone’”"),
        ("en", "p. 5, No. 3, 5 pm, Mr Smith", "p._5, No._3, 5_pm, Mr_Smith"),
        ("en-US", "on November 18, word--word", "on November_18, word—word"),
        ("en-GB", "on 18 November - 'tis true", "on 18_November – ’tis true"),
        ("fr", '"Oui" : non !', "«_Oui_»_: non_!"),
        ("ja", '"a" 5 %', '"a" 5_%'),
    ],
)
def test_text_is_set_by_its_language(lang: str, written: str, shown: str) -> None:
    assert show(written, lang) == shown
    assert show(typeset_text(written, lang), lang) == shown


@pytest.mark.parametrize(
    "written",
    [
        '5\'8" und 27" breit',
        '"ohne Ende',
        "3 - 2",
        "rostrum --strict",
        "a...b und foo--bar.html",
        "„Schon“ – gesetzt",
        'a < b & "c',
        "12.5.2026, 0.5 mal",
    ],
)
def test_what_is_ambiguous_stays_as_written(written: str) -> None:
    assert typeset_text(written, "de") == written


@pytest.mark.parametrize(
    "fragment",
    [
        '<p><code>"a" -- b ... 5 %</code></p>',
        '<pre><code>"a"\n\n<span>"b"</span>\n</code></pre>',
        "<kbd>\"a\"</kbd> <samp>'a'</samp>",
        '<p><a href="https://a.example/?q=5 %" title=\'"x" - y\'>a</a></p>',
        '<script>"a"\n<p>"b"</p></script><math><mi>"a"</mi></math>',
        '<PRE>"a"</PRE>',
        '<img alt="&quot;a&quot; - b ...">',
    ],
)
def test_code_tags_and_addresses_are_left_alone(fragment: str) -> None:
    assert typeset_html(fragment, "de") == fragment


def test_quotation_may_hold_tags_and_code() -> None:
    written = '<p>"<em>Ja</em>" und &quot;<code>a "b"</code>&quot;.</p>'
    assert typeset_html(written, "de") == '<p>„<em>Ja</em>“ und „<code>a "b"</code>“.</p>'


def test_quotation_ends_with_its_block() -> None:
    written = '<p>"a</p>\n<p>b" und "c"</p>\n<pre>x</pre>\n<p>"d"</p>'
    shown = '<p>"a</p>\n<p>b" und „c“</p>\n<pre>x</pre>\n<p>„d“</p>'
    assert typeset_html(written, "de") == shown


def test_title_keeps_angle_brackets_and_entities() -> None:
    assert typeset_text('"a" <b> &amp; c', "de") == "„a“ <b> &amp; c"


@given(st.text(alphabet="ab1 \n\"'.-…<>/&;p§%", max_size=60))
def test_no_word_is_lost_in_any_text(text: str) -> None:
    letters = [char for char in text if char.isalnum()]
    assert [char for char in typeset_text(text, "de") if char.isalnum()] == letters
    html = f"<p>{text.replace('&', '').replace('<', '')}</p>"
    before, after = html_text(html), html_text(typeset_html(html, "de"))
    assert [char for char in after if char.isalnum()] == [char for char in before if char.isalnum()]


@pytest.mark.parametrize("sign", ['"a ', '<b>"', "'", "<code>", "a -- ", '"<i>', "<a ", "a--b"])
def test_time_grows_with_the_text_only(sign: str) -> None:
    def measure(times: int) -> float:
        begin = time.process_time()
        typeset_html(sign * times, "de")
        return time.process_time() - begin

    measure(1_000)
    assert (
        min(measure(60_000) for _ in range(2)) < 20 * min(measure(10_000) for _ in range(3)) + 0.2
    )

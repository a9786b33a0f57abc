"""The words of a text that a dictionary does not know, and where they stand in its source."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rostrum.markdown.dialects import RENDERERS
from rostrum.markdown.options import MARKDOWN_OPTIONS
from rostrum.markdown.source_text import SourceText
from rostrum.spelling.places import WordPlaces
from rostrum.spelling.visible_text import read_visible_text
from rostrum.spelling.word_lists import KnownWords, read_word_list
from rostrum.spelling.words import TextChecker

GERMAN = (
    *("die", "der", "und", "oder", "Mitarbeiter", "Mitarbeiterinnen", "Kolleginnen", "Ärztinnen"),
    *("Kundinnen", "Jede", "jede", "eine", "Runde", "Führungskräfte", "Dialog", "Vor", "Nachteile"),
    *("gibt", "auf", "Hans", "möglich", "unmöglich", "Fuß", "Fußball", "Team", "Größe", "bzw."),
    *("Entwicklungs-", "-nachteile", "-jährig", "Das", "Wort"),
)
DIALECTS = ("gfm", "python-markdown")


def knows(word: str) -> bool:
    return word in GERMAN


def unknown(text: str, lang: str = "de") -> list[str]:
    return [*TextChecker(knows, lang).find_unknown(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Führungskräfte-Dialog", "Vor- und Nachteile", "Entwicklungs-Team", "Vor-nachteile",
        "Mitarbeiter:innen", "Mitarbeiter*innen", "Mitarbeiter_innen", "Mitarbeiter·innen",
        "Mitarbeiter/innen", "Mitarbeiter/-innen", "MitarbeiterInnen", "Mitarbeiter(innen)",
        "Kolleg:innen", "Ärzt*innen", "Mitarbeiter:innenrunde", "Kolleg:innen-Runde", "der:die",
        "Jede:r", "jede/r", "eine:n", "der/die", "gibt's", "gibt’s", "auf’s", "Hans'", "Hans’",
        "(un)möglich", "Fuß(ball)", "Fuß\xadball", "Gro\u0308ße", "„Das“", "»Wort«", "Das…", "bzw.",
        "\ufffc-Team",
    ],
)  # fmt: skip
def test_a_form_of_known_words_is_known(text):
    assert unknown(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "https://exampel.org/foo-baar", "www.exampel.org", "exampel.org", "info@exampel.org",
        "@annaaa", "#tollleben", "(#tollleben)", "liesmich.md", "content/postss/liesmich",
        "/etc/passwdd", "~/liesmichh", "..\\liesmichh", "getElementById", "snake_casee",
        "druckee()", "LinkedIn", "RESTful", "KPI", "PDFs", "CEO's", "B2B", "3-jährig", "2026",
        "Straße7", "z.B.", "a=bcd", "x->yyy", "Ελλάδα", "привет", "日本語", "q", "pre-Team",
        "\ufffcss", "ab" * 60,
    ],
)  # fmt: skip
def test_what_is_no_word_is_passed_over(text):
    assert unknown(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Kubernetes-Team, Kubernetes!", ["Kubernetes"]),
        ("Mitarbeitter:innen", ["Mitarbeitter:innen"]),
        ("Jedde:r", ["Jedde"]),
        ("der:dieee", ["dieee"]),
        ("Carl's Carls", ["Carl", "Carls"]),
        ("„Qualitet“, (Managment)", ["Qualitet", "Managment"]),
        ("DIe", ["DIe"]),
        ("und—sso", ["sso"]),
        ("dasss/oder", ["dasss"]),
    ],
)
def test_an_unknown_word_is_found_alone(text, words):
    assert unknown(text) == words


def test_words_are_counted_in_order():
    found = TextChecker(knows, "de").find_unknown("Zett und Aaa, Zett. Zett-Team")
    assert [*found.items()] == [("Zett", 3), ("Aaa", 1)]


def test_a_russian_dictionary_judges_russian_words():
    assert unknown("привет Qualitet", "ru") == ["привет"]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Ein <b>W</b>ort</p><p>Zwei</p>", "Ein Wort Zwei"),
        ('<p lang="en">Off</p>An', "\ufffc An"),
        ('<p>Das <em lang="en-GB">of<em>f</em></em> ist</p>', "Das \ufffc ist"),
        ('<p lang="de-AT">An</p>', "An"),
        ("a <code>b</code> <pre><code>c</code></pre> d", "a \ufffc \ufffc d"),
        ("a<script>b</script><svg><text>c</text></svg>d<br>e", "a \ufffcd e"),
        ('<img src="x.png" alt="Ein &quot;Bild&quot;" title="Titel">', 'Ein "Bild" Titel'),
        ('<img src="x.png" lang="en" alt="Off">An', "An"),
        ('<a class="footnote-backref" title="Zur&uuml;ck" href="#a">↩</a>', "↩"),
        ("&Uuml;ber&shy;gr&ouml;&szlig;e", "Über\xadgröße"),
    ],
)
def test_readers_see_the_text_of_html(html, text):
    assert read_visible_text(html, "de").split() == text.split()


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(
    ("source", "word", "place"),
    [
        ("Ein Wortt.", "Wortt", (5, 5)),
        ("Wortte\n\nund Wortt", "Wortt", (7, 5)),
        ("`Wortt`, **Wortt**", "Wortt", (5, 12)),
        ("[x](https://a.example/Wortt) Wortt", "Wortt", (5, 30)),
        ("[x]: https://a.example/Wortt\n\n[x] Wortt", "Wortt", (7, 5)),
        ('![Ein Wortt](/a.png "x")', "Wortt", (5, 7)),
        ('<img src="/Wortt.png" alt="Ein Worttt">', "Worttt", (5, 32)),
        ("Kann **W**ortt", "Wortt", (5, 8)),
        ("ein W&ouml;rtt", "Wörtt", (5, 5)),
        ("ein Wör&shy;tt", "Wörtt", (5, 5)),
        ("ein Wör\u00adtt", "Wörtt", (5, 5)),
        ("das gibbt’s", "gibbt", (5, 5)),
        ("da O’Haraa", "O'Haraa", (5, 4)),
        ('<i lang="en">Wortt</i> Wortt', "Wortt", (5, 24)),
        ("Kollegg*innen und Kolleg*innen", "Kollegginnen", (5, 1)),
    ],
)
def test_a_word_is_found_in_its_source(dialect, source, word, place):
    html = RENDERERS[dialect](MARKDOWN_OPTIONS).render(source)
    assert word in [*TextChecker(lambda _: False, "de").find_unknown(read_visible_text(html, "de"))]
    found = WordPlaces(SourceText(source, "a.md", 5)).find(word)
    assert (found.line, found.column) == place


def test_a_word_that_is_not_found_is_where_the_text_begins():
    found = WordPlaces(SourceText("\n\n  Text", "a.md", 5)).find("Wort")
    assert (found.line, found.column) == (7, 3)


@given(st.text(alphabet="aÄß-’':*_·/()<>&;#.@1 \n\xad\ufffcИ"))
def test_any_text_can_be_checked(text):
    text = read_visible_text(text, "de")
    found = TextChecker(lambda _: False, "de").find_unknown(text)
    places = WordPlaces(SourceText(text, "a.md", 1))
    for word in found:
        assert 1 <= places.find(word).line <= text.count("\n") + 1


@pytest.mark.parametrize(
    ("listed", "word", "is_known"),
    [
        ("Kubernetes", "Kubernetes", True),
        ("Kubernetes", "Kubernetes'", True),
        ("Carl", "Carls", True),
        ("Carl", "Carl’s", True),
        ("Kubernetes", "kubernetes", False),
        ("Kubernetes", "KUBERNETES", True),
        ("podcast", "Podcast", True),
        ("podcast", "PodCast", False),
        ("Know-how-Transfer", "Transfer", True),
        ("Anna-Lena Öllinger", "Öllinger", True),
        ("Anna", "Annab", False),
    ],
)
def test_words_of_the_site_are_known(listed, word, is_known):
    assert (word in KnownWords([listed])) is is_known


def test_a_word_list_has_comments():
    assert read_word_list("# Namen\nKubernetes  # Programm\n\n Zora \r\n") == ["Kubernetes", "Zora"]

"""Texts of diagnostics: kept with their values, translated where they are shown."""

import gettext
import pickle

from rostrum.core.translatable import (
    NO_TEXT,
    gettext_lazy,
    group_digits,
    join_names,
    join_sentences,
    ngettext_lazy,
    verbatim,
)

CATALOG = {
    "there is no %(thing)s": "es gibt kein %(thing)s",
    "%(thing)s twice": "%(thing)s doppelt",
    "a post": "einen Beitrag",
    "%(thousands)s,%(rest)s": "%(thousands)s.%(rest)s",
    "%(names)s and %(last)s": "%(names)s und %(last)s",
    "%(count)s post": "%(count)s Beitrag",
    "%(count)s posts": "%(count)s Beiträge",
}


class German:
    def gettext(self, message):
        return CATALOG.get(message, message)

    def ngettext(self, singular, plural, count):
        return self.gettext(singular if count == 1 else plural)


GERMAN = German()


def test_lazy_text_is_english_until_it_is_translated():
    text = gettext_lazy("there is no %(thing)s", thing="Bild")
    assert str(text) == "there is no Bild"
    assert text.translate(GERMAN) == "es gibt kein Bild"


def test_lazy_text_within_a_text_is_translated_too():
    text = gettext_lazy("%(thing)s twice", thing=gettext_lazy("a post"))
    assert str(text) == "a post twice"
    assert text.translate(GERMAN) == "einen Beitrag doppelt"


def test_lazy_plural_text_depends_on_its_number():
    one, two = (ngettext_lazy("%(count)s post", "%(count)s posts", n) for n in (1, 2))
    assert (str(one), str(two)) == ("1 post", "2 posts")
    assert two.translate(GERMAN) == "2 Beiträge"


def test_lazy_text_without_values_keeps_its_per_cent_signs():
    assert str(gettext_lazy("100 % done")) == "100 % done"
    assert str(verbatim("100 %(done)s")) == "100 %(done)s"


def test_empty_lazy_text_is_not_the_header_of_a_catalog():
    assert not NO_TEXT
    assert verbatim("") is NO_TEXT
    with_header = gettext.NullTranslations()
    with_header.gettext = lambda _: "Project-Id-Version: 1"
    assert NO_TEXT.translate(with_header) == ""


def test_lazy_text_survives_pickling():
    text = gettext_lazy("there is no %(thing)s", thing=gettext_lazy("a post"))
    assert pickle.loads(pickle.dumps(text)) == text


def test_lazy_text_takes_translations_of_the_gettext_module():
    text = gettext_lazy("there is no %(thing)s", thing="Bild")
    assert text.translate(gettext.NullTranslations()) == "there is no Bild"


def test_digits_are_grouped_as_the_language_groups_them():
    numbers = [group_digits(number) for number in (999, 1_000, 20_000_003)]
    assert list(map(str, numbers)) == ["999", "1,000", "20,000,003"]
    many = gettext_lazy("%(number)s", number=numbers[2])
    assert many.translate(GERMAN) == "20.000.003"


def test_names_are_joined_as_in_a_sentence():
    joined = [join_names(["a", "b", "c"][:n]) for n in (1, 2, 3)]
    assert list(map(str, joined)) == ["a", "a and b", "a, b and c"]
    assert joined[2].translate(GERMAN) == "a, b und c"


def test_sentences_are_joined_and_empty_ones_left_out():
    joined = join_sentences(NO_TEXT, gettext_lazy("a post"), NO_TEXT, gettext_lazy("a post"))
    assert joined.translate(GERMAN) == "einen Beitrag einen Beitrag"
    assert join_sentences(NO_TEXT) is NO_TEXT


def test_template_is_filled_with_its_values():
    template = gettext_lazy("there is no %(thing)s")
    assert template.fill(thing="Bild").translate(GERMAN) == "es gibt kein Bild"

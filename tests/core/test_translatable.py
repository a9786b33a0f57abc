"""Texts of diagnostics: kept with their values, translated where they are shown."""

import gettext
import pickle

from rostrum.core.translatable import NO_TEXT, gettext_lazy, ngettext_lazy, verbatim

GERMAN = {
    "there is no %(thing)s": "es gibt kein %(thing)s",
    "%(thing)s twice": "%(thing)s doppelt",
    "a post": "einen Beitrag",
    "%(count)s post": "%(count)s Beitrag",
    "%(count)s posts": "%(count)s Beiträge",
}


def to_german(text):
    return GERMAN.get(text, text)


def to_german_plural(singular, plural, count):
    return to_german(singular if count == 1 else plural)


def test_lazy_text_is_english_until_it_is_translated():
    text = gettext_lazy("there is no %(thing)s", thing="Bild")
    assert str(text) == "there is no Bild"
    assert text.translate(to_german, to_german_plural) == "es gibt kein Bild"


def test_lazy_text_within_a_text_is_translated_too():
    text = gettext_lazy("%(thing)s twice", thing=gettext_lazy("a post"))
    assert str(text) == "a post twice"
    assert text.translate(to_german, to_german_plural) == "einen Beitrag doppelt"


def test_lazy_plural_text_depends_on_its_number():
    one, two = (ngettext_lazy("%(count)s post", "%(count)s posts", n) for n in (1, 2))
    assert (str(one), str(two)) == ("1 post", "2 posts")
    assert two.translate(to_german, to_german_plural) == "2 Beiträge"


def test_lazy_text_without_values_keeps_its_per_cent_signs():
    assert str(gettext_lazy("100 % done")) == "100 % done"
    assert str(verbatim("100 %(done)s")) == "100 %(done)s"


def test_empty_lazy_text_is_not_the_header_of_a_catalog():
    assert not NO_TEXT
    assert verbatim("") is NO_TEXT
    assert NO_TEXT.translate(lambda _: "Project-Id-Version: 1", to_german_plural) == ""


def test_lazy_text_survives_pickling():
    text = gettext_lazy("there is no %(thing)s", thing=gettext_lazy("a post"))
    assert pickle.loads(pickle.dumps(text)) == text


def test_lazy_text_takes_the_functions_of_the_gettext_module():
    null = gettext.NullTranslations()
    text = gettext_lazy("there is no %(thing)s", thing="Bild")
    assert text.translate(null.gettext, null.ngettext) == "there is no Bild"

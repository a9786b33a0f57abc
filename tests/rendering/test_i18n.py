"""The words of templates are Jinja's `{% trans %}`, only looked up earlier."""

from __future__ import annotations

import gettext

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment, StrictUndefined

from rostrum.rendering.i18n import Phrases

PIECES = ("%(name)s", "%(other)s", "%%", "%", "%(name)d", "%(gone)s", "<b>", "Ä ", "{{ name }}")
WRITTEN = "{% trans name=name, other=other %}{{ name }} and {{ other }}{% endtrans %}"
COUNTED = "{% trans n=n %}{{ n }} post{% pluralize %}{{ n }} posts{% endtrans %}"


class Words(gettext.NullTranslations):
    """A catalog that has the same translation for every message."""

    def __init__(self, *forms: str) -> None:
        super().__init__()
        self._forms = forms

    def gettext(self, message: str) -> str:
        return self._forms[0]

    def pgettext(self, context: str, message: str) -> str:
        return f"{context}: {self._forms[0]}"

    def ngettext(self, one: str, many: str, n: int) -> str:
        return self._forms[0 if n == 1 else -1]


def speak(
    extension: type | str, words: gettext.NullTranslations, text: str, **values: object
) -> str:
    """Return what a template says whose `{% trans %}` is an extension's."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, extensions=[extension])
    environment.extend(translations=words)
    environment.install_gettext_translations(words, newstyle=True)  # type: ignore[attr-defined]
    try:
        return environment.from_string(text).render(**values)
    except (KeyError, TypeError, ValueError) as error:
        return type(error).__name__


@given(st.lists(st.sampled_from(PIECES)), st.text(), st.integers())
def test_whatever_a_translation_says_is_what_jinja_makes_of_it(
    pieces: list[str], name: str, other: int
) -> None:
    words = Words("".join(pieces))
    for text in (WRITTEN, WRITTEN.replace("trans ", 'trans "menu" ', 1)):
        own = speak(Phrases, words, text, name=name, other=other)
        assert own == speak("jinja2.ext.i18n", words, text, name=name, other=other)


@pytest.mark.parametrize(
    "form", ["%(n)s", "%(num)s & 100%%", "%(n)05d", "<b>%(n)s</b>", "%(gone)s"]
)
def test_numbers_are_worded_as_jinja_words_them(form: str) -> None:
    words, text = Words("%(n)s (eins)", form), f"{{% for n in numbers %}}{COUNTED}|{{% endfor %}}"
    numbers = (0, 1, 2, 1.0, True, 2)
    shown = speak(Phrases, words, text, numbers=numbers)
    assert shown == speak("jinja2.ext.i18n", words, text, numbers=numbers)


def test_words_stand_in_the_compiled_template() -> None:
    words = Words("Weiter")
    environment = Environment(autoescape=True, extensions=[Phrases])
    environment.extend(translations=words)
    environment.install_gettext_translations(words, newstyle=True)  # type: ignore[attr-defined]
    assert "Weiter" in environment.compile("{% trans %}Next{% endtrans %}", raw=True)

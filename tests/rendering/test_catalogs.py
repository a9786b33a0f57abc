"""The catalogs of words agree with the templates and the code, and nothing is untranslated."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
LANGUAGES = ("de", "en")


def written_words() -> set[tuple[str | None, Any]]:
    """Return context and message of all words in templates and code, as Babel extracts them."""
    with (ROOT / "theme" / "babel.cfg").open() as source:
        methods, options = parse_mapping_cfg(source)
    keywords = {**DEFAULT_KEYWORDS, "say": None}
    return {
        (context, message)
        for folder in ("theme", "plugins")
        for _, _, message, _, context in extract_from_dir(
            ROOT / folder, methods, options, keywords=keywords
        )
    }


def read_words(lang: str) -> Catalog:
    path = ROOT / "theme" / "locale" / lang / "LC_MESSAGES" / "rostrum.po"
    with path.open("rb") as source:
        return read_po(source, locale=lang)


def messages(lang: str) -> list[Message]:
    return [message for message in read_words(lang) if message.id]


def forms(text: Any) -> list[str]:
    return [text] if isinstance(text, str) else list(text)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_gettext_catalog_has_exactly_the_messages_in_use(lang: str) -> None:
    assert {(message.context, message.id) for message in messages(lang)} == written_words()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_message_is_translated_in_all_its_forms(lang: str) -> None:
    empty = [message.id for message in messages(lang) if not all(forms(message.string))]
    assert empty == []
    assert not [message.id for message in messages(lang) if message.fuzzy]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_translation_keeps_the_places_of_its_message(lang: str) -> None:
    place = re.compile(r"%\(\w+\)s")
    for message in messages(lang):
        wanted = set(place.findall(forms(message.id)[-1]))
        for form in forms(message.string):
            assert set(place.findall(form)) == wanted, message.id


def test_german_is_not_left_in_english() -> None:
    same = {forms(message.id)[0] for message in messages("de") if message.id == message.string}
    assert same == {"via %(source)s"}

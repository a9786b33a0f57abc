"""The kit's catalogs match the messages in templates and code, and loading follows a site's."""

from __future__ import annotations

import pickle
import re
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po
from support.sites import ANNA, post

from rostrum.build import build as stages
from rostrum.build.checks import CheckedSite
from rostrum.i18n.catalogs import CatalogError, Catalogs

ROOT = Path(__file__).parents[2]
LOCALE = ROOT / "plugins" / "rostrum" / "i18n" / "locale"
FILES = {"people/anna.md": ANNA, "posts/a.md": post()}
SAME_IN_GERMAN = {
    *("via %(source)s", "Hashtags", "Link", "Website"),
    *("Name", "Status", "Text", "Text in Markdown"),
}
OVERRIDES = {"THEME_TEMPLATES_OVERRIDES": ["mine"]}


def extract_messages() -> set[tuple[str | None, Any]]:
    """Return context and message of everything marked in templates and code."""
    with (ROOT / "babel.cfg").open() as source:
        methods, options = parse_mapping_cfg(source)
    keywords = {**DEFAULT_KEYWORDS, "gettext_noop": None, "diagnostic_noop": None}
    del keywords["_"]  # marks diagnostics
    return {
        (context, message)
        for folder in ("theme", "plugins")
        for _, _, message, _, context in extract_from_dir(
            ROOT / folder, methods, options, keywords=keywords
        )
    }


def read_catalog(lang: str) -> Catalog:
    path = LOCALE / lang / "LC_MESSAGES" / "rostrum.po"
    with path.open("rb") as source:
        return read_po(source, locale=lang)


def list_messages(lang: str) -> list[Message]:
    return [message for message in read_catalog(lang) if message.id]


def list_forms(text: Any) -> list[str]:
    return [text] if isinstance(text, str) else list(text)


def write_catalog(folder: Path, lang: str, text: str | bytes) -> Path:
    """Write a catalog below a folder, and return the file."""
    file = folder / lang / "LC_MESSAGES" / "rostrum.po"
    file.parent.mkdir(parents=True)
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return file


# The kit's catalogs


def test_german_catalog_has_exactly_the_messages_in_use() -> None:
    ids = {(message.context, message.id) for message in list_messages("de")}
    assert ids == extract_messages()


def test_english_catalog_holds_only_what_differs_from_source() -> None:
    messages = list_messages("en")
    assert {(message.context, message.id) for message in messages} < extract_messages()
    assert [message.id for message in messages if message.id == message.string] == []


def test_locations_in_the_catalog_are_files() -> None:
    paths = {path for message in list_messages("de") for path, _ in message.locations}
    assert [path for path in sorted(paths) if not (ROOT / path).is_file()] == []


@pytest.mark.parametrize("lang", ["de", "en"])
def test_every_message_is_translated_in_all_its_forms(lang: str) -> None:
    messages = list_messages(lang)
    assert [message.id for message in messages if not all(list_forms(message.string))] == []
    assert [message.id for message in messages if message.fuzzy] == []


@pytest.mark.parametrize("lang", ["de", "en"])
def test_a_translation_keeps_the_placeholders_of_its_message(lang: str) -> None:
    placeholder = re.compile(r"%\(\w+\)s")
    for message in list_messages(lang):
        wanted = set(placeholder.findall(list_forms(message.id)[-1]))
        for form in list_forms(message.string):
            assert set(placeholder.findall(form)) == wanted, message.id


def test_german_is_not_left_in_english() -> None:
    same = {message.id for message in list_messages("de") if message.id == message.string}
    assert same == SAME_IN_GERMAN


# Loading


def test_language_falls_back_to_broader_one_and_to_english() -> None:
    assert Catalogs().load("de-AT").gettext("Topics") == "Themen"
    assert Catalogs().load("fr").gettext("Topics") == "Topics"
    assert [Catalogs().load(lang).lang for lang in ("de-AT", "en-GB", "fr")] == ["de", "en", "en"]


def test_later_folders_have_priority(tmp_path: Path) -> None:
    text = 'msgid "Topics"\nmsgstr "{}"\n'
    write_catalog(tmp_path / "theme" / "locale", "de", text.format("Sachen"))
    write_catalog(tmp_path / "mine" / "locale", "de-AT".replace("-", "_"), text.format("Gebiete"))
    catalogs = Catalogs.of_theme(tmp_path / "theme", (tmp_path / "mine",))
    assert catalogs.load("de").gettext("Topics") == "Sachen"
    messages = catalogs.load("de-AT")
    assert (messages.gettext("Topics"), messages.lang) == ("Gebiete", "de-AT")
    assert messages.gettext("Archive") == "Archiv"


def test_plural_forms_are_those_of_the_language(tmp_path: Path) -> None:
    forms = "".join(f'msgstr[{n}] "%(count)s {word}"\n' for n, word in enumerate("abc"))
    text = f'msgid "%(count)s post"\nmsgid_plural "%(count)s posts"\n{forms}'
    write_catalog(tmp_path, "pl", text)
    messages = Catalogs((tmp_path,)).load("pl")
    worded = [messages.ngettext("%(count)s post", "%(count)s posts", n) for n in (1, 3, 5, 22)]
    assert worded == ["1 a", "3 b", "5 c", "22 b"]


def test_an_edited_catalog_is_loaded_again(tmp_path: Path) -> None:
    file = write_catalog(tmp_path, "fr", 'msgid "Topics"\nmsgstr "Sujets"\n')
    assert Catalogs((tmp_path,)).load("fr").gettext("Topics") == "Sujets"
    file.write_text('msgid "Topics"\nmsgstr "Thèmes"\n', "utf-8")
    assert Catalogs((tmp_path,)).load("fr").gettext("Topics") == "Thèmes"


WRONG = {
    "a word outside of quotes": ('msgid "Topics"\nThemen\n', 2),
    "no translation": ('msgid "Topics"\n', 1),
    "another encoding": ('msgid "Topics"\nmsgstr "Thèmes"\n'.encode("latin-1"), 1),
    "an unknown placeholder": ('msgid "As of %(date)s"\nmsgstr "Au %(jour)s"\n', 1),
    "a lone percent sign": ('\nmsgid "As of %(date)s"\nmsgstr "%(date)s: 100 %"\n', 2),
    "a wrong rule for plurals": ('msgid ""\nmsgstr "Plural-Forms: nplurals=x; plural=y;\\n"\n', 1),
}


def test_an_error_of_a_catalog_can_be_sent_by_a_worker() -> None:
    error = pickle.loads(pickle.dumps(CatalogError(Path("a.po"), 3, "it is damaged")))
    assert (error.file, error.line, error.reason) == (Path("a.po"), 3, "it is damaged")


@pytest.mark.parametrize("case", WRONG)
def test_an_invalid_catalog_is_refused_with_its_line(tmp_path: Path, case: str) -> None:
    text, line = WRONG[case]
    file = write_catalog(tmp_path, "fr", text)
    with pytest.raises(CatalogError) as caught:
        Catalogs((tmp_path,)).load("fr")
    assert (caught.value.file, caught.value.line) == (file, line)


def test_an_invalid_catalog_is_an_error_and_nothing_is_built(build, tmp_path: Path) -> None:
    write_catalog(tmp_path / "mine" / "locale", "de", 'msgid "As of %(date)s"\nmsgstr "%(tag)s"\n')
    site = build(FILES, OVERRIDES)
    place = "mine/locale/de/LC_MESSAGES/rostrum.po:1:1"
    reason = "placeholders of a translation are wrong"
    assert site.findings == [f"{place}: error[catalog]: the catalog is invalid: {reason}"]
    assert site.exitcode == 2


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_catalog_damaged_during_a_build_is_an_error(
    build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jobs: int
) -> None:
    file = write_catalog(tmp_path / "mine" / "locale", "de", 'msgid "New"\nmsgstr "Frisch"\n')
    check_site = stages.check_site

    def damage(*arguments: Any) -> CheckedSite:
        file.write_text("Frisch\n", "utf-8")
        return check_site(*arguments)

    monkeypatch.setattr(stages, "check_site", damage)
    site = build(FILES, OVERRIDES, jobs=jobs)
    place = "mine/locale/de/LC_MESSAGES/rostrum.po:1:1"
    reason = "Unknown or misformatted keyword"
    assert site.findings == [f"{place}: error[catalog]: the catalog is invalid: {reason}"]
    assert (site.exitcode, site.files) == (1, [])

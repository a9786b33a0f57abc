"""The German of diagnostics is complete, and whoever runs the program reads it."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po
from support.sites import ANNA, post, wait_a_tick, write_files, write_settings

from rostrum.cli.commands import main
from rostrum.core.diagnostics import Report, SourceLocation, count_findings, format_text
from rostrum.core.translatable import ENGLISH, gettext_lazy, ngettext_lazy
from rostrum.i18n.catalogs import DIAGNOSTICS, Catalogs
from rostrum.i18n.user_language import list_languages, load_diagnostics

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "plugins" / "rostrum"
GERMAN_PO = PACKAGE / "i18n" / "locale" / "de" / "LC_MESSAGES" / "diagnostics.po"
KEYWORDS = {"_": None, "gettext_lazy": None, "ngettext_lazy": (1, 2), "diagnostic_noop": None}
PLACEHOLDER = re.compile(r"%\(\w+\)s|%%")
GERMAN = load_diagnostics(("de",))
UNKNOWN = {"people/anna.md": ANNA, "posts/a.md": post(authors=["ana"])}
FOOTNOTE = {"people/anna.md": ANNA, "posts/a.md": post("Eins[^1].")}
CATALOG = "mine/locale/{}/LC_MESSAGES/diagnostics.po"
NO_PERSON = 'msgid "there is no person \\"%(name)s\\""\n'
LONG = 60  # seconds that a command may take on a busy machine
OVERRIDES = {"THEME_TEMPLATES_OVERRIDES": ["mine"]}


def extract_messages() -> set[Any]:
    """Return every message of the package that marks a text of a diagnostic."""
    with (ROOT / "babel.cfg").open() as source:
        methods, options = parse_mapping_cfg(source)
    found = extract_from_dir(ROOT / "plugins", methods, options, keywords=KEYWORDS)
    return {message for _, _, message, _, _ in found}


def list_messages() -> list[Message]:
    with GERMAN_PO.open("rb") as source:
        catalog: Catalog = read_po(source, locale="de")
    return [message for message in catalog if message.id]


def list_forms(text: Any) -> list[str]:
    return [text] if isinstance(text, str) else list(text)


# The German catalog


def test_german_diagnostics_are_exactly_those_of_the_package() -> None:
    assert {message.id for message in list_messages()} == extract_messages()


def test_german_diagnostics_are_all_translated_and_checked() -> None:
    messages = list_messages()
    assert [message.id for message in messages if not all(list_forms(message.string))] == []
    assert [message.id for message in messages if message.fuzzy] == []


def test_german_diagnostics_keep_the_placeholders() -> None:
    for message in list_messages():
        for form, wanted in zip(list_forms(message.string), list_forms(message.id), strict=True):
            placeholders = sorted(PLACEHOLDER.findall(form))
            assert placeholders == sorted(PLACEHOLDER.findall(wanted)), message.id


def test_german_diagnostics_are_not_left_in_english() -> None:
    same = [message.id for message in list_messages() if message.id == message.string]
    words = [re.sub(r"%\(\w+\)s|summary|True|False|None|in|\W", "", message) for message in same]
    assert [message for message, left in zip(same, words, strict=True) if left] == []


def test_german_diagnostics_address_nobody_as_du_or_sie() -> None:
    texts = [form for message in list_messages() for form in list_forms(message.string)]
    address = re.compile(r"\b(du|dein\w*|dich|Ihre?\w?|Ihnen)\b|\b\w+en Sie\b")
    assert [text for text in texts if address.search(text)] == []


def list_calls() -> Iterator[tuple[str, ast.Call]]:
    for file in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                yield f"{file.relative_to(PACKAGE)}:{node.lineno}", node


def test_messages_of_diagnostics_are_literals_with_their_values() -> None:
    """A message made by an f-string would never be in a catalog."""
    names = {"_": 1, "gettext_lazy": 1, "ngettext_lazy": 2}
    wrong, checked = list[str](), 0
    for place, call in list_calls():
        texts = call.args[: names.get(call.func.id, 0)]  # type: ignore[attr-defined]
        checked += len(texts)
        wrong += [place for text in texts if not isinstance(text, ast.Constant)]
    assert {place.partition(":")[0] for place in wrong} == {CROSSPOST}
    assert checked > 500


CROSSPOST = "crosspost/compose.py"
"""Its texts are marked by diagnostic_noop: they stand in the plan, too."""


# The language


@pytest.mark.parametrize(
    ("variables", "languages"),
    [
        ({}, ()),
        ({"LANG": "C"}, ()),
        ({"LANG": "C.UTF-8"}, ()),
        ({"LC_ALL": "POSIX", "LANG": "de_DE.UTF-8"}, ()),
        ({"LANG": "en_US.UTF-8"}, ()),
        ({"LANG": "de_DE.UTF-8"}, ("de-DE",)),
        ({"LANG": "de_AT@euro", "LC_MESSAGES": ""}, ("de-AT",)),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "de_CH.UTF-8"}, ("de-CH",)),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "fr_FR", "LC_MESSAGES": "de_CH"}, ("fr-FR",)),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "fr:de"}, ("fr", "de")),
        ({"LANG": "de_DE.UTF-8", "LANGUAGE": "en_GB:de"}, ()),
        ({"LANG": "de_DE.UTF-8", "LANGUAGE": "fr:en:de"}, ("fr",)),
        ({"LC_ALL": "C", "LANGUAGE": "de"}, ()),
        ({"LANGUAGE": "de"}, ("de",)),
    ],
)
def test_language_of_diagnostics_is_chosen_as_by_gettext(
    variables: dict[str, str], languages: tuple[str, ...]
) -> None:
    assert list_languages(variables) == languages


def test_language_of_diagnostics_falls_back_to_a_catalog() -> None:
    assert load_diagnostics(("de-AT",)).lang == "de"
    assert load_diagnostics(("fr", "xx-YY", "!", "de")).lang == "de"
    assert load_diagnostics(("fr",)).lang == "en"


def test_missing_french_diagnostic_is_german_then_english(tmp_path: Path) -> None:
    file = tmp_path / "fr" / "LC_MESSAGES" / "diagnostics.po"
    file.parent.mkdir(parents=True)
    file.write_text('msgid "no errors"\nmsgstr "aucune erreur"\n', "utf-8")
    catalogs = Catalogs((tmp_path,), DIAGNOSTICS)
    texts = [gettext_lazy(text) for text in ("no errors", "no warnings", "not in any catalog")]
    french = load_diagnostics(("fr", "de"), catalogs).translations
    assert [text.translate(french) for text in texts] == [
        *("aucune erreur", "keine Warnungen", "not in any catalog")
    ]
    lone = load_diagnostics(("fr",), catalogs).translations
    assert [text.translate(lone) for text in texts[:2]] == ["aucune erreur", "no warnings"]


# Reports


@pytest.mark.parametrize(
    ("errors", "warnings", "notes", "english", "german"),
    [
        (0, 0, 0, "No errors, no warnings.", "Keine Fehler, keine Warnungen."),
        (1, 0, 0, "1 error, no warnings.", "1 Fehler, keine Warnungen."),
        (2, 1, 0, "2 errors, 1 warning.", "2 Fehler, 1 Warnung."),
        (0, 2, 0, "No errors, 2 warnings.", "Keine Fehler, 2 Warnungen."),
        (0, 0, 1, "No errors, no warnings. 1 note.", "Keine Fehler, keine Warnungen. 1 Anmerkung."),
        (0, 1, 2, "No errors, 1 warning. 2 notes.", "Keine Fehler, 1 Warnung. 2 Anmerkungen."),
    ],
)
def test_closing_line_counts_in_the_language(
    errors: int, warnings: int, notes: int, english: str, german: str
) -> None:
    report = Report()
    for number in range(errors):
        report.error("yaml", SourceLocation("a.md", number + 1), gettext_lazy("a tab stands here"))
    for number in range(warnings):
        report.warning("yaml-comment", SourceLocation("b.md", number + 1), gettext_lazy("no end"))
    for number in range(notes):
        report.note("part-gap", SourceLocation("c.md", number + 1), gettext_lazy("no end"))
    assert str(count_findings(report)) == english
    assert count_findings(report).translate(GERMAN.translations) == german


def test_values_of_a_diagnostic_are_in_its_language() -> None:
    report = Report()
    roles = ngettext_lazy("%(count)s role", "%(count)s roles", 2)
    message = gettext_lazy(
        "%(path)s has %(roles)s, this has %(number)s", path="people/anna.md", roles=roles, number=1
    )
    report.error("roles-unlike", SourceLocation("a.md"), message)
    shown = format_text(report, Path("nowhere"), GERMAN.translations)
    assert "people/anna.md hat 2 Rollen, diese Datei hat 1" in shown
    assert "people/anna.md has 2 roles, this has 1" in format_text(report, Path(), ENGLISH)


# The program


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, alone: None) -> Path:
    """Return the folder of a site with a misspelt author, which is the current folder."""
    write_files(tmp_path / "content", UNKNOWN)
    write_settings(tmp_path / "pelicanconf.py", OVERRIDES)
    (tmp_path / "mine").mkdir()
    monkeypatch.chdir(tmp_path)
    wait_a_tick()
    return tmp_path


@pytest.fixture
def run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[str, str]]:
    """Run `rostrum …` in this process in a language; return what it printed on each way.

    LANGUAGE alone is set: a locale need not be installed here, and would stay in this process.
    """

    def run(language: str, *words: str) -> tuple[str, str]:
        for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("LANGUAGE", language)
        monkeypatch.setattr(sys, "argv", ["rostrum", *words])
        capsys.readouterr()
        with suppress(SystemExit):
            main()
        return tuple(capsys.readouterr())

    return run


ENGLISH_FINDING = """\
content/posts/a.md:4:11: error[person-unknown]: there is no person "ana"
    authors: ["ana"]
              ^
    hint: Did you mean "anna"? If not, rostrum check --write-people writes people/ana.md.
1 error, no warnings.
"""
GERMAN_FINDING = """\
content/posts/a.md:4:11: error[person-unknown]: es gibt keine Person „ana“
    authors: ["ana"]
              ^
    Hinweis: Ist „anna“ gemeint? Wenn nicht: rostrum check --write-people schreibt people/ana.md.
1 Fehler, keine Warnungen.
"""


def test_german_locale_shows_findings_in_german_with_place(folder: Path) -> None:
    variables = {"LANGUAGE": "", "LC_ALL": "", "LC_MESSAGES": "", "LANG": "de_DE.UTF-8"}
    done = subprocess.run(
        [sys.executable, "-m", "rostrum", "build"],
        capture_output=True,
        check=False,
        timeout=LONG,
        env={**os.environ, **variables, "PYTHONUTF8": "1"},
    )
    # Where the locale is not installed, Pelican's finding follows.
    finding = GERMAN_FINDING.partition("1 Fehler")[0]
    assert done.stderr.decode().startswith(finding)


def test_findings_are_in_the_language_of_the_site(run, folder: Path) -> None:
    assert run("en", "build")[1] == GERMAN_FINDING


def test_lang_chooses_the_language_of_findings(run, folder: Path) -> None:
    assert run("de", "build", "--lang", "en")[1] == ENGLISH_FINDING
    write_settings(folder / "pelicanconf.py", {"DEFAULT_LANG": "en"})
    assert run("en", "build", "--lang", "de-AT")[1] == GERMAN_FINDING


@pytest.mark.parametrize(("locale", "shown"), [("de", "es gibt keine Person"), ("", "there is no")])
def test_a_site_without_messages_leaves_the_language_to_its_user(run, folder, locale, shown):
    write_settings(folder / "pelicanconf.py", {"DEFAULT_LANG": "fr"})
    assert f"error[person-unknown]: {shown}" in run(locale, "check")[1]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("fr", 'there are no messages in the language "fr"\n    hint: Known: de, en.\n'),
        ("dee", 'there are no messages in the language "dee"\n    hint: Did you mean "de"?\n'),
        ("../x", 'there are no messages in the language "../x"\n    hint: Known: de, en.\n'),
    ],
)
def test_a_language_without_messages_is_refused(run, folder: Path, asked, said) -> None:
    assert run("de", "check", "--lang", asked)[1].startswith(f"--lang: error[setting]: {said}")


def test_cached_findings_are_shown_in_the_language_of_this_build(run, folder: Path) -> None:
    write_files(folder / "content", FOOTNOTE)
    wait_a_tick()
    english = "there is no footnote [^1], so the signs are shown"
    german = "es gibt keine Fußnote [^1], deshalb werden die Zeichen angezeigt"
    shown = [run("", "build", "--lang", lang)[1] for lang in ("en", "de-AT", "en")]
    assert [english in each for each in shown] == [True, False, True]
    assert [german in each for each in shown] == [False, True, False]


def test_repeated_build_repeats_findings_in_german(run, folder: Path) -> None:
    write_files(folder / "content", FOOTNOTE)
    wait_a_tick()
    first, (said, repeated) = run("de", "build")[1], run("de", "build")
    assert said.startswith("Seit dem letzten Build hat sich nichts geändert")
    assert "Hinweis: Sie definieren: [^1]:" in repeated
    assert repeated == first


def test_json_findings_are_english_in_each_language(run, folder: Path) -> None:
    findings = json.loads(run("de", "build", "--format", "json")[0])["diagnostics"]
    texts = [(each["message"], each["hint"]) for each in findings]
    assert texts == [
        (
            'there is no person "ana"',
            'Did you mean "anna"? If not, rostrum check --write-people writes people/ana.md.',
        )
    ]


def test_site_brings_diagnostics_in_french_and_german_words(run, folder: Path) -> None:
    for lang, words in (("fr", "personne : %(name)s"), ("de", "wer ist %(name)s?")):
        write_files(folder, {CATALOG.format(lang): f'{NO_PERSON}msgstr "{words}"\n'})
    french, german = (run("", "check", "--lang", lang)[1] for lang in ("fr", "de"))
    assert "error[person-unknown]: personne : ana" in french
    assert 'hint: Did you mean "anna"?' in french
    assert "error[person-unknown]: wer ist ana?" in german
    assert "Hinweis: Ist „anna“ gemeint?" in german


@pytest.mark.parametrize("locale", ["", "fr"])
def test_invalid_catalog_of_diagnostics_is_an_error(run, folder: Path, locale: str) -> None:
    write_files(folder, {CATALOG.format("fr"): f'{NO_PERSON}msgstr "%(nom)s"\n'})
    place, reason = f"{CATALOG.format('fr')}:1:1", "placeholders of a translation are wrong"
    assert f"{place}: error[catalog]: the catalog is invalid: {reason}" in run(locale, "check")[1]


def test_a_changed_catalog_of_diagnostics_is_read_again(run, folder: Path) -> None:
    write_files(folder / "content", {**UNKNOWN, "posts/a.md": post()})
    assert run("", "build")[1] == ""
    write_files(folder, {CATALOG.format("fr"): "nothing\n"})
    assert "error[catalog]" in run("", "build")[1]

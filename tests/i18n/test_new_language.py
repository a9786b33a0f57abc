"""A site speaks another language after adding one file, wherever readers and editors see words."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest
from babel.messages.pofile import read_po
from bs4 import BeautifulSoup
from support.served import serving
from support.sites import ANNA, Built, post, source, write_files, write_settings

from rostrum.crosspost.html_page import format_html
from rostrum.crosspost.networks import NETWORKS
from rostrum.crosspost.plan import Plan
from rostrum.crosspost.site_plan import make_site_plan

CATALOG = "mine/locale/fr/LC_MESSAGES/rostrum.po"
FRENCH = r"""
msgid "Skip to content"
msgstr "Aller au contenu"

msgid "Archive"
msgstr "Archives"

msgid "Website"
msgstr "Site web"

msgid "%(count)s reply"
msgid_plural "%(count)s replies"
msgstr[0] "%(count)s réponse"
msgstr[1] "%(count)s réponses"

msgid "Footnotes"
msgstr "Notes de \"bas de page\""

msgid "Back to the text: footnote %(number)s"
msgstr "Retour au texte : note %(number)s"

msgid "Back to the text: footnote %(number)s, place %(place)s"
msgstr "Retour au texte : note %(number)s, renvoi %(place)s"

msgid "Part %(part)s of %(total)s"
msgstr "Partie %(part)s sur %(total)s"

msgid "Contents"
msgstr "Table des matières"

msgid "Cover"
msgstr "Couverture"

msgid "Cross-post plan"
msgstr "Annonces prévues"

msgid "characters (weighted)"
msgstr "caractères (pondérés)"

msgid "%(used)s of %(maximum)s %(unit)s"
msgstr "%(used)s %(unit)s sur %(maximum)s"

msgid "What rostrum serve has found"
msgstr "Ce que rostrum serve a trouvé"

msgid "%(count)s error"
msgid_plural "%(count)s errors"
msgstr[0] "%(count)s erreur"
msgstr[1] "%(count)s erreurs"

msgid "The page shows the last good build."
msgstr "La page montre la dernière version correcte."
"""
NOTE = "Une phrase.[^1] Encore.[^1]\n\n[^1]: Une source.\n"
SERIES = {"series": "pas", "lang": None}
FILES: dict[str, str | bytes | None] = {
    "people/anna.md": ANNA.replace("level:", "profiles: {website: https://a.example}\nlevel:"),
    "series/pas.md": source("De quoi il s’agit.\n", title="Pas à pas", total=2),
    "posts/un.md": post(NOTE, title="Un", **SERIES, part=1, summary="Le début."),
    "posts/deux.md": post(NOTE, title="Deux", **SERIES, part=2, summary="La fin."),
}
SETTINGS = {
    "DEFAULT_LANG": "fr",
    "THEME_TEMPLATES_OVERRIDES": ["mine"],
    "ROSTRUM": {"languages": ["fr"], "networks": ["x"]},
}

Build = Callable[..., Built]


def plan_crossposts(site: Built) -> Plan:
    outcome = site.outcome
    assert outcome.site is not None
    assert outcome.config is not None
    config = outcome.config
    parts = (outcome.site, config.addresses, config.content, config.settings, config.messages)
    return make_site_plan(*parts, outcome.report)


@pytest.fixture
def site(build: Build, tmp_path: Path) -> Built:
    write_files(tmp_path, {CATALOG: FRENCH})
    site = build(FILES, SETTINGS)
    assert site.findings == []
    return site


def test_theme_is_french_with_french_plurals(site: Built):
    page = site.page("2026/11/un/")
    assert page.html["lang"] == "fr"
    assert page.select_one(".skip-link").get_text() == "Aller au contenu"
    assert "Archives" in [link.get_text() for link in page.select("nav a")]
    assert "Site web" in site.page("people/anna/").main.get_text()
    assert site.outcome.config is not None
    messages = site.outcome.config.messages["fr"]
    worded = [messages.ngettext("%(count)s reply", "%(count)s replies", n) for n in (0, 1, 2)]
    assert worded == ["0 réponse", "1 réponse", "2 réponses"]


@pytest.mark.parametrize("dialect", ["python-markdown", "gfm"])
def test_footnotes_are_french(build: Build, tmp_path: Path, dialect: str):
    write_files(tmp_path, {CATALOG: FRENCH})
    rostrum = {**SETTINGS["ROSTRUM"], "markdown": dialect}
    page = build(FILES, {**SETTINGS, "ROSTRUM": rostrum}).page("2026/11/un/")
    notes = page.select_one(".footnote")
    assert notes["aria-label"] == 'Notes de "bas de page"'
    assert [link["aria-label"] for link in notes.select(".footnote-backref")] == [
        "Retour au texte : note 1",
        "Retour au texte : note 1, renvoi 2",
    ]


def test_book_is_french(site: Built):
    with ZipFile(site.output / "series/pas/pas.epub") as book:
        texts = {name: book.read(name).decode("utf-8", "replace") for name in book.namelist()}
    nav, part = (BeautifulSoup(texts[f"EPUB/{name}.xhtml"], "xml") for name in ("nav", "part-001"))
    assert nav.find("h2").get_text() == "Table des matières"
    assert "Couverture" in nav.get_text()
    assert part.select_one(".kicker").get_text() == "Partie 1 sur 2"
    assert "Retour au texte : note 1" in texts["EPUB/part-001.xhtml"]


def test_crossposts_and_their_plan_are_french(site: Built):
    plan = plan_crossposts(site)
    texts = sorted(message.text.split("\n")[0] for message in plan.messages)
    assert texts == ["Pas à pas, Partie 1 sur 2: Un", "Pas à pas, Partie 2 sur 2: Deux"]
    assert site.outcome.config is not None
    page = BeautifulSoup(format_html(plan, site.outcome.config.messages["fr"]), "html.parser")
    assert page.html["lang"] == "fr"
    assert page.h1.get_text() == "Annonces prévues"
    assert re.fullmatch(r"\d+ caractères \(pondérés\) sur 280", page.meter["aria-label"])


def test_live_preview_sends_french_labels(tmp_path: Path):
    folder = tmp_path / "site"
    write_files(folder / "content", FILES)
    write_files(folder, {CATALOG: FRENCH})
    write_settings(folder / "pelicanconf.py", SETTINGS)
    with serving(folder) as served:
        assert served.url
        with served.tab() as tab:
            served.save({"posts/un.md": post(NOTE, title="Un", **SERIES, part=1, categry="x")})
            labels = tab.hears("findings", errors=1)["labels"]["fr"]
            assert labels == {
                "lang": "fr",
                "region": "Ce que rostrum serve a trouvé",
                "list": "Findings",  # not in the catalog
                "counts": "1 erreur",
                "stale": "La page montre la dernière version correcte.",
                "more": "",
            }


# What a catalog changes


def test_a_changed_label_of_footnotes_reaches_unchanged_texts(build: Build, tmp_path: Path):
    write_files(tmp_path, {CATALOG: FRENCH})
    build(FILES, SETTINGS)
    write_files(tmp_path, {CATALOG: FRENCH.replace("Retour au texte", "Revenir")})
    page = build({}).page("2026/11/un/")
    assert page.select_one(".footnote-backref")["aria-label"] == "Revenir : note 1"


def test_other_changed_messages_do_not_read_texts_again(
    build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    write_files(tmp_path, {CATALOG: FRENCH})
    build(FILES, SETTINGS)
    write_files(tmp_path, {CATALOG: FRENCH.replace("Aller au contenu", "Au contenu")})
    monkeypatch.setattr("rostrum.reading.batch.SourceReader.read", None)
    page = build({}).page("2026/11/un/")
    assert page.select_one(".skip-link").get_text() == "Au contenu"


def test_every_word_on_the_plan_comes_from_the_catalog(build: Build, tmp_path: Path):
    """Translate each message to itself in brackets, and look for text outside of them."""
    root = Path(__file__).parents[2]
    german = root / "plugins" / "rostrum" / "i18n" / "locale" / "de" / "LC_MESSAGES" / "rostrum.po"
    with german.open("rb") as file:
        catalog = read_po(file)
    entries = []
    for message in catalog:
        if isinstance(message.id, str) and message.id and not message.context:
            text = message.id.replace('"', r"\"")
            entries.append(f'msgid "{text}"\nmsgstr "‹{text}›"\n')
        elif message.pluralizable:
            one, many = message.id
            forms = f'msgstr[0] "‹{one}›"\nmsgstr[1] "‹{many}›"\n'
            entries.append(f'msgid "{one}"\nmsgid_plural "{many}"\n{forms}')
    write_files(tmp_path, {CATALOG: "\n".join(entries)})
    some, none = {"x": "a" * 300, "mastodon": False}, dict.fromkeys(NETWORKS, False)
    files = {
        **FILES,
        "posts/trois.md": post(title="Trois", crosspost=some),
        "posts/quatre.md": post(title="Quatre", crosspost=none),
    }
    site = build(files, {**SETTINGS, "ROSTRUM": {"languages": ["fr"]}})
    assert site.outcome.config is not None
    messages = site.outcome.config.messages["fr"]
    page = BeautifulSoup(format_html(plan_crossposts(site), messages), "html.parser")
    for part in page.select("style, pre, .said, [lang]:not(html), h3, .out b, section > p.quiet"):
        part.decompose()
    text = page.get_text(" ")
    assert all(f"‹{word}›" in text for word in ("own text", "Left out", "Error"))
    while (bare := re.sub(r"‹[^‹›]*›", "", text)) != text:
        text = bare
    bare = re.sub(r"https?://\S+|#\w+", "", bare)
    assert re.findall(r"\w+", bare) == []

"""People and series that are not out: drafts, and whom nothing but drafts names."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from support.embargo import DRAFT, PIXEL, PUBLIC, SCHEDULED, contents, traces
from support.sites import ANNA, BEN, Built, post, source

Build = Callable[..., Built]

EVA = {
    "people/eva.md": source(
        "Holunder ist ihr Fach.\n",
        name="Eva Vogelbeere",
        role="Krummholz",
        unit="Zirbenholz",
        photo="images/eva.png",
        profiles={"mastodon": "https://social.example/@moosbeere"},
        **DRAFT,
    ),
    "people/eva.en.md": source("Moosbeere.\n", role="Quittenmus"),
    "images/eva.png": PIXEL,
}
SERIES = {
    "series/erlkoenig.md": source(
        "Quittenmus.\n",
        title="Zirbenholz",
        summary="Moosbeere",
        image={"src": "images/reihe.png", "alt": "Vorab"},
        planned=[{"title": "Krummholz", "date": "2026-11-01"}],
        **DRAFT,
    ),
    "series/erlkoenig.en.md": source("Holunder.\n", title="Hagebutte"),
    "images/reihe.png": PIXEL,
}
LANGUAGES = {"ROSTRUM": {"languages": ["de", "en"]}}
ENGLISH = {"posts/one.en.md": post(title="One", slug="one", lang="en")}


@pytest.mark.parametrize("files", [EVA, SERIES], ids=["person", "series"])
@pytest.mark.parametrize("why", [None, DRAFT, {**DRAFT, **SCHEDULED}], ids=str)
def test_a_draft_leaves_no_trace_and_no_finding(
    build: Build, files: dict[str, object], why: dict[str, str] | None
) -> None:
    named = post(title="Kolkrabe", authors=["eva"], series="erlkoenig", **(why or {}))
    posts = {"posts/drei.md": named, **EVA, **SERIES} if why else {}
    without = contents(build(PUBLIC | ENGLISH, LANGUAGES))
    site = build({**files, **posts})
    assert site.findings == []
    assert contents(site) == without


@pytest.mark.parametrize("settings", [LANGUAGES, {"ROSTRUM": {"render": False}}], ids=str)
@pytest.mark.parametrize("why", [{}, SCHEDULED, {"status": "hidden"}], ids=str)
def test_what_is_out_or_will_be_must_not_name_a_draft(
    build: Build, settings: dict[str, object], why: dict[str, str]
) -> None:
    named = post(authors=["eva"], written_with=["eva", "anna"], series="erlkoenig", **why)
    comments = {"comments/eins/002.md": source("Ja.\n", author="eva", date="2026-11-20")}
    site = build({**PUBLIC, **EVA, **SERIES, **comments, "posts/drei.md": named}, settings)
    errors = [line.split(": ", 1)[1] for line in site.findings if "-draft" in line]
    assert sorted(errors) == [
        'error[person-draft]: the person "eva" is a draft, and this is not',
        'error[person-draft]: the person "eva" is a draft, and this is not',
        'error[person-draft]: the person "eva" is a draft, and this is not',
        'error[series-draft]: the series "erlkoenig" is a draft, and this is not',
    ]
    assert 'hint: Remove the line "status: draft" from content/people/eva.md.' in site.text
    assert site.files == []


def test_draft_preview_shows_draft_people_series_and_references(build: Build) -> None:
    named = post(title="Kolkrabe", authors=["eva"], series="erlkoenig", **DRAFT)
    lone = {"people/lea.md": source(name="Lea"), "posts/vier.md": post(authors=["lea"], **DRAFT)}
    site = build({**PUBLIC, **EVA, **SERIES, **lone, "posts/drei.md": named}, preview=True)
    assert site.exitcode == 0
    for page in ("people/eva/", "people/lea/", "series/erlkoenig/"):
        assert f"{page}index.html" in site.files
    assert "Eva Vogelbeere" in site.read("people.json")
    assert "images/eva.png" in site.files


def test_a_link_to_a_draft_person_or_series_keeps_its_words(build: Build) -> None:
    text = "[Sie]({filename}/people/eva.md), [das]({filename}/series/erlkoenig.md)"
    site = build({**PUBLIC, **EVA, **SERIES, "posts/drei.md": post(text, title="Drei")})
    assert site.codes == ["link-unpublished", "link-unpublished"]
    assert traces(site, ["people/eva", "erlkoenig"]) == []
    assert "Sie, das" in site.page("2026/11/drei/").get_text()


def test_a_draft_of_a_translation_of_a_series_waits_alone(build: Build) -> None:
    english = {
        "series/lernen.en.md": source("Hagebutte.\n", title="Vogelbeere", **DRAFT),
        "posts/eins.en.md": post(title="One", slug="eins", lang="en", series="lernen", part=1),
    }
    site = build({**PUBLIC, **english}, LANGUAGES)
    assert site.codes == ["series-lang"]
    assert traces(site, ["hagebutte", "vogelbeere"]) == []
    assert "Lernen" in site.read("en/series/lernen/")


def test_a_translation_of_a_person_has_no_status_of_its_own(build: Build) -> None:
    site = build({"people/anna.md": ANNA, "people/anna.en.md": source(**DRAFT)}, LANGUAGES)
    assert site.codes == ["no-posts", "key-unknown"]


@pytest.mark.parametrize("kind", ["people", "series"])
def test_people_and_series_are_out_or_drafts(build: Build, kind: str) -> None:
    files = {"people/anna.md": ANNA, "posts/a.md": post()}
    head = {"name": "Eva"} if kind == "people" else {"title": "S"}
    site = build({**files, f"{kind}/x.md": source(**head, status="hidden")})
    message = 'status: "hidden" is not one of published, draft'
    assert site.findings == [f"content/{kind}/x.md:3:9: error[status]: {message}"]


LEA = {"people/lea.md": source("Holunder.\n", name="Lea Vogelbeere")}


@pytest.mark.parametrize("why", [DRAFT, SCHEDULED, {"status": "hidden"}], ids=str)
@pytest.mark.parametrize("key", ["authors", "written_with"])
def test_draft_author_without_role_is_unknown_until_published(
    build: Build, why: dict[str, str], key: str
) -> None:
    named = post(title="Drei", slug="drei", **{"authors": ["anna"], key: ["lea"], **why})
    site = build({**PUBLIC, **LEA, "posts/drei.md": named})
    found = traces(site, ["vogelbeere", "people/lea", "holunder"])
    assert [line for line in found if not line.startswith("2026/11/drei/")] == []
    out = build({"posts/drei.md": post(title="Drei", slug="drei", authors=["lea"])})
    assert "Vogelbeere" in out.read("people/lea/")
    assert "Vogelbeere" in out.read("people.json")


def test_draft_person_is_listed_if_role_post_or_comment_exists(build: Build) -> None:
    drafts = {
        f"posts/draft-{key}.md": post(title=key, authors=[key], **DRAFT)
        for key in ("ben", "lea", "eva", "max")
    }
    people = {
        "people/ben.md": BEN,  # has a role
        "people/lea.md": source(name="Lea"),  # wrote
        "people/eva.md": source(name="Eva"),  # commented
        "people/max.md": source(name="Max"),
        "people/kim.md": source(name="Kim"),  # whom no post names
    }
    out = {
        "posts/drei.md": post(title="Drei", authors=["lea"]),
        "comments/eins/002.md": source("Ja.\n", author="eva", date="2026-11-20"),
    }
    site = build({**PUBLIC, **people, **out, **drafts})
    pages = {name.split("/")[1] for name in site.files if name.startswith("people/")}
    assert {"anna", "ben", "lea", "eva", "kim"} <= pages
    assert "max" not in pages


def test_another_theme_names_nobody_whom_only_drafts_name(build: Build) -> None:
    settings = {
        "THEME": "simple",
        "ROSTRUM": {"render": False},
        "DIRECT_TEMPLATES": ["index", "authors"],
    }
    draft = post(title="Drei", authors=["lea", "eva"], series="erlkoenig", **DRAFT)
    site = build({**PUBLIC, **LEA, **EVA, **SERIES, "posts/drei.md": draft}, settings)
    assert site.exitcode == 0
    assert traces(site, ["vogelbeere", "lea", "eva", "erlkoenig", "zirbenholz"]) == []

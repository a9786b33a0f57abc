"""`check` finds each address that something else of the site has, before a build stops at it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from support.sites import ANNA, Built, post, source, write_files

Build = Callable[..., Built]
ALL = {"redirects": ["html", "nginx", "caddy", "apache", "netlify"]}
CARD = "media/card-0123456789abcdef.png"
SETTINGS = {"STATIC_PATHS": ["images", ".well-known"], "ROSTRUM": ALL}


@pytest.fixture
def files(pixel: bytes) -> dict[str, str | bytes]:
    """The files of a site with something of each kind."""
    return {
        "people/anna.md": ANNA,
        "posts/a.md": post("[Plan](../files/b.pdf)", tags=["T"], category="K", series="s"),
        "posts/e.en.md": post(title="Two"),
        "series/s.md": source(title="Reihe"),
        "images/a.png": pixel,
        "files/b.pdf": b"%PDF-1.4",
        ".well-known/security.txt": "x",
        "comments/a/1.md": source("Ja.", author="Zoe", date="2026-11-19"),
    }


TEXTS = {"2026/11/hallo/index.html", "en/2026/11/two/index.html"}  # told of at the other text
WAYS: dict[str, Callable[[str], dict[str, object]]] = {
    "an alias": lambda file: {"aliases": [f"/{file}"]},
    "an alias in capitals": lambda file: {"aliases": [f"/{file.upper()}"]},
    "an alias below": lambda file: {"aliases": [f"/{file}/x.html"]},
    "a page": lambda file: {"save_as": file},
    "a page below": lambda file: {"save_as": f"{file}/x.html"},
}


def test_no_file_of_a_site_is_at_another_address_too(build: Build, files):
    site = build(files, SETTINGS)
    assert (site.exitcode, site.findings) == (0, [])
    taken = site.all_files
    for way, write in WAYS.items():
        pages = {
            f"pages/{n}.md": source("x", title=f"Seite {n}", **write(file))
            for n, file in enumerate(taken)
            if not (file in TEXTS and way == "a page below")
            and not (file in {"index.html", "404.html"} and way == "a page")  # a page may be there
        }
        found = build(pages, check_only=True).report
        told = {it.place.path for it in found if it.code.startswith("address")}
        assert {f"content/{path}" for path in pages} - told == set(), way
        write_files(site.root / "content", dict.fromkeys(pages))


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("theme/css/rostrum.css/x", "/theme/css/rostrum.css"),
        ("favicon.ico", "/favicon.ico"),
        ("files/b.pdf", "/files/b.pdf"),
        ("ATOM.XML", "/atom.xml"),
        (
            "media/card-0123456789abcdef.png/a",
            f"{CARD}/a/index.html has the name of a picture that the kit makes",
        ),
    ],
)
def test_an_alias_at_a_file_is_told_of_at_its_place(build: Build, files, path: str, message: str):
    site = build({**files, "pages/z.md": source("x", title="Zzz", aliases=[f"/{path}"])}, SETTINGS)
    assert site.exitcode == 1
    if message.startswith("/"):
        message = f'the former address "/{path}/index.html" can\'t stand beside "{message}"'
    assert [it.partition(": one would be ")[0] for it in site.findings] == [
        f"content/pages/z.md:3:11: error[address-taken]: {message}"
    ]


def test_an_own_icon_at_the_root_is_no_page_of_the_kit(build: Build, pixel: bytes):
    settings = {"STATIC_PATHS": ["favicon.ico"]}
    files = {"people/anna.md": ANNA, "posts/a.md": post(), "favicon.ico": pixel}
    assert build(files, settings).findings == []


def test_a_page_at_a_list_in_other_capitals_is_told_of(build: Build):
    files = {
        "people/anna.md": ANNA,
        "posts/a.md": post(),
        "pages/z.md": source("x", title="Archiv", slug="Archive"),
    }
    site = build(files)
    assert site.findings == [
        (
            "content/pages/z.md:3:7: warning[name-clash]: hosts on macOS and Windows take "
            "Archive/index.html and archive/index.html for the same file"
        )
    ]
    assert "hint: A page that the kit makes has the other one." in site.text


def test_a_page_at_a_file_in_other_capitals_is_told_of(build: Build):
    files = {
        "people/anna.md": ANNA,
        "posts/a.md": post(),
        "pages/z.md": source("x", title="Plan", save_as="Files/plan.html"),
        "files/plan.html": "<p>x",
    }
    site = build(files, {"STATIC_PATHS": ["files"]})
    assert site.codes == ["name-clash"]
    assert "hint: content/files/plan.html has the other one." in site.text


def test_an_alias_in_the_folder_of_another_theme_is_found(build: Build):
    settings = {"THEME": "notmyidea", "ROSTRUM": {"render": False}}
    files = {"people/anna.md": ANNA, "posts/a.md": post(aliases=["/theme/css/main.css"])}
    assert "address-taken" in build(files, settings, check_only=True).codes

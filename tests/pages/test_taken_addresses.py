"""`check` finds each address that something else of the site has, before a build stops at it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from support.sites import ANNA, Built, post, source

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


def check(build: Build, keys: dict[str, object]) -> list[str]:
    """Return the codes of a check of the site with a page."""
    page = source("x", title="Zzz", **keys)
    return build({"pages/z.md": page}, check_only=True).codes


def test_no_file_of_a_site_is_at_another_address_too(build: Build, files):
    site = build(files, SETTINGS)
    assert (site.exitcode, site.findings) == (0, [])
    replaceable = {"index.html", "404.html"}
    missed = []
    for file in site.all_files:
        ways = [{"aliases": [f"/{name}"]} for name in (file, file.upper(), f"{file}/x.html")]
        ways.append({"save_as": f"{file}/x.html"})
        if file not in replaceable:
            ways.append({"save_as": file})
        missed += [(file, keys) for keys in ways if not check(build, keys)]
    assert missed == []


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("theme/css/rostrum.css/x", "theme/css/rostrum.css is to be both a file and a folder"),
        ("favicon.ico", "favicon.ico is to be both a file and a folder"),
        ("files/b.pdf", "files/b.pdf is to be both a file and a folder"),
        ("ATOM.XML", "atom.xml is to be both a file and a folder"),
        (
            "media/card-0123456789abcdef.png/a",
            f"{CARD}/a/index.html has the name of a picture that the kit makes",
        ),
    ],
)
def test_an_alias_at_a_file_is_told_of_at_its_place(build: Build, files, path: str, message: str):
    site = build({**files, "pages/z.md": source("x", title="Zzz", aliases=[f"/{path}"])}, SETTINGS)
    assert site.exitcode == 1
    assert [it.partition(", of ")[0] for it in site.findings] == [
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

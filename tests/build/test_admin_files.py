"""The editor in the output folder: when it is there, and what is said if it can't be."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from support.sites import ANNA, Built, post

ADMIN = {"backend": "github", "repo": "company/blog"}
FILES = {"people/anna.md": ANNA, "posts/a.md": post()}


@pytest.fixture(name="extra")
def install_extra(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """Return the folder of files of an extra that has a small script instead of the editor."""
    folder = tmp_path_factory.mktemp("extra") / "rostrum_admin"
    (folder / "files" / "fonts").mkdir(parents=True)
    (folder / "__init__.py").touch()
    (folder / "files" / "sveltia-cms.js").write_text("run();")
    (folder / "files" / "fonts" / "a.woff2").write_bytes(b"font")
    monkeypatch.syspath_prepend(str(folder.parent))
    sys.modules.pop("rostrum_admin", None)
    return folder / "files"


@pytest.fixture(name="no_extra")
def remove_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rostrum.admin.editor_files.find_spec", lambda name: None)


def admin_files(site: Built) -> list[str]:
    return [name for name in site.files if name.startswith("admin/")]


@pytest.mark.usefixtures("extra")
def test_a_site_has_no_editor_unless_it_asks_for_one(build: Callable[..., Built]) -> None:
    assert admin_files(build(FILES)) == []


@pytest.mark.usefixtures("extra")
@pytest.mark.parametrize("preview", [False, True])
def test_the_editor_is_published_in_its_folder(build: Callable[..., Built], preview: bool) -> None:
    site = build(FILES, {"ROSTRUM": {"admin": ADMIN}}, preview=preview)
    assert site.findings == []
    page = site.page("admin/")
    (script,) = page.select("script")
    assert admin_files(site) == [
        "admin/config.json",
        "admin/fonts/a.woff2",
        "admin/index.html",
        f"admin/{script['src']}",
    ]
    assert site.read(f"admin/{script['src']}") == "run();"
    assert page.title
    assert page.title.string == "Redaktion – Offen gesagt"
    config = json.loads(site.read("admin/config.json"))
    assert config["collections"][0]["folder"] == "content/posts"
    assert config["collections"][0]["label"] == "Beiträge"
    assert config["site_url"] == "https://blog.example"


@pytest.mark.usefixtures("extra")
def test_no_list_of_the_site_names_the_editor(build: Callable[..., Built]) -> None:
    site = build(FILES, {"ROSTRUM": {"admin": ADMIN}})
    assert site.exitcode == 0
    for name in site.files:
        if name.endswith((".html", ".xml", ".txt")) and not name.startswith("admin/"):
            assert "admin" not in site.read(name), name


@pytest.mark.usefixtures("extra")
def test_a_text_may_link_to_the_editor(build: Callable[..., Built]) -> None:
    files = FILES | {"posts/a.md": post("[Schreiben](/admin/)\n")}
    site = build(files, {"ROSTRUM": {"admin": ADMIN}})
    assert site.findings == []
    assert site.page("2026/11/hallo/").select_one('a[href="/admin/"]')


@pytest.mark.usefixtures("extra")
def test_a_page_can_not_take_the_place_of_the_editor(build: Callable[..., Built]) -> None:
    files = FILES | {"pages/a.md": "---\ntitle: Verwaltung\nslug: admin\n---\nText\n"}
    assert build(files, {"ROSTRUM": {"admin": ADMIN}}).findings == [
        (
            "content/pages/a.md:3:7: error[address-taken]: "
            "admin/index.html is a page that the kit makes"
        )
    ]


def test_a_changed_editor_is_published(build: Callable[..., Built], extra: Path) -> None:
    before = build(FILES, {"ROSTRUM": {"admin": ADMIN}})
    former = before.page("admin/").select_one("script")["src"]
    (extra / "sveltia-cms.js").write_text("go();")
    site = build({}, no_cache=True)
    name = site.page("admin/").select_one("script")["src"]
    assert name != former
    assert f"admin/{former}" not in admin_files(site)


@pytest.mark.usefixtures("no_extra")
def test_a_site_without_the_extra_is_told_of_it(build: Callable[..., Built]) -> None:
    site = build(FILES, {"ROSTRUM": {"admin": ADMIN}})
    assert site.findings == [
        (
            "pelicanconf.py:7:12: warning[admin-missing]: there is no editor at /admin/: "
            "the package pelican-rostrum-admin is not installed"
        )
    ]
    assert 'with its extra "admin"' in site.text
    assert admin_files(site) == []


@pytest.mark.usefixtures("extra")
def test_pelicans_pages_have_no_editor(build: Callable[..., Built]) -> None:
    theme = "import os, pelican\n"
    settings = (
        f"{theme}from rostrum.defaults import *\nSITENAME = 'x'\nSITEURL = 'https://blog.example'\n"
        "TIMEZONE = 'UTC'\nDEFAULT_LANG = 'de'\n"
        "THEME = os.path.join(os.path.dirname(pelican.__file__), 'themes', 'simple')\n"
        f"ROSTRUM = {{'render': False, 'admin': {ADMIN!r}}}\n"
    )
    site = build(FILES, settings)
    assert any("setting-unused" in found and "editor" in found for found in site.findings)
    assert admin_files(site) == []


@pytest.mark.usefixtures("extra")
def test_content_elsewhere_needs_its_path(
    build: Callable[..., Built], tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("texts")
    settings = {"PATH": str(other), "ROSTRUM": {"admin": ADMIN}}
    told = [found for found in build(FILES, settings).findings if "error[setting]" in found]
    assert told == [
        (
            "pelicanconf.py:8:12: error[setting]: the content folder is not in the folder of the "
            "settings"
        )
    ]
    settings["ROSTRUM"] = {"admin": ADMIN | {"content": "blog/texts"}}
    assert not [found for found in build(FILES, settings).findings if "error[setting]" in found]

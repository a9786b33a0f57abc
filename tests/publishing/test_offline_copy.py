"""`rostrum build --offline`: a copy whose pages open without a server."""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from support.program import Run, make_run
from support.sites import ANNA, post, write_files, write_settings

from rostrum.html.relative_urls import relative_html
from rostrum.publishing.offline_copy import MARK

NOINDEX = '<meta name="robots" content="noindex">'
FILES = {"index.html", "a/index.html", "a/b.html", "media/ü x.png", "theme/s.css", "1:2/index.html"}
ADDRESS = re.compile(r'\s(?:href|src|action|poster)="(?P<url>[^"]*)"|url=(?P<to>[^"]*)"')


@pytest.fixture
def run(tmp_path: Path, monkeypatch, capsys, pixel) -> Run:
    """Run `rostrum …` in a site below /blog/ with a picture, an alias and a draft."""
    monkeypatch.chdir(tmp_path)
    settings = {"SITEURL": "https://acme.example/blog", "ROSTRUM": {"cards": False}}
    write_settings(tmp_path / "pelicanconf.py", settings)
    text = "[Zweiter](zwei.md#mitte) ![Ein Bild](<../images/über uns.png>)\n"
    files = {
        "people/anna.md": ANNA,
        "images/über uns.png": pixel,
        "posts/eins.md": post(text, title="Eins", aliases=["/alt/"]),
        "posts/zwei.md": post("# Mitte\n\n<a href='/nirgends/'>x</a>\n", title="Zwei ☂"),
        "posts/entwurf.md": post(title="Entwurf", status="draft"),
    }
    write_files(tmp_path / "content", files)
    return make_run(monkeypatch, capsys)


def offline(run: Run, *words: str) -> tuple[int, str, str]:
    return run("build", "--offline", "copy", "--lang", "en", "--as-of", "2026-11-22", *words)


def test_the_pages_of_a_copy_link_to_its_files(run: Run, tmp_path: Path) -> None:
    code, out, err = offline(run)
    assert code == 0, err
    assert out.endswith("To read without a server: open copy/index.html.\n")
    copy = tmp_path / "copy"
    pages = sorted(copy.rglob("*.html"))
    assert len(pages) > 10
    followed = 0
    for page in pages:
        for found in ADDRESS.finditer(page.read_text("utf-8")):
            address = found["url"] or found["to"] or ""
            if re.match(r"[a-z]+:|#|$", address):
                continue
            if address == "/nirgends/":  # of an author: there is no such file
                continue
            target = unquote(address.partition("#")[0].partition("?")[0])
            assert (page.parent / target).is_file(), f"{page}: {address}"
            followed += 1
    assert followed > 100


def test_a_copy_keeps_search_engines_away(run: Run, tmp_path: Path) -> None:
    offline(run)
    for page in (tmp_path / "copy").rglob("*.html"):
        assert page.read_text("utf-8").partition("</head>")[0].count(NOINDEX) == 1, page
    published = (tmp_path / "output" / "index.html").read_text("utf-8")
    assert NOINDEX not in published


def test_a_copy_has_the_files_of_the_site_as_they_are(run: Run, tmp_path: Path) -> None:
    offline(run)
    output, copy = tmp_path / "output", tmp_path / "copy"
    names = {file.relative_to(output) for file in output.rglob("*") if file.is_file()}
    copied = {file.relative_to(copy) for file in copy.rglob("*") if file.is_file()}
    assert copied - names == {Path(MARK)}
    assert names - copied == {Path(".rostrum-manifest")}
    others = [name for name in copied & names if name.suffix != ".html"]
    assert all((output / name).read_bytes() == (copy / name).read_bytes() for name in others)


def test_a_copy_has_drafts_only_in_a_preview(run: Run, tmp_path: Path) -> None:
    offline(run)
    assert "Entwurf" not in (tmp_path / "copy" / "index.html").read_text("utf-8")
    code, _, err = offline(run, "--preview", "--output", "built")
    assert code == 0, err
    assert "Entwurf" in (tmp_path / "copy" / "index.html").read_text("utf-8")


def test_a_second_copy_replaces_the_first(run: Run, tmp_path: Path) -> None:
    offline(run)
    (tmp_path / "content" / "posts" / "eins.md").unlink()
    write_files(tmp_path / "content", {"posts/drei.md": post(title="Drei")})
    assert offline(run)[0] == 0
    copy = tmp_path / "copy" / "2026" / "11"
    assert (copy / "drei" / "index.html").is_file()
    assert not (copy / "eins").exists()


def test_a_copy_is_made_although_nothing_has_changed(run: Run, tmp_path: Path) -> None:
    run("build", "--as-of", "2026-11-22")
    assert offline(run)[0] == 0
    assert (tmp_path / "copy" / "index.html").is_file()


def test_no_copy_is_made_of_a_failed_build(run: Run, tmp_path: Path) -> None:
    write_files(tmp_path / "content", {"posts/zwei.md": "---\ntitle: [\n---\n"})
    assert offline(run)[0] == 1
    assert not (tmp_path / "copy").exists()


@pytest.mark.parametrize("folder", ["copy", "."])
def test_a_folder_with_other_files_is_refused(run: Run, tmp_path: Path, folder: str) -> None:
    write_files(tmp_path, {"copy/notes.txt": "Mine"})
    code, _, err = run("build", "--offline", folder, "--lang", "en", "--as-of", "2026-11-22")
    message = f"--offline: {folder}/ has other files. Choose an empty folder.\n"
    assert (code, err.splitlines(keepends=True)[-1]) == (2, message)
    assert (tmp_path / "copy" / "notes.txt").read_text() == "Mine"


@pytest.mark.parametrize("folder", ["output", "output/copy", "content", "content/copy"])
def test_a_folder_of_the_site_is_no_place_for_a_copy(run: Run, tmp_path: Path, folder: str) -> None:
    code, _, err = run("build", "--offline", folder, "--lang", "en", "--as-of", "2026-11-22")
    assert code == 2
    assert "is no place for it. Choose a folder beside it." in err
    assert (tmp_path / "content" / "posts" / "eins.md").is_file()


def test_a_folder_that_is_a_link_is_followed(run: Run, tmp_path: Path) -> None:
    (tmp_path / "copy").symlink_to(tmp_path / "output", target_is_directory=True)
    code, _, err = offline(run)
    assert (code, "is no place for it" in err) == (2, True)
    assert (tmp_path / "output" / "index.html").is_file()


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes anywhere")
def test_a_folder_that_can_not_be_written_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "copy").mkdir(mode=0o500)
    code, _, err = offline(run)
    assert (code, "--offline: copy/ can't be written" in err) == (2, True)


def test_a_file_in_place_of_the_folder_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "copy").write_text("Mine")
    code, _, err = offline(run)
    assert (code, "--offline: copy/ can't be written: " in err) == (2, True)
    assert (tmp_path / "copy").read_text() == "Mine"


# Addresses


@pytest.mark.parametrize(
    ("path", "address", "expected"),
    [
        ("index.html", "/a/", "a/index.html"),
        ("index.html", "/a", "a/index.html"),
        ("a/index.html", "/", "../index.html"),
        ("a/index.html", "/a/b.html#x", "b.html#x"),
        ("a/b.html", "/theme/s.css?v=1", "../theme/s.css"),
        ("a/b.html", "/media/%C3%BC%20x.png", "../media/%C3%BC%20x.png"),
        ("a/b.html", "/media/ü x.png", "../media/%C3%BC%20x.png"),
        ("index.html", "/1:2/", "1%3A2/index.html"),
        ("a/b.html", "/c/", "/c/"),
        ("a/b.html", "//other.example/a/", "//other.example/a/"),
        ("a/b.html", "https://acme.example/a/", "https://acme.example/a/"),
        ("a/b.html", "#x", "#x"),
        ("a/b.html", "mailto:a@b.example", "mailto:a@b.example"),
        ("a/b.html", "/../a/b.html", "/../a/b.html"),
    ],
)
def test_an_address_of_a_file_becomes_relative(path: str, address: str, expected: str) -> None:
    html = f'<a href="{address}">x</a>'
    assert relative_html(html, path, "/", FILES) == f'<a href="{expected}">x</a>'


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<img srcset="/b/a/b.html 1x, /b/ 2x">', '<img srcset="b.html 1x, ../index.html 2x">'),
        ('<p style="background: url(/b/theme/s.css)">', None),
        ('<form action="/b/a/">', '<form action="index.html">'),
        ('<meta http-equiv="refresh" content="0; url=/b/">', None),
        ('<a href="/a/b.html">', '<a href="/a/b.html">'),
        ("<script>location = '/b/a/'</script>", "<script>location = '/b/a/'</script>"),
    ],
)
def test_addresses_below_a_folder_become_relative(html: str, expected: str | None) -> None:
    made = relative_html(html, "a/index.html", "/b/", FILES)
    if expected is None:
        expected = html.replace("/b/theme/", "../theme/").replace("=/b/", "=../index.html")
    assert made == expected


def test_a_site_below_a_folder_with_an_umlaut_becomes_relative() -> None:
    html = '<a href="/bl%C3%B6g/a/">x</a>'
    made = relative_html(html, "index.html", "/bl%C3%B6g/", FILES)
    assert made == '<a href="a/index.html">x</a>'

"""`rostrum build --removals-only`: what is withdrawn goes, although other content has errors."""

import subprocess
import sys
import time

from invoke.context import Context
from support.sites import ANNA, post, source, write_files, write_settings

from rostrum.cli import commands
from rostrum.cli.results import tell_build

PIXEL_NAME = "images/halle.png"
FILES = {
    "people/anna.md": ANNA,
    "posts/a.md": post(title="Eins"),
    "posts/b.md": post(title="Zwei", tags=["Werk"]),
    "posts/c.md": post("![Halle](../images/halle.png)\n", title="Drei", tags=["Halle"]),
    "comments/c/001.md": source("Danke!\n", author="Eva", date="2026-11-19"),
}
ERROR = {"posts/c.md": post("![Halle](../images/halle.png)\n", title="Drei", authors=["nix"])}
UNREADABLE = {"posts/c.md": "---\ntitle: [Drei\n---\n![Halle](../images/halle.png)\n"}
WITHDRAWN = {"posts/b.md": post(title="Zwei", tags=["Werk"], status="draft")}


def test_removals_only_removes_draft_despite_error_elsewhere(build, pixel):
    build({**FILES, PIXEL_NAME: pixel})
    assert build({**ERROR, **WITHDRAWN}).exitcode == 1
    site = build({}, removals_only=True)
    assert site.exitcode == 0
    assert not (site.output / "2026/11/zwei").exists()
    assert not (site.output / "tag/werk").exists()
    assert "Zwei" not in site.read("") + site.read("atom.xml")


def test_removals_only_keeps_page_of_post_with_new_error(build, pixel):
    before = build({**FILES, PIXEL_NAME: pixel})
    page, feed = before.read("2026/11/drei/"), before.read("2026/11/drei/comments/atom.xml")
    for faulty in (ERROR, UNREADABLE):
        site = build({**faulty, **WITHDRAWN}, removals_only=True)
        assert site.exitcode == 0
        assert site.read("2026/11/drei/") == page
        assert site.read("2026/11/drei/comments/atom.xml") == feed
        assert PIXEL_NAME in site.files
        assert "posts/c.md" in site.outcome.checked.content.left_out
    repaired = build({"posts/c.md": FILES["posts/c.md"]})
    assert repaired.read("2026/11/drei/") != ""
    assert "Drei" in repaired.read("")


def test_removals_only_removes_page_of_deleted_source(build, pixel):
    build({**FILES, PIXEL_NAME: pixel})
    site = build({**UNREADABLE, "posts/b.md": None}, removals_only=True)
    assert site.exitcode == 0
    assert not (site.output / "2026/11/zwei").exists()
    assert (site.output / "2026/11/drei/index.html").exists()


def test_removals_only_publishes_nothing_new(build, pixel):
    build({**FILES, PIXEL_NAME: pixel})
    site = build({**WITHDRAWN, "posts/d.md": post(title="Vier")}, removals_only=True)
    assert site.exitcode == 0
    assert "Vier" not in site.read("")
    assert not (site.output / "2026/11/vier").exists()


def test_removals_only_omits_post_with_damaged_image(build, pixel):
    before = build({**FILES, PIXEL_NAME: pixel})
    page, picture = before.read("2026/11/drei/"), (before.output / PIXEL_NAME).read_bytes()
    assert build({**WITHDRAWN, PIXEL_NAME: pixel[:40]}).exitcode == 1
    site = build({}, removals_only=True)
    assert site.exitcode == 0
    assert not (site.output / "2026/11/zwei").exists()
    assert site.read("2026/11/drei/") == page
    assert (site.output / PIXEL_NAME).read_bytes() == picture


def test_removals_only_is_completed_by_the_next_build(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    files = {"people/anna.md": ANNA, "posts/a.md": post(title="Eins")}
    write_files(tmp_path / "content", files)
    write_settings(tmp_path / "pelicanconf.py", {})
    command = [sys.executable, "-m", "rostrum", "build", "--as-of", "2026-11-22", "--lang", "en"]
    subprocess.run(command, check=True, capture_output=True, timeout=100)
    write_files(tmp_path / "content", {"posts/neu.md": post(title="Neu")})
    time.sleep(2.1)  # the marks of younger files are not trusted
    for _ in range(2):
        subprocess.run([*command, "--removals-only"], check=True, capture_output=True, timeout=100)
    assert not (tmp_path / "output/2026/11/neu").exists()
    subprocess.run(command, check=True, capture_output=True, timeout=100)
    assert (tmp_path / "output/2026/11/neu/index.html").exists()


def test_removals_only_quotes_lines_of_content_outside(tmp_path, monkeypatch, alone, capsys):
    """The content lies outside of the starting folder, and a post is a link within it."""
    site = tmp_path / "site"
    write_files(tmp_path / "content", {"people/anna.md": ANNA, "posts/c.md": post()})
    site.mkdir()
    monkeypatch.chdir(site)
    write_settings(site / "pelicanconf.py", {"PATH": "../content"})
    commands.build.body(Context(), as_of="2026-11-22", jobs="1", lang="en")
    faulty = post(authors=["nix"])
    write_files(tmp_path / "content", {"static/c.txt": faulty, "posts/c.md": None})
    (tmp_path / "content/posts/c.md").symlink_to("../static/c.txt")
    commands.build.body(Context(), as_of="2026-11-22", jobs="1", lang="en", removals_only=True)
    assert '    authors: ["nix"]\n' in capsys.readouterr().err


def test_removals_only_can_not_help_with_an_error_of_no_file(build, pixel):
    build({**FILES, PIXEL_NAME: pixel})
    static = {"STATIC_PATHS": ["static"], "EXTRA_PATH_METADATA": {"static/x": {"path": "rss.xml"}}}
    site = build({**WITHDRAWN, "static/x": "x"}, static, removals_only=True)
    assert site.exitcode == 1
    assert (site.output / "2026/11/zwei/index.html").exists()


def test_removals_only_removes_draft_despite_error_in_person(build):
    build(FILES)
    site = build({**WITHDRAWN, "people/anna.md": "---\nname: [\n---\n"}, removals_only=True)
    assert site.exitcode == 0
    assert not (site.output / "2026/11/zwei").exists()
    assert (site.output / "2026/11/eins/index.html").exists()
    assert "perhaps naming what was taken off" in "\n".join(map(str, tell_build(site.outcome)))


def test_removals_only_moves_no_page_to_another_address(build):
    before = build(FILES)
    page = before.read("2026/11/eins/")
    site = build({**WITHDRAWN, "posts/a.md": post("Quitte", title="Drei")}, removals_only=True)
    assert site.exitcode == 0
    assert site.read("2026/11/eins/") == page
    assert "Quitte" not in site.read("2026/11/drei/")

"""Which files in the output folder are the kit's: the manifest, files of others, large removals."""

import errno
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from support.sites import ANNA, Built, cache_of, post, write_files, write_settings
from support.warm_process import run_module

from rostrum.cli.results import tell_build
from rostrum.output.inventory import PARTIAL, list_output
from rostrum.output.manifest import MANIFEST, FileKind, make_manifest, make_salt, parse_manifest
from rostrum.output.writer import open_output

FILES = {"people/anna.md": ANNA, "posts/a.md": post(title="Eins"), "posts/b.md": post(title="Zwei")}
DRAFT = {"posts/b.md": post(title="Zwei", status="draft")}
WITHOUT_ROOT = ("--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all")
AS_OF = ("--as-of", "2026-11-22")


def forget(site: Built) -> None:
    """Remove every note of earlier builds, but not the output folder."""
    shutil.rmtree(cache_of(site.root).parent)


def rostrum(*arguments: str, as_root: bool = True) -> subprocess.CompletedProcess[str]:
    """Run the program in the current folder, without root's rights to every file if wanted."""
    before = () if as_root or os.geteuid() else ("setpriv", *WITHOUT_ROOT)
    return run_module(Path.cwd(), "rostrum", *arguments, "--lang", "en", before=before)


# The manifest


def test_the_manifest_tells_no_path_and_is_the_same_in_any_order():
    kinds = {"2026/11/geheim/index.html": FileKind.POST, "style.css": FileKind.FILE}
    salt = make_salt("https://blog.example")
    raw = make_manifest(kinds, salt).format()
    assert raw == make_manifest(dict(reversed(kinds.items())), salt).format()
    assert b"geheim" not in raw
    read = parse_manifest(raw)
    assert read.find("2026/11/geheim/index.html") is FileKind.POST
    assert read.find("2026/11/anders/index.html") is None


def test_a_manifest_has_another_salt_on_another_site():
    kinds = {"index.html": FileKind.PAGE}
    one, two = (make_manifest(kinds, make_salt(f"https://{name}.example")) for name in "ab")
    assert one.format() != two.format()


@pytest.mark.parametrize("raw", [b"", b"\xff\n", b"rostrum manifest 1, salt x\npage 00\n", b"{}"])
def test_a_damaged_manifest_lists_nothing(raw):
    assert parse_manifest(raw).find("index.html") is None


def test_manifest_is_equal_after_incremental_and_clean_build(build, tmp_path):
    build(FILES)
    site = build({"posts/b.md": None, "posts/c.md": post(title="Drei")})
    grown = site.read(MANIFEST)
    shutil.rmtree(site.output)
    forget(site)
    assert build({}).read(MANIFEST) == grown


def test_manifest_removes_post_set_to_draft_without_notes(build):
    forget(build(FILES))
    site = build(DRAFT)
    assert site.exitcode == 0
    assert not (site.output / "2026/11/zwei").exists()


def test_manifest_keeps_output_folder_when_site_url_changes(build):
    forget(build(FILES))
    site = build(DRAFT, {"SITEURL": "https://neu.example"})
    assert site.exitcode == 0
    assert not (site.output / "2026/11/zwei").exists()


# Files of others


def test_a_file_of_others_is_never_overwritten(build, tmp_path):
    write_files(tmp_path / "output", {"index.html": "MEINE SEITE", "feeds/index.html": "MEINE"})
    site = build(FILES)
    assert site.exitcode == 1
    assert site.findings == [
        (
            "output/feeds/index.html:1:1: error[output-foreign]: no build wrote feeds/index.html "
            "and index.html, and this one would overwrite them"
        )
    ]
    assert "rostrum build --adopt" in site.text
    assert site.files == ["feeds/index.html", "index.html"]
    assert site.read("index.html") == "MEINE SEITE"


def test_adopt_takes_over_what_stands_where_the_kit_writes(build, tmp_path):
    write_files(tmp_path / "output", {"index.html": "Pelican's", "alt.html": "mine"})
    site = build(FILES, adopt=True)
    assert site.exitcode == 0
    assert "Zwei" in site.read("")
    assert site.read("alt.html") == "mine"
    assert build({}).exitcode == 0


def test_a_file_with_the_same_bytes_is_taken_without_a_word(build):
    site = build(FILES)
    forget(site)
    (site.output / MANIFEST).unlink()
    again = build({})
    assert (again.exitcode, again.codes) == (0, [])


def test_a_file_that_no_build_wrote_is_reported_at_each_build(build):
    site = build(FILES)
    (site.output / "alt.html").write_text("old")
    said = (
        "output/alt.html:1:1: warning[output-unknown]: no build wrote alt.html, and whoever "
        "publishes the folder publishes it"
    )
    assert build({"posts/a.md": post("Anders", title="Eins")}).findings == [said]
    assert build({"posts/a.md": post("Neu", title="Eins")}).findings == [said]
    strict = build({"posts/a.md": post("Neuer", title="Eins")}, strict=True)
    assert strict.exitcode == 1
    assert "Neuer" not in strict.read("2026/11/eins/")


def test_clean_removes_foreign_files_and_keeps_configured_ones(build, tmp_path):
    others = ("alt.html", "tief/alt.html", "CNAME", ".nojekyll", ".git/config", "bleibt/x.html")
    write_files(tmp_path / "output", dict.fromkeys(others, "mine"))
    refused = build(FILES, {"OUTPUT_RETENTION": ["bleibt"]}, clean=True)
    assert refused.findings == [
        (
            "output/alt.html:1:1: error[removal-large]: --clean would remove alt.html and "
            "tief/alt.html from a folder that no build wrote to"
        )
    ]
    site = build({}, clean=True, adopt=True)
    assert (site.exitcode, site.codes) == (0, [])
    left = [name for name in others if (site.output / name).exists()]
    assert left == ["CNAME", ".nojekyll", ".git/config", "bleibt/x.html"]


# Large removals


def many(count: int) -> dict[str, str]:
    return {f"posts/p{n:03}.md": post(title=f"Nummer {n}") for n in range(count)}


def test_a_build_that_would_remove_all_posts_stops(build):
    before = build(FILES).files
    site = build({"posts/a.md": None, "posts/b.md": None})
    assert site.exitcode == 1
    assert site.findings[-1] == (
        "output:1:1: error[removal-large]: this build would remove all 2 posts from the site"
    )
    assert "rostrum build --allow-removal" in site.text
    assert site.files == before
    assert build({}, allow_removal=True).exitcode == 0
    assert not (site.output / "2026").exists()


def test_removal_of_all_posts_stops_although_notes_are_lost(build):
    forget(build(FILES))
    assert "removal-large" in build({"posts/a.md": None, "posts/b.md": None}).codes


def test_an_environment_variable_confirms_a_large_removal(build, monkeypatch):
    build(FILES)
    monkeypatch.setenv("ROSTRUM_ALLOW_REMOVAL", "0")
    assert build({"posts/a.md": None, "posts/b.md": None}).exitcode == 1
    monkeypatch.setenv("ROSTRUM_ALLOW_REMOVAL", "ja")
    assert build({}).findings == [
        'ROSTRUM_ALLOW_REMOVAL:1:1: error[setting]: ROSTRUM_ALLOW_REMOVAL is to be 1 or 0, not "ja"'
    ]
    monkeypatch.setenv("ROSTRUM_ALLOW_REMOVAL", "1")
    assert build({}).exitcode == 0


def test_removal_of_the_only_post_needs_confirmation(build):
    build({"people/anna.md": ANNA, "posts/a.md": post(title="Eins")})
    assert "removal-large" in build({"posts/a.md": None}).codes
    assert build({}, allow_removal=True).exitcode == 0


def test_removal_of_half_a_large_site_needs_confirmation(build):
    build({"people/anna.md": ANNA, **many(120)})
    site = build(dict.fromkeys(list(many(120))[:70]))
    assert site.exitcode == 1
    assert "this build would remove 70 of 120 posts from the site" in site.findings[-1]
    assert build({}, {"ROSTRUM": {"largest_removal": 0.9}}).exitcode == 0


def test_posts_that_are_drafts_now_do_not_count_as_removed(build):
    build({"people/anna.md": ANNA, **many(120)})
    drafts = {name: post(title=f"Nummer {n}", status="draft") for n, name in enumerate(many(119))}
    site = build(drafts)
    assert site.exitcode == 0
    assert [name for name in site.files if "nummer-" in name] == ["2026/11/nummer-119/index.html"]


@pytest.mark.parametrize("share", ["viel", -1, 1.5, "0,5"])
def test_the_largest_removal_is_a_part_of_the_whole(build, share):
    site = build(FILES, {"ROSTRUM": {"largest_removal": share}})
    assert site.exitcode == 2
    assert "is not a number from 0 to 1" in site.findings[0]


# What can't be written or removed


@pytest.fixture
def locked(tmp_path, monkeypatch):
    """Return a built site whose settings are in the current folder; its folders can be locked."""
    monkeypatch.chdir(tmp_path)
    write_files(tmp_path / "content", FILES)
    write_settings(tmp_path / "pelicanconf.py", {})
    assert rostrum("build", *AS_OF).returncode == 0
    yield tmp_path / "output"
    for folder in tmp_path.rglob("*"):
        if folder.is_dir():
            folder.chmod(0o755)


def test_removal_that_fails_is_an_error_until_it_succeeds(locked):
    write_files(Path("content"), DRAFT)
    (locked / "2026/11/zwei").chmod(0o555)
    for _ in range(2):
        done = rostrum("build", *AS_OF, as_root=False)
        assert done.returncode == 1
        assert 'nothing can be written to or removed from the folder "2026/11/zwei"' in done.stderr
        assert "Nothing was written." in done.stdout
    (locked / "2026/11/zwei").chmod(0o755)
    assert rostrum("build", *AS_OF, as_root=False).returncode == 0
    assert not (locked / "2026/11/zwei").exists()


def test_nothing_is_written_where_one_folder_is_read_only(locked):
    before = {file: file.read_bytes() for file in locked.rglob("*") if file.is_file()}
    write_files(Path("content"), {"posts/a.md": post("Neu", title="Eins")})
    (locked / "2026/11/eins").chmod(0o555)
    done = rostrum("build", *AS_OF, as_root=False)
    assert done.returncode == 1
    assert "output/2026/11/eins/index.html" in done.stderr
    assert "Nothing was written." in done.stdout
    assert before == {file: file.read_bytes() for file in locked.rglob("*") if file.is_file()}


# An output folder on another disk than the notes


@pytest.fixture
def small_disk(tmp_path):
    """Return a folder on a disk of its own, of 100 kB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=100k", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no disk can be mounted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_disk_full_is_reported_before_anything_is_written(build, small_disk):
    site = build(FILES, output=small_disk / "output")
    assert (site.exitcode, site.codes) == (1, ["output"])
    assert "the disk has room for" in site.findings[0]
    assert not site.outcome.publication.is_touched
    assert list(small_disk.iterdir()) == []


@pytest.mark.skipif(not Path("/dev/shm").is_dir(), reason="there is no second disk here")
def test_killed_build_half_copied_file_is_removed_by_the_next(tmp_path):
    with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
        output, notes = Path(folder, "output"), tmp_path / "notes"
        killed = (
            "import os, shutil; from pathlib import Path; from rostrum.output.writer import *\n"
            "def copy(source, target):\n"
            "    Path(target).write_bytes(b'ha'); os._exit(9)\n"
            "shutil.copyfile = copy\n"
            f"with open_output(Path({str(output)!r}), Path({str(notes)!r})) as opened:\n"
            "    opened.write('a/b.html', b'half a page'); opened.publish(opened.survey())\n"
        )
        assert subprocess.run([sys.executable, "-c", killed], check=False).returncode == 9
        assert [path for path in list_output(output) if PARTIAL in path] == [f"a/{PARTIAL}"]
        with open_output(output, notes) as opened:
            opened.write("a/b.html", b"half a page")
            opened.publish(opened.survey())
        assert sorted(list_output(output)) == [MANIFEST, "a/b.html"]


def test_stopped_build_reports_true_state_and_next_completes_it(build, monkeypatch):
    site = build(FILES)
    moved, count = Path.replace, iter(range(1000))

    def replace(self: Path, target: Path) -> Path:
        if "new" in self.parts and next(count) >= 3:
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(self))
        return moved(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    site = build({}, {"SITENAME": "Anders"})
    assert site.exitcode == 1
    assert site.findings[-1].endswith("the file can't be written: Input/output error")
    assert ".html:1:1" in site.findings[-1]
    assert str(tell_build(site.outcome)[0]).startswith("output/ was written in part: ")
    monkeypatch.undo()
    monkeypatch.chdir(site.root)
    site = build({})
    assert site.exitcode == 0
    assert all("Offen gesagt" not in site.read(name) for name in site.files if "html" in name)


# Under another theme, where Pelican writes

THEIRS = {"THEME": "simple", "ROSTRUM": {"render": False}}


def test_a_post_set_to_draft_leaves_the_site_of_another_theme(build):
    site = build(FILES, THEIRS)
    pages = [name for name in site.files if "zwei" in name]
    assert pages
    forget(site)
    site = build(DRAFT)
    assert site.exitcode == 0
    assert [name for name in site.files if "zwei" in name] == []
    assert "2026/11/eins/index.html" in site.files


def test_foreign_files_stay_beside_other_theme_and_are_reported(build):
    site = build(FILES, THEIRS)
    (site.output / "alt.html").write_text("old")
    again = build({})
    assert again.codes == ["output-unknown"]
    assert again.read("alt.html") == "old"
    assert "alt.html" not in build({}, clean=True).files


def test_other_theme_removes_all_posts_only_with_confirmation(build):
    before = build(FILES, THEIRS).files
    site = build({"posts/a.md": None, "posts/b.md": None})
    assert site.exitcode == 1
    assert "removal-large" in site.codes
    assert site.files == before


def test_the_program_pelican_removes_the_page_of_a_draft(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_files(tmp_path / "content", FILES)
    write_settings(tmp_path / "pelicanconf.py", THEIRS)
    pelican = [str(Path(sys.executable).with_name("pelican")), "-s", "pelicanconf.py"]
    subprocess.run(pelican, check=True, capture_output=True, timeout=120)
    assert list((tmp_path / "output").rglob("*zwei*"))
    write_files(tmp_path / "content", DRAFT)
    subprocess.run(pelican, check=True, capture_output=True, timeout=120)
    assert list((tmp_path / "output").rglob("*zwei*")) == []


def test_all_published_posts_do_not_go_for_a_single_new_one(build):
    build(FILES)
    site = build({"posts/a.md": None, "posts/b.md": None, "posts/c.md": post(title="Drei")})
    assert "removal-large" in site.codes


def test_draft_preview_is_never_written_to_the_public_output(build):
    site = build({**FILES, **DRAFT})
    before = site.files
    again = build({}, preview=True, output=site.output)
    assert again.exitcode == 2
    assert "lie in each other" in again.findings[0]
    assert site.files == before


def test_a_content_folder_that_can_not_be_read_is_an_error(locked):
    Path("content").chmod(0)
    done = rostrum("build", *AS_OF, as_root=False)
    assert done.returncode == 1
    assert "content:1:1: error[unreadable]: the content folder can't be read" in done.stderr
    assert (locked / "2026/11/eins/index.html").exists()

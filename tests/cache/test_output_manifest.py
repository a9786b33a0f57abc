"""What is made of the same is not made again, unless something happened to it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.sites import ANNA, post, source, write_files

from rostrum.build import render_job
from rostrum.build.environment import RenderEnvironment
from rostrum.cache import file_stamps, fingerprints, output_manifest
from rostrum.cache.fingerprints import digest_file, digest_files
from rostrum.cache.output_manifest import OutputManifest, load_output_manifest
from rostrum.core.hashing import digest_bytes
from rostrum.output.writer import Output

FILES = {
    "people/anna.md": ANNA,
    "posts/a.md": post("Ein Text.\n"),
    "pages/wir.md": source("Wir.\n", title="Wir"),
    "static/plan.csv": "a;b",
}
PAGE = "2026/11/hallo/index.html"


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the sheets that are printed from now on."""
    found: list[str] = []
    stage = render_job.stage

    def stage_sheet(root, staging, file, raw):
        found.append(file)
        return stage(root, staging, file, raw)

    monkeypatch.setattr(render_job, "stage", stage_sheet)
    return found


def rewind(file: Path, raw: bytes) -> None:
    """Change a file as somebody does who puts its time back."""
    stat = file.stat()
    file.write_bytes(raw)
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))


# What is made again


def test_nothing_is_printed_when_nothing_changed(build, printed):
    build(FILES)
    printed.clear()
    build({})
    assert printed == []


def test_only_what_looks_different_is_printed(build, printed):
    build(FILES)
    printed.clear()
    site = build({"pages/wir.md": source("Wir alle.\n", title="Wir")})
    assert printed == ["wir/index.html"]
    assert "Wir alle." in site.read("wir/")


def test_everything_is_printed_when_asked_for(build, printed):
    build(FILES)
    first = list(printed)
    printed.clear()
    build({}, no_cache=True)
    assert printed == first


@pytest.mark.parametrize("end", [PAGE, "plan.csv", "rss.xml", "rostrum.css", "sitemap.xml"])
def test_incremental_restores_output_changed_or_removed_by_hand(build, end):
    site = build(FILES)
    file = next(site.output / name for name in site.files if name.endswith(end))
    right = file.read_bytes()
    rewind(file, right[:-1] + b"x")
    build({})
    assert file.read_bytes() == right
    file.unlink()
    build({})
    assert file.read_bytes() == right


def test_incremental_restores_output_changed_during_last_build(build, monkeypatch):
    site = build(FILES)
    page = site.output / PAGE
    right = page.read_bytes()
    publish = Output.publish

    def disturb(self, changes):
        page.write_bytes(b"Hello!")
        return publish(self, changes)

    monkeypatch.setattr(Output, "publish", disturb)
    build({})
    assert page.read_bytes() == b"Hello!"
    monkeypatch.undo()
    os.chdir(site.root)
    build({})
    assert page.read_bytes() == right


# Templates


def test_a_changed_template_word_or_override_prints_everything(build, printed, tmp_path):
    settings = {"THEME_TEMPLATES_OVERRIDES": ["mine"]}
    write_files(tmp_path, {"mine/partials/extra_head.html": "<!-- 1 -->\n"})
    pages = [file for file in build(FILES, settings).files if file.endswith(".html")]
    printed.clear()
    write_files(tmp_path, {"mine/partials/extra_head.html": "<!-- 2 -->\n"})
    site = build({})
    assert set(pages) <= set(printed)
    assert "<!-- 2 -->" in site.read("")


def test_a_folder_of_templates_behind_a_link_is_followed(build, tmp_path):
    write_files(tmp_path, {"shared/extra_head.html": "<!-- 1 -->\n", "mine/x.html": ""})
    (tmp_path / "mine/partials").symlink_to(tmp_path / "shared", target_is_directory=True)
    build(FILES, {"THEME_TEMPLATES_OVERRIDES": ["mine"]})
    write_files(tmp_path, {"shared/extra_head.html": "<!-- 2 -->\n"})
    assert "<!-- 2 -->" in build({}).read("")


def test_in_which_folder_a_template_lies_makes_a_difference(tmp_path):
    one, two = tmp_path / "one", tmp_path / "two"
    write_files(one, {"x.html": "x"})
    two.mkdir()
    before = digest_files((one, two))
    (one / "x.html").rename(two / "x.html")
    assert digest_files((one, two)) != before


def test_incremental_reads_templates_changed_during_last_build(tmp_path):
    write_files(tmp_path, {"templates/page.html": "1"})
    press = RenderEnvironment(tmp_path)
    assert press.key
    write_files(tmp_path, {"templates/page.html": "2"})
    assert not press.stands()


FILTER = "from rostrum.defaults import *\nTHEME_TEMPLATES_OVERRIDES = ['mine']\n{}"
LOUD = "def style(text):\n    return {}\n\nJINJA_FILTERS = {{'loud': lambda text: style(text)}}\n"


def test_a_site_s_own_filter_is_used_as_it_is_now(build, tmp_path):
    write_files(tmp_path, {"mine/page.html": "{{ page.title|loud }}"})
    build(FILES, FILTER.format(LOUD.format("text.upper()")))
    site = build({}, FILTER.format(LOUD.format("text.lower()")))
    assert site.read("wir/") == "wir\n"


def test_incremental_skips_pages_despite_values_for_templates(build, tmp_path, printed):
    write_files(tmp_path, {"mine/page.html": "{{ slogan }}"})
    settings = {"THEME_TEMPLATES_OVERRIDES": ["mine"], "JINJA_GLOBALS": {"slogan": "Eins"}}
    build(FILES, settings)
    printed.clear()
    build({})
    assert printed == []
    assert build({}, {**settings, "JINJA_GLOBALS": {"slogan": "Zwei"}}).read("wir/") == "Zwei\n"


# Files that are copied


def test_incremental_copies_changed_static_file_with_old_mtime(build, tmp_path):
    build(FILES)
    rewind(tmp_path / "content/static/plan.csv", b"c;d")
    assert build({}).read("static/plan.csv") == "c;d"


def test_another_file_under_the_same_address_is_copied(build, monkeypatch):
    """A checkout writes many files of one size within one tick of the clock."""
    monkeypatch.setattr(fingerprints, "is_racy", lambda changed, now: False)
    monkeypatch.setattr(fingerprints, "stamp", lambda file: (3, 1, 1, 1))
    names = {"static/plan.csv": {"path": "p.csv"}, "static/other.csv": {"path": "o.csv"}}
    build({**FILES, "static/other.csv": "c;d"}, {"EXTRA_PATH_METADATA": names})
    names = {"static/plan.csv": {"path": "o.csv"}, "static/other.csv": {"path": "p.csv"}}
    site = build({}, {"EXTRA_PATH_METADATA": names})
    assert (site.read("p.csv"), site.read("o.csv")) == ("c;d", "a;b")


def test_a_file_that_was_written_just_now_is_known_by_its_bytes(tmp_path):
    """A second change within a tick of the clock leaves its mark as it is."""
    file = tmp_path / "x"
    file.write_bytes(b"1")
    written = file_stamps.changed_at(file_stamps.stamp(file))
    young = digest_file(file, written + 1)
    assert young == digest_file(file, written + 19_999_999)
    rewind(file, b"2")
    assert digest_file(file, written + 1) != young
    assert digest_file(file, written + 2_100_000_000) != digest_file(file, written + 1)


# The notes


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[OutputManifest]:
    """Return a memory that holds one page."""
    (tmp_path / "page").write_bytes(b"1")
    found = OutputManifest(tmp_path / "sheets", tmp_path)
    found.note("page", b"key", is_kept=False)
    return found


def load(kept: OutputManifest) -> OutputManifest:
    return load_output_manifest(kept.file, kept.root, no_cache=False)


def test_what_was_kept_holds_until_key_or_file_change(kept):
    kept.save()
    assert load(kept).holds("page", b"key")
    assert not load(kept).holds("page", b"other")
    (kept.root / "page").write_bytes(b"2")
    assert not load(kept).holds("page", b"key")


def test_what_was_held_is_kept_for_the_build_after(kept):
    kept.save()
    second = load(kept)
    assert second.holds("page", b"key")
    second.note("page", b"key", is_kept=True)
    second.save()
    assert load(kept).holds("page", b"key")


def test_incremental_distrusts_recent_files_on_coarse_clock(kept, monkeypatch):
    second = 1_000_000_000
    real = output_manifest.stamp

    def coarse(file):
        found = real(file)
        return found and (found[0], *(ns - ns % (2 * second) for ns in found[1:3]), found[3])

    monkeypatch.setattr(output_manifest, "stamp", coarse)
    kept.save()
    assert not load(kept).holds("page", b"key")


@pytest.mark.parametrize("raw", [b"", b"x", b"x" * 100])
def test_notes_that_are_damaged_hold_nothing(kept, raw):
    kept.save()
    kept.file.write_bytes(raw)
    assert not load(kept).holds("page", b"key")


def test_notes_of_another_version_of_the_kit_hold_nothing(kept):
    content = b"\x81\xa4page\x01"  # {"page": 1} as MessagePack
    kept.file.write_bytes(digest_bytes(content) + content)
    assert not load(kept).holds("page", b"key")

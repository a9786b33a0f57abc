"""`rostrum check --fix`: published addresses are recorded, and former ones added to posts."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.program import Run, make_run
from support.sites import ANNA, post, wait_a_tick, write_files, write_settings

from rostrum.site.published import hash_text

AS_OF = ("--as-of", "2026-11-22", "--lang", "en")
RECORD = "content/addresses.tsv"


@pytest.fixture
def run(tmp_path: Path, monkeypatch, capsys) -> Run:
    """Run `rostrum …` in a site; return its exit code, and what it printed on each way."""
    monkeypatch.chdir(tmp_path)
    write_settings(tmp_path / "pelicanconf.py", {})
    write_files(tmp_path, {"content/people/anna.md": ANNA})

    return make_run(monkeypatch, capsys)


def test_addresses_are_recorded_one_a_line(run: Run, tmp_path: Path):
    files = {
        "content/posts/b.md": post(title="B"),
        "content/posts/a.md": post(id="x", status="hidden"),
        "content/posts/c.md": post(title="C", status="draft"),
        "content/posts/d.md": post(title="D", date="2027-01-01"),
        "content/posts/a.en.md": post(title="Hello"),
    }
    write_files(tmp_path, files)
    code, out, err = run("check", "--fix", *AS_OF)
    assert (code, err) == (0, "")
    assert out.splitlines()[0] == "Wrote content/addresses.tsv."
    hidden = hash_text("x")
    url = hash_text(f"{hidden}\n2026/11/hallo/")
    assert (tmp_path / RECORD).read_text() == (
        f"{hidden}\tde\t{url}\na.en\ten\ten/2026/11/hello/\nb\tde\t2026/11/b/\n"
    )
    assert run("check", "--fix", *AS_OF)[1].splitlines()[0] == "There is nothing to write."


def test_a_build_only_reads_the_record(run: Run, tmp_path: Path):
    write_files(tmp_path, {"content/posts/a.md": post()})
    assert run("build", *AS_OF)[0] == 0
    assert not (tmp_path / RECORD).exists()


def test_a_moved_post_gets_its_former_address(run: Run, tmp_path: Path):
    written = "---\n# so heißt es\ntitle: Hallo\ndate: 2026-11-18\nauthors: anna\nslug: neu\n---\n"
    write_files(tmp_path, {"content/posts/a.md": f"{written}Ein Text.\n"})
    write_files(tmp_path, {RECORD: "a\tde\t2026/11/hallo/\n"})
    code, out, _ = run("check", "--fix", "--strict", *AS_OF)
    assert code == 0
    assert out.splitlines()[:2] == [
        "Wrote the former address into content/posts/a.md: /2026/11/hallo/.",
        "Wrote content/addresses.tsv.",
    ]
    assert (tmp_path / "content/posts/a.md").read_text() == (
        written.removesuffix("---\n") + 'aliases: ["/2026/11/hallo/"]\n---\nEin Text.\n'
    )
    assert (tmp_path / RECORD).read_text() == "a\tde\t2026/11/neu/\n"


def test_what_is_gone_stays_in_the_record(run: Run, tmp_path: Path):
    write_files(tmp_path, {"content/posts/a.md": post(status="draft")})
    write_files(tmp_path, {"content/posts/b.md": post(title="B")})
    write_files(tmp_path, {RECORD: "a\tde\t2026/11/hallo/\n"})
    code, _, err = run("check", "--fix", *AS_OF)
    assert (code, "note[address-kept]" in err) == (0, True)
    assert (tmp_path / RECORD).read_text() == "a\tde\t2026/11/hallo/\nb\tde\t2026/11/b/\n"


@pytest.mark.parametrize(
    "files",
    [
        {"content/posts/b.md": "---\ntitle: [\n---\n"},
        {RECORD: "a\tde\t2026/11/hallo/\n=======\n"},
        {"content/posts/b.md": post(id="a")},
        {"content/posts/b.md": post(title="B", id="-b")},
        {"content/posts/b.md": post(title="B", date="gestern")},
    ],
)
def test_nothing_is_recorded_while_the_content_has_errors(run: Run, tmp_path: Path, files: dict):
    record = {RECORD: "a\tde\t2026/11/hallo/\n"}
    write_files(tmp_path, {"content/posts/a.md": post(), **record, **files})
    before = (tmp_path / RECORD).read_text()
    code, out, _ = run("check", "--fix", *AS_OF)
    assert code == 1
    line = "The published addresses are left as they are, because of errors: content/"
    assert out.startswith(line)
    assert ". Correct them, then write the addresses: rostrum check --fix.\n" in out
    assert (tmp_path / RECORD).read_text() == before


def test_addresses_of_a_preview_are_not_published(run: Run):
    assert run("check", "--fix", "--preview") == (
        2,
        "",
        "--fix: a preview has posts that are not published. Leave out --preview.\n",
    )


def test_a_build_asks_whether_the_record_has_changed(run: Run, tmp_path: Path):
    write_files(tmp_path, {"content/posts/a.md": post(title="Neu")})
    wait_a_tick()
    assert run("build", *AS_OF)[0] == 0
    assert run("build", *AS_OF)[1].startswith("Nothing has changed since the last build")
    write_files(tmp_path, {RECORD: "a\tde\t2026/11/hallo/\n"})
    assert run("build", *AS_OF)[1].startswith("Built output/")
    assert (tmp_path / "output/2026/11/hallo/index.html").exists()


@pytest.mark.parametrize("way", ["hidden", "gone"])
def test_a_hidden_post_is_kept_on_record_unread(run: Run, tmp_path: Path, way: str):
    write_files(tmp_path, {"content/posts/b.md": post(title="B")})
    write_files(tmp_path, {"content/posts/geheim.md": post(title="Geheim", status="hidden")})
    run("check", "--fix", *AS_OF)
    if way == "gone":
        write_files(tmp_path, {"content/posts/geheim.md": None})
        run("check", "--fix", *AS_OF)
    written = (tmp_path / RECORD).read_text()
    assert "geheim" not in written
    assert len(written.splitlines()) == 2

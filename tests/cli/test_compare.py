"""`rostrum compare`: the pages that differ between two builds, posts first."""

from __future__ import annotations

import json
from pathlib import Path

import comrak
import pytest
from bs4 import BeautifulSoup
from support.program import Run, make_run
from support.sites import ANNA, post, write_files, write_settings

AT = ("--as-of", "2026-11-22")
HOSTILE = "x `@everyone` [a](http://e.example) #1 <img src=x> ```"


@pytest.fixture
def run(tmp_path: Path, monkeypatch, capsys) -> Run:
    """Run `rostrum …` in a site with two posts, which is built into `before/`."""
    monkeypatch.chdir(tmp_path)
    write_settings(tmp_path / "pelicanconf.py", {"ROSTRUM": {"cards": False}})
    files = {
        "people/anna.md": ANNA,
        "posts/eins.md": post(title="Eins", date="2026-11-01"),
        "posts/zwei.md": post(title="Zwei", date="2026-11-02"),
    }
    write_files(tmp_path / "content", files)
    run = make_run(monkeypatch, capsys)
    assert run("build", *AT, "--output", "before")[0] == 0
    return run


def compare(run: Run, *words: str) -> str:
    assert run("build", *AT, "--output", "after")[0] == 0
    code, out, err = run("compare", "before", "after", *words)
    assert (code, err) == (0, "")
    return out


def test_two_equal_builds_have_no_difference(run: Run) -> None:
    assert compare(run) == "Keine Seite ist anders.\n"
    assert compare(run, "--lang", "en") == "No page differs.\n"


def test_posts_are_listed_before_other_pages(run: Run, tmp_path: Path) -> None:
    changed = {
        "posts/eins.md": post("Anders.\n", title="Eins", date="2026-11-01"),
        "posts/zwei.md": None,
        "posts/drei.md": post(title="Drei", date="2026-11-03"),
    }
    write_files(tmp_path / "content", changed)
    lines = compare(run, "--lang", "en").splitlines()
    assert lines[0] == "New: 2026/11/drei/ – Drei"
    changes = [line for line in lines if line.startswith("Changed: ")]
    assert changes[0] == "Changed: 2026/11/eins/ – Eins"
    assert changes[1] == "Changed: 2026/11/ – November 2026"  # the rest by address
    assert "Changed: / – Offen gesagt" in changes
    assert [line for line in lines if line == "Gone: 2026/11/zwei/ – Zwei"]
    assert lines[-1].startswith("And ")


def test_a_changed_picture_alone_is_another_file(run: Run, tmp_path: Path) -> None:
    assert run("build", *AT, "--output", "after")[0] == 0
    file = tmp_path / "after" / "atom.xml"
    file.write_bytes(file.read_bytes() + b" ")
    _, out, _ = run("compare", "before", "after", "--lang", "en")
    assert out == "And 1 other file: feeds, pictures and such.\n"


def test_pages_are_listed_as_json(run: Run, tmp_path: Path) -> None:
    write_files(tmp_path / "content", {"posts/drei.md": post(title="Drei", date="2026-11-03")})
    found = json.loads(compare(run, "--format", "json"))
    assert found.keys() == {"added", "changed", "removed", "others"}
    [drei] = found["added"]
    assert (drei["path"], drei["post"]) == ("2026/11/drei/index.html", True)
    assert found["removed"] == []
    assert found["others"] > 0


def test_hostile_titles_are_code_in_markdown(run: Run, tmp_path: Path) -> None:
    write_files(tmp_path / "content", {"posts/drei.md": post(title=HOSTILE, slug="drei")})
    text = compare(run, "--format", "markdown")
    assert text.startswith("### Seiten\n\n**Neu**\n\n- ```` 2026/11/drei/ – x `@everyone` [a]")
    options = comrak.ExtensionOptions(table=True, autolink=True, strikethrough=True)
    page = BeautifulSoup(comrak.markdown_to_html(text, options, None, None), "html.parser")
    for code in page.find_all("code"):
        code.decompose()
    assert "everyone" not in page.get_text()
    assert page.find(["a", "img"]) is None


def test_a_long_list_of_pages_ends_with_their_number(run: Run, tmp_path: Path) -> None:
    many = {
        f"posts/n{number}.md": post(title=f"Nr. {number}", slug=f"n{number}")
        for number in range(53)
    }
    write_files(tmp_path / "content", many)
    text = compare(run, "--format", "markdown", "--lang", "en")
    new = text.split("**New**")[1].split("**Changed**")[0]
    assert new.count("\n- `") == 50
    assert "\n- … " in new


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("before",), "AFTER is missing. rostrum --help compare tells what there is.\n"),
        (("before", "content"), "content is not the output folder of a build.\n"),
        (("nowhere", "before"), "nowhere is not the output folder of a build.\n"),
        (("before", "before", "--format", "csv"), '--format: there is no format "csv".'),
    ],
)
def test_a_wrong_comparison_is_refused(run: Run, words: tuple[str, ...], message: str) -> None:
    code, out, err = run("compare", *words)
    assert (code, out) == (2, "")
    assert err.startswith(message)


def test_a_page_that_can_not_be_read_is_refused(run: Run, tmp_path: Path) -> None:
    assert run("build", *AT, "--output", "after")[0] == 0
    home = tmp_path / "after" / "index.html"
    home.unlink()
    home.symlink_to("index.html")
    code, _, err = run("compare", "before", "after")
    assert (code, "can't be read" in err or "lässt sich nicht lesen" in err) == (2, True)

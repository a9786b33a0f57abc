"""A front matter that can't be read is one error, at its own line; the text below is checked."""

from __future__ import annotations

import pytest
from support.sites import ANNA, build_site, post

TEXTS = {"people/anna.md": ANNA, "posts/other.md": post(title="Anderes")}


@pytest.mark.parametrize(
    ("front_matter", "place"),
    [
        ('title: "Hallo\ndate: 2026-11-18', "2:8"),
        ('title: "Hallo\ndate: 2026-11-18\nsummary: "Ein Text"', "2:8"),
        ("title: 'Hallo\ndate: 2026-11-18\nsummary: 'Ein Text'", "2:8"),
        ('title: Hallo\nimage:\n  alt: "Ein\n  src: "a.png"', "4:8"),
        ("title: Hallo\ntags: [a, b\ndate: 2026-11-18", "3:7"),
        ("title: Hallo\n\tdate: 2026-11-18", "3:1"),
        ("title: Hallo\ndate 2026-11-18", "3:1"),
        ("title: 'Anna's Text'\ndate: 2026-11-18", "2:14"),
        ('title: "Zwei\n  Zeilen"\ntags: [a', "4:7"),
    ],
)
def test_broken_front_matter_is_one_error_at_its_line(build, front_matter, place):
    site = build(TEXTS | {"posts/a.md": f"---\n{front_matter}\n---\nEin Text.\n"})
    assert [f"{found.place.line}:{found.place.column}" for found in site.report] == [place]
    assert (site.exitcode, site.codes) == (1, ["yaml"])


@pytest.mark.parametrize("dialect", ["gfm", "python-markdown"])
@pytest.mark.parametrize("folder", ["posts", "pages", "people", "series"])
def test_text_below_a_broken_front_matter_is_checked(build, dialect, folder):
    text = "---\ntitle: [a\n---\n\nEin Satz[^1] {{< gist >}} und [x](#fehlt).\n"
    site = build(TEXTS | {f"{folder}/a.md": text}, {"ROSTRUM": {"markdown": dialect}})
    found = {(item.code, item.place.line) for item in site.report}
    assert {("yaml", 2), ("markup-left", 5), ("fragment-missing", 5)} <= found
    assert {line for code, line in found if code != "yaml"} == {5}


def test_findings_below_a_broken_front_matter_are_cached(tmp_path, monkeypatch, alone):
    monkeypatch.chdir(tmp_path)
    text = "---\ntitle: [a\n---\n\nEin Satz {{< gist >}}.\n"
    first = build_site(tmp_path, TEXTS | {"posts/a.md": text})
    assert first.findings == build_site(tmp_path, {}).findings

"""A build by the kit alone gives the same as one in the compatibility mode, through Pelican."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import invariant, run_state_machine_as_test
from pelican.settings import DEFAULT_CONFIG, read_settings
from support.edits import Edits, read_tree
from support.sites import ANNA, BEN, Built, post, source, write_files

from rostrum import defaults
from rostrum.build.options import BuildOptions
from rostrum.pelican_plugin import runner
from rostrum.pelican_plugin.compatibility import list_changed
from rostrum.pelican_plugin.runner import run_build

ROOT = Path(__file__).parents[2]
SEQUENCES = int(os.environ.get("ROSTRUM_SEQUENCES", "3"))
# A plugin that does nothing, but could.
WITH_PLUGIN = """
class Nothing:
    @staticmethod
    def register():
        pass

PLUGINS = ["rostrum", Nothing]
"""
Build = Callable[..., Built]
Files = Mapping[str, str | bytes | None]


def both_ways(build: Build, files: Files, wish: Mapping[str, Any] | None = None) -> Built:
    """Build directly and with a plugin; return the site after asserting that they are the same."""
    text = "from rostrum.defaults import *\nDEFAULT_LANG, TIMEZONE = 'de', 'Europe/Vienna'\n"
    direct = build(files, text, **(wish or {}))
    found, made = direct.findings, read_tree(direct.output)
    other = build({}, text + WITH_PLUGIN, no_cache=True, **(wish or {}))
    assert direct.outcome.is_direct
    assert not other.outcome.is_direct
    assert (other.exitcode, other.findings) == (direct.exitcode, found)
    assert read_tree(other.output) == made
    return direct


def test_the_demo_is_the_same_either_way(tmp_path, monkeypatch, alone):
    monkeypatch.chdir(ROOT)
    demo = Path("pelicanconf.py").read_text("utf-8")
    places = f"PATH = {str(ROOT / 'content')!r}\nTHEME = {str(ROOT / 'theme')!r}\n"
    outcomes = []
    for name, more in (("direct", ""), ("other", WITH_PLUGIN)):
        file = tmp_path / name / "pelicanconf.py"
        write_files(file.parent, {file.name: demo + places + more})
        outcomes.append(run_build(BuildOptions(settings=file, output=tmp_path / name / "output")))
    direct, other = outcomes
    assert direct.is_direct
    assert not other.is_direct
    assert list(direct.report) == list(other.report)
    assert direct.exitcode == other.exitcode == 0
    made = read_tree(tmp_path / "direct/output")
    assert len(made) > 200
    assert made == read_tree(tmp_path / "other/output")


PEOPLE = {"people/anna.md": ANNA, "people/ben.md": BEN, "people/ben.en.md": source(role="Lead")}
AWKWARD = {
    "a site without a post": {},
    "posts of one moment": {f"posts/{name}.md": post(title=name) for name in "zay"},
    "translations": {
        "posts/a.md": post(slug="a"),
        "posts/a.en.md": post(slug="a", title="Hello"),
        "pages/b.md": source(title="B", slug="b"),
        "pages/b.en.md": source(title="B", slug="b"),
    },
    "a translation without its original": {"posts/a.en.md": post(slug="a")},
    "what is not out": {
        "posts/a.md": post("[D]({filename}d.md) [S]({filename}s.md)\n", tags=["x"]),
        "posts/d.md": post(title="D", status="draft", tags=["x"]),
        "posts/s.md": post(title="S", date="2999-01-01", image={"src": "images/x.png", "alt": "X"}),
        "posts/h.md": post(title="H", status="hidden", category="K"),
        "pages/e.md": source(title="E", status="draft"),
        "images/x.png": b"x",
    },
    "folders in folders": {
        "posts/2026/11/a.md": post(slug="a"),
        "posts/x/y/b.markdown": post(title="B"),
        "posts/c.MD": post(title="C"),
        "posts/.hidden/d.md": post(title="D"),
        "posts/e.txt": "E",
        "posts/index.html": "<p>E</p>",
        "f.md": post(title="F"),
    },
    "errors": {
        "posts/a.md": post(slug="same"),
        "posts/b.md": post(slug="same", title="B"),
        "posts/c.md": post(authors=["nix"], date="gestern"),
        "posts/d.md": b"\xff\xfe",
        "posts/e.md": "",
        "comments/nix/1.md": source(author="Eva", date="2026-11-19"),
    },
    "words of other kinds": {
        "posts/ä.md": post(title="Ünïcödé 你好", tags=["C++", "c#", "C"], category="Öl & Gas"),
        "posts/b.md": post(title="<b>B</b> &amp; C", tags=["&", "c++"]),
    },
    "a series and a conversation": {
        "series/lernen.md": source(title="Lernen", planned=[{"title": "Drei"}]),
        "posts/a.md": post(series="lernen", part=2),
        "posts/b.md": post(series="lernen", part=1, title="B", authors=["ben", "anna"]),
        "comments/a/1.md": source("Danke <script>.\n", author="Eva", date="2026-11-19"),
        "comments/a/2.md": source("Gern.\n", author="anna", date="2026-11-20", reply_to="1"),
    },
    "files beside texts": {
        "posts/a.md": post("![B](b.png) [P]({attach}p.pdf) [S]({static}/static/s.csv)\n"),
        "posts/b.png": b"b",
        "posts/p.pdf": b"p",
        "static/s.csv": "a;b",
        "static/robots.txt": "x",
    },
}


@pytest.mark.parametrize("files", AWKWARD.values(), ids=AWKWARD)
def test_an_awkward_site_is_the_same_either_way(build: Build, files: Files) -> None:
    both_ways(build, {**PEOPLE, **files})


def test_a_preview_is_the_same_either_way(build: Build) -> None:
    site = both_ways(build, {**PEOPLE, **AWKWARD["what is not out"]}, {"preview": True})
    assert "2999/01/s/index.html" in site.files


@pytest.mark.parametrize(
    "setting",
    [
        {"PLUGINS": ["rostrum", "rostrum.nothing"]},
        {"READERS": {"html": None}},
        {"TEMPLATE_PAGES": {"x.html": "y.html"}},
        {"ARTICLE_EXCLUDES": ["posts/old"]},
        {"ROSTRUM": {"render": False}},
    ],
)
def test_what_pelican_itself_is_to_do_goes_through_pelican(build, setting):
    site = build({**PEOPLE, "posts/a.md": post()}, setting, check_only=True)
    assert not site.outcome.is_direct


def test_compatibility_mode_is_forced_by_pelicans_settings():
    settings = {
        **DEFAULT_CONFIG,
        **{key: it for key, it in vars(defaults).items() if key.isupper()},
    }
    assert list(list_changed(read_settings(override=settings))) == []
    changed = {key: object() for key in settings} | {"TAG_FEED_ATOM": "x", "FEED_RSS": "y"}
    forcing = set(list_changed(changed))
    assert {"READERS", "LOCALE", "DATE_FORMATS", "TEMPLATE_PAGES"} <= forcing
    assert not {"SITENAME", "ARTICLE_URL", "MARKDOWN", "STATIC_PATHS", "FEED_MAX_ITEMS"} & forcing
    assert not {"DIRECT_TEMPLATES", "FEED_ALL_ATOM", "TAG_FEED_ATOM", "FEED_RSS"} & forcing
    assert "OF_A_PLUGIN" not in set(list_changed(settings | {"OF_A_PLUGIN": 1}))


def test_compatibility_mode_is_forced_by_new_settings(monkeypatch):
    monkeypatch.setitem(DEFAULT_CONFIG, "NEW_OF_PELICAN_5", 1)
    settings = {**DEFAULT_CONFIG, "NEW_OF_PELICAN_5": 2}
    assert "NEW_OF_PELICAN_5" in set(list_changed(settings))


class Ways(Edits):
    """A site that is edited at random, built directly and through Pelican's objects."""

    @contextmanager
    def through_pelican(self) -> Iterator[None]:
        was = runner.needs_pelican
        runner.needs_pelican = lambda settings, config: True
        try:
            yield
        finally:
            runner.needs_pelican = was

    @invariant()
    def both_builds_give_the_same(self) -> None:
        direct = self.build("direct", "full")
        with self.through_pelican():
            other = self.build("other", "full")
        assert direct == other
        self.check_first(*direct)
        assert read_tree(Path("direct")) == read_tree(Path("other"))


def test_whatever_is_edited_both_ways_give_the_same(alone):
    run_state_machine_as_test(
        Ways,
        settings=settings(
            max_examples=SEQUENCES,
            stateful_step_count=10,
            phases=[Phase.generate],  # to make a failing sequence shorter takes minutes
            derandomize="ROSTRUM_SEQUENCES" not in os.environ,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

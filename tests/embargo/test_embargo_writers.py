"""Whatever a title is made of: where the kit itself writes it, the search finds it."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from support.sites import ANNA, build_site, post, source

from rostrum.embargo.contents import iter_parts
from rostrum.embargo.search import SearchedSite, Searcher
from rostrum.embargo.secrets import Secret, SecretKind
from rostrum.embargo.spellings import fold

SIGNS = st.sampled_from("aeinrstuÄöüßé &<>\"'„“–—…’`*_[]()#\\/%+=;:,.!?@0123456789жщλ学習ا") | (
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
)
WORDS = st.sampled_from(["Werk", "Öfen", "lernen", "AT&T", "C++", "100 %", "&amp;", "x<y", "%20"])
TITLES = st.lists(WORDS | st.text(SIGNS, min_size=1, max_size=12), min_size=3, max_size=9).map(
    " ".join
)
OPTIONS = {"feed_items": 100, "cards": False, "levels": {"title-entity": "off"}}
LISTS = ("atom.xml", "rss.xml", "lernen.ics", "lernen.epub", "all/index.html", "index.html")


def write_posts(titles: list[str]) -> dict[str, str]:
    texts = {f"posts/p{n:02}.md": (n, title) for n, title in enumerate(titles)}
    posts = {
        path: post(title=title, slug=f"p{n}", series="lernen", part=n + 1)
        for path, (n, title) in texts.items()
    }
    return {"people/anna.md": ANNA, "series/lernen.md": source("", title="Lernen"), **posts}


@settings(
    max_examples=2,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.generate],
)
@given(st.lists(TITLES.filter(lambda title: len(fold(title)) > 3), min_size=6, max_size=6))
def test_titles_are_found_in_what_the_kit_writes(titles: list[str]) -> None:
    folder, before = Path(tempfile.mkdtemp()).resolve(), Path.cwd()
    os.chdir(folder)
    try:
        site = build_site(folder, write_posts(titles), {"ROSTRUM": OPTIONS})
        assert site.outcome.site is not None, site.text
        for written in site.outcome.site.posts:
            if len(written.title) < 12:
                continue
            secret = Secret(SecretKind.TITLE, written.title, written.path)
            searcher = Searcher((secret,), SearchedSite("/", "blog.example", ("Offen gesagt",)))
            paths = [f"series/lernen/{name}" for name in LISTS]
            for path in (*paths, f"2026/11/{written.slug}/index.html"):
                file = site.output / path
                if file.exists():
                    parts = iter_parts(path, file.read_bytes())
                    assert any(searcher.find(part.content) for part in parts), (path, written.title)
                else:
                    assert path.endswith(".ics"), path
    finally:
        os.chdir(before)
        shutil.rmtree(folder)

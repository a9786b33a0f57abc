"""A language that has a page or a hidden post, and no list yet."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from support.linkcheck import read_site
from support.sites import ANNA, Built, post, source

FILES = {"people/anna.md": ANNA, "posts/a.md": post(tags=["Halle"])}
LONE = {
    "en/we/": {"pages/we.en.md": source("We.\n", title="We")},
    "en/2026/11/x/": {
        "posts/x.en.md": post(title="X", status="hidden", tags=["Hall"], series="one"),
        "series/one.md": source(title="One"),
    },
}


@pytest.mark.parametrize("page", LONE)
def test_language_without_lists_links_to_lists_of_main_language(
    build: Callable[..., Built], page: str
) -> None:
    site = build({**FILES, **LONE[page]})
    assert site.exitcode == 0
    assert site.page(page).html["lang"] == "en"
    pages = [name for name in site.files if name.endswith(".html")]
    assert [name for name in pages if name.startswith("en/")] == [f"{page}index.html"]
    assert read_site(site.output, "https://blog.example").broken == []

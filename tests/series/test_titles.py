"""Series named by their title, as with Pelican's plugin pelican-series."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from support.sites import ANNA, Built, post, source

Build = Callable[..., Built]
PEOPLE = {"people/anna.md": ANNA}


def test_series_by_title_has_a_page_and_one_warning(build: Build) -> None:
    lines = (
        "Title: {}\nDate: 2026-11-{}\nAuthor: anna\nSeries: Mut lernen\nSeries_index: {}\n\nX.\n"
    )
    files = {
        "posts/a.md": lines.format("Eins", 18, 2),
        "posts/b.md": lines.format("Zwei", 17, 1),
    }
    site = build({**PEOPLE, **files})
    assert site.exitcode == 0
    assert [found for found in site.findings if "[parts-" not in found] == [
        (
            "content/posts/a.md:4:9: warning[series-without-file]: "
            'the series "Mut lernen" has no file in series/'
        )
    ]
    assert site.page("series/mut-lernen/").h1.get_text(strip=True) == "Mut lernen"
    run = site.outcome.site.series["mut-lernen", "de"]
    assert [(item.part, item.post.title) for item in run.installments] == [(1, "Zwei"), (2, "Eins")]
    assert "Mut lernen" in site.read("2026/11/eins/")


def test_series_is_the_file_with_that_title(build: Build) -> None:
    series = {"series/mut.md": source("Ein Anfang.", title="Mut lernen")}
    site = build({**PEOPLE, **series, "posts/a.md": post(series="mut  Lernen", part=1)})
    assert (site.exitcode, site.findings) == (0, [])
    assert "Ein Anfang." in site.read("series/mut/")


@pytest.mark.parametrize("title", ["Mut lernn", "zwoelf", "mur lernen"])
def test_slip_in_a_series_is_an_error(build: Build, title: str) -> None:
    series = {"series/mut.md": source(title="Mut lernen")}
    site = build({**PEOPLE, **series, "posts/a.md": post(series=title)})
    assert (site.exitcode, site.codes) == (1, ["series-unknown"])


def test_any_title_is_a_series_without_people(build: Build) -> None:
    site = build({"posts/a.md": post(series="python")})
    assert (site.exitcode, "series-without-file" in site.codes) == (0, True)
    assert "series/python/index.html" in site.files


def test_embargo_series_by_title_waits_for_its_post(build: Build) -> None:
    files = {
        "posts/a.md": post(),
        "posts/b.md": post(title="B", series="Neue Wege", status="draft"),
    }
    site = build({**PEOPLE, **files})
    assert (site.exitcode, site.codes) == (0, ["series-without-file"])
    assert not [name for name in site.files if b"Neue Wege" in (site.output / name).read_bytes()]


def test_title_with_the_address_of_a_series_is_that_series(build: Build) -> None:
    series = {"series/zwoelf-schritte.md": source(title="Zwölf Schritte ins Offene")}
    site = build({**PEOPLE, **series, "posts/a.md": post(series="Zwölf Schritte", part=1)})
    assert (site.exitcode, site.findings) == (0, [])
    assert "Zwölf Schritte ins Offene" in site.read("2026/11/hallo/")

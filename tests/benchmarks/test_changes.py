"""Changes between two builds: each new to the site, seen on its pages, and built as if clean."""

from dataclasses import replace
from pathlib import Path

import pytest
import refresh
from blog import make_blog
from changes import CHANGES, Sign, page_of, unseen
from measure import CommandError
from turns import follow
from verify import differences, files, told
from warm import WarmSite, warm_site

POSTS = 3


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> WarmSite:
    site = warm_site(tmp_path_factory.mktemp("warm") / "site", make_blog(POSTS, seed=1))
    site.build()
    return site


@pytest.mark.parametrize("key", CHANGES)
def test_benchmark_incremental_output_equals_clean_build(site: WarmSite, key: str) -> None:
    cost, faults = follow(key, site, 1, verify=True)
    assert faults == []
    assert cost.wall > 0


def test_a_build_that_did_not_take_the_change_in_is_found_out(site: WarmSite) -> None:
    signs = CHANGES["text"].make(site, 99)  # and no build after it
    page = page_of(site.blog.posts[-1])
    assert unseen(site.output, signs) == [f"{page} does not show “Correction 99 of this post.”"]
    assert unseen(site.output, [Sign("gone.html", "x")]) == ["gone.html does not show “x”"]


def test_a_build_that_fails_is_not_measured(site: WarmSite, tmp_path: Path) -> None:
    broken = replace(site, folder=tmp_path, settings={})
    broken.configure(ROSTRUM={"no_such_key": 1}, PATH=str(site.content))
    with pytest.raises(CommandError, match="no_such_key") as caught:
        broken.build()
    assert caught.value.status == 2


def written(site: WarmSite) -> dict[str, bytes]:
    return {path: (site.folder / path).read_bytes() for path in files(site.folder)}


@pytest.mark.parametrize("key", [key for key in CHANGES if key != "nothing"])
def test_each_number_makes_a_site_that_was_not_there_before(tmp_path: Path, key: str) -> None:
    site = warm_site(tmp_path, make_blog(POSTS, seed=1))
    states = [written(site)]
    for number in (1, 2):
        CHANGES[key].make(site, number)
        states.append(written(site))
    assert all(one != other for one in states for other in states if one is not other)


def test_a_text_change_replaces_the_one_before(tmp_path: Path) -> None:
    site = warm_site(tmp_path, make_blog(POSTS, seed=1))
    for number in (1, 2):
        CHANGES["text"].make(site, number)
    text = (site.content / site.blog.posts[-1].path).read_text("utf-8")
    assert text.count("Correction") == 1


def test_an_added_post_is_the_newest(tmp_path: Path) -> None:
    site = warm_site(tmp_path, make_blog(POSTS, seed=1))
    CHANGES["post"].make(site, 1)
    (added,) = site.content.rglob("an-added-post-1.md")
    newest = site.blog.posts[-1].date
    assert f"date: {newest:%Y-%m-%d %H}" in added.read_text("utf-8")
    assert len(list(site.content.glob("posts/**/*.md"))) == POSTS + 1


def test_differences_are_missing_surplus_and_other_files(tmp_path: Path) -> None:
    have, want = tmp_path / "have", tmp_path / "want"
    for folder, names in ((have, "abc"), (want, "bcd")):
        folder.mkdir()
        for name in names:
            (folder / name).write_text("same")
    (have / "c").write_text("diff")  # of the same length
    assert differences(have, want) == ["a should be gone", "c differs", "d is missing"]
    assert differences(want, want) == []


def test_many_faults_are_told_in_few_words() -> None:
    assert told(["a", "b"]) == "a; b"
    assert told([str(number) for number in range(1_007)]) == "0; 1; 2; 3; 4; and 1,002 more"


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> WarmSite:
    monkeypatch.setattr(refresh, "PAUSE", 0.2)
    monkeypatch.setattr(refresh, "REFRESH_SECONDS", 60)
    return warm_site(tmp_path / "served", make_blog(POSTS, seed=1))


@pytest.mark.parametrize("reader", ["websocket", "Chromium"])
def test_a_saved_post_reaches_the_open_page(
    served: WarmSite, reader: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if reader == "websocket":
        monkeypatch.setattr(refresh, "find_chromium", lambda: None)
    elif refresh.find_chromium() is None:
        pytest.skip("there is no Chromium here")
    found = refresh.refreshed(served, saves=2)
    assert found.reader == reader
    assert all(0 < seconds < 60 for seconds in found.seconds)
    assert len(found.seconds) == 2

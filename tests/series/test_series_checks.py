"""What an author is told of a series, in these words, at the place to mend."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from invoke.context import Context
from support.sites import ANNA, Built, post, source, wait_a_tick, write_files, write_settings

from rostrum.cli import commands

PEOPLE = {"people/anna.md": ANNA}
Builds = Callable[..., Built]


def series(**keys: Any) -> dict[str, str]:
    return {"series/s.md": source(title="Reihe", **keys)}


def parts(*numbers: int | None, **keys: Any) -> dict[str, str]:
    """Return posts of the series, a day apart, with these parts."""
    return {
        f"posts/{n}.md": post(
            title=f"Post {n}", date=f"2026-11-0{n}", series="s", part=part, **keys
        )
        for n, part in enumerate(numbers, 1)
    }


TOLD: dict[str, tuple[dict[str, str], str, str]] = {
    "one that has no part": (
        {**series(), **parts(1, 2, None)},
        (
            "content/posts/3.md:5:9: error[parts-mixed]: this post has no part, unlike others of "
            'the series "s"'
        ),
        'Add a line "part: 3".',
    ),
    "one that has a part": (
        {**series(), **parts(None, 2, None)},
        (
            "content/posts/2.md:6:7: error[parts-mixed]: this post has a part, unlike others of "
            'the series "s"'
        ),
        "Remove the line, and the date decides; or give each of them a part.",
    ),
    "a part announced twice": (
        {
            **series(planned=[{"part": 3, "title": "Drei"}, {"part": 3, "title": "Vier"}]),
            **parts(1, 2),
        },
        'content/series/s.md:3:41: error[part-twice]: part 3 of the series "s" is announced twice',
        "content/series/s.md:3:11 announces it already.",
    ),
    "a gap": (
        {**series(), **parts(1, 3)},
        'content/posts/2.md:6:7: warning[part-gap]: part 2 of the series "s" is missing',
        'Announce what is to come under "planned", or number this one 2.',
    ),
    "a wide gap before an announcement": (
        {**series(planned=[{"part": 5, "title": "Fünf"}]), **parts(1, 2)},
        'content/series/s.md:3:11: warning[part-gap]: parts 3 to 4 of the series "s" are missing',
        'Announce what is to come under "planned", or number this one 3.',
    ),
    "a part before the one that it follows": (
        {**series(), **parts(2, 1)},
        "content/posts/1.md:6:7: warning[parts-disordered]: part 2 is dated before part 1",
        "content/posts/2.md:6:7 is part 1; correct a part or a date.",
    ),
    "an announcement before what is out": (
        {
            **series(planned=[{"part": 3, "title": "Drei", "date": "2026-12-01"}]),
            **parts(1),
            "posts/z.md": post(title="Z", date="2026-12-03", series="s", part=2),
        },
        "content/series/s.md:3:11: warning[parts-disordered]: part 3 is dated before part 2",
        "content/posts/z.md:6:7 is part 2; correct a part or a date.",
    ),
    "more parts than the total": (
        {**series(total=2), **parts(1, 2, 3)},
        (
            "content/series/s.md:3:8: warning[total-exceeded]: the series has 3 parts, more than "
            "its total of 2"
        ),
        'Write "total: 3".',
    ),
    "an announced day that is over": (
        {**series(planned=[{"title": "Drei", "date": "2026-11-21 08:00"}]), **parts(1, 2)},
        (
            'content/series/s.md:3:11: warning[planned-overdue]: "Drei" was announced for '
            "2026-11-21 and is not out"
        ),
        "Publish it, or give it another date; without one it is announced for no day.",
    ),
    "an announced day that is over, and a draft": (
        {
            **series(planned=[{"part": 3, "title": "Drei", "date": "2026-11-21"}]),
            **parts(1, 2),
            "posts/3.md": post(title="Anders", series="s", part=3, status="draft"),
        },
        (
            'content/series/s.md:3:11: warning[planned-overdue]: "Drei" was announced for '
            "2026-11-21 and is not out"
        ),
        "content/posts/3.md is it, and a draft: publish it, or announce another date.",
    ),
    "a language that the series lacks": (
        {**series(), **parts(1), "posts/x.en.md": post(series="s", part=1, lang="en")},
        (
            'content/posts/x.en.md:5:9: warning[series-lang]: the series "s" has no "en", the '
            "language of this post"
        ),
        "Add a file series/s.en.md; without it readers get the title in another language.",
    ),
    "several posts in a language that the series lacks": (
        {"series/s.md": source(title="Series", lang="en"), **parts(1, 2, 3)},
        (
            'content/posts/1.md:5:9: warning[series-lang]: the series "s" has no "de", the '
            "language of this post and 2 more"
        ),
        "Add a file series/s.md; without it readers get the title in another language.",
    ),
    "complete and paused": (
        {**series(complete=True, paused=True), **parts(1)},
        (
            "content/series/s.md:3:11: warning[series-status]: the series is complete and paused "
            "at once"
        ),
        'A series is complete once its last part is out; until then leave "complete" away.',
    ),
    "complete and announcing": (
        {**series(complete=True, planned=[{"part": 2, "title": "Zwei"}]), **parts(1)},
        (
            "content/series/s.md:4:11: warning[series-status]: the series is complete, and "
            'announces "Zwei"'
        ),
        'A series is complete once its last part is out; until then leave "complete" away.',
    ),
    "complete and not all there": (
        {**series(complete=True, total=4), **parts(1, 2)},
        (
            "content/series/s.md:3:11: warning[series-status]: the series is complete, and 2 of "
            "its 4 parts are not there"
        ),
        'A series is complete once its last part is out; until then leave "complete" away.',
    ),
}


@pytest.mark.parametrize("case", TOLD)
def test_a_broken_contract_is_told_where_it_can_be_mended(build: Builds, case: str) -> None:
    files, told, hint = TOLD[case]
    site = build({**PEOPLE, **files})
    assert site.findings == [told]
    assert [str(found.hint) for found in site.report] == [hint]
    assert site.exitcode == ("error[" in told)


KEPT: dict[str, dict[str, str]] = {
    "no parts at all": {**series(), **parts(None, None, None)},
    "one post without a part": {**series(), **parts(None)},
    "a gap that is announced": {
        **series(planned=[{"part": 2, "title": "Zwei", "date": "2026-12-01"}]),
        **parts(1, 3),
    },
    "a gap that a draft fills": {
        **series(),
        **parts(1, 3),
        "posts/z.md": post(title="Z", date="2026-11-01", series="s", part=2, status="draft"),
    },
    "a part that is only there in another language": {
        **series(),
        "series/s.en.md": source(title="Series"),
        "posts/a.md": post(series="s", part=1, slug="a"),
        "posts/a.en.md": post(series="s", part=1, slug="a", lang="en"),
        "posts/b.en.md": post(title="B", series="s", part=2, lang="en"),
        "posts/c.md": post(title="C", series="s", part=3),
    },
    "one language by part, one by date": {
        **series(),
        **parts(1, 2),
        "series/s.en.md": source(title="Series"),
        "posts/x.en.md": post(series="s", lang="en"),
    },
    "an announcement for today": {
        **series(planned=[{"title": "Drei", "date": "2026-11-22 07:00"}]),
        **parts(1),
    },
    "an announcement that was kept": {
        **series(planned=[{"part": 2, "title": "Vorher", "date": "2026-11-02"}]),
        **parts(1, 2),
    },
    "a part announced for the day of the one before": {
        **series(planned=[{"part": 2, "title": "Zwei", "date": "2026-12-24"}]),
        "posts/1.md": post(date="2026-12-24 18:00", series="s", part=1),
        "posts/2.md": post(title="Heute"),
    },
    "a total that says how many there will be": {**series(total=5), **parts(1, 2)},
    "complete with its last part scheduled": {
        **series(complete=True, total=2),
        **parts(1),
        "posts/z.md": post(title="Z", date="2026-12-24", series="s", part=2),
    },
    "a hidden post that would be twice": {
        **series(total=1),
        **parts(1),
        "posts/z.md": post(title="Z", series="s", status="hidden"),
    },
}


@pytest.mark.parametrize("case", KEPT)
def test_a_contract_that_is_kept_is_not_spoken_of(build: Builds, case: str) -> None:
    site = build({**PEOPLE, **KEPT[case]})
    assert (site.exitcode, site.findings) == (0, [])


def test_announced_day_passed_on_unchanged_site_is_reported(build: Builds) -> None:
    planned = [{"title": "Drei", "date": "2026-11-22"}]
    assert build({**PEOPLE, **series(planned=planned), **parts(1)}).codes == []
    assert build({}, as_of="2026-11-22 23:59").codes == []
    assert build({}, as_of="2026-11-23 00:00").codes == ["planned-overdue"]


def test_announced_day_passed_rechecks_site_without_changes(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    alone: None,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    files = {**PEOPLE, **series(planned=[{"title": "Drei", "date": "2026-11-22"}]), **parts(1)}
    write_files(tmp_path / "content", files)
    write_settings(tmp_path / "pelicanconf.py", {})

    def say(as_of: str) -> str:
        wait_a_tick()
        commands.build.body(Context(), as_of=as_of, jobs="1", lang="en")
        said = capsys.readouterr()
        return said.out + said.err

    say("2026-11-22 09:00")
    assert "Nothing has changed" in say("2026-11-22 23:59")
    assert "planned-overdue" in say("2026-11-23 00:00")


def test_a_preview_is_told_of_what_readers_wait_for_too(build: Builds) -> None:
    planned = [{"part": 2, "title": "Zwei", "date": "2026-11-20"}]
    draft = {"posts/z.md": post(title="Z", series="s", part=2, status="draft")}
    site = build({**PEOPLE, **series(planned=planned), **parts(1), **draft}, preview=True)
    assert site.codes == ["planned-overdue"]


def test_announcement_is_not_kept_by_post_in_another_language(build: Builds) -> None:
    files = {
        **parts(1, 2),
        **series(),
        "series/s.en.md": source(
            title="Series", planned=[{"part": 2, "title": "Two", "date": "2026-11-20"}]
        ),
        "posts/1.en.md": post(title="One", slug="post-1", series="s", part=1, lang="en"),
    }
    site = build({**PEOPLE, **files})
    assert [(found.code, found.place.path) for found in site.report] == [
        ("planned-overdue", "content/series/s.en.md")
    ]

"""What a series holds to for any posts and announcements: one order, no way without a way back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from rostrum.core.content import Library
from rostrum.core.diagnostics import Report, SourceLocation
from rostrum.core.model import AnnouncedInstallment, Body, Post, Series, Status
from rostrum.series.checks import check_series
from rostrum.series.installments import Installment, LocalizedSeries, assemble_run, day_over

VIENNA = timezone(timedelta(hours=1))
START = datetime(2026, 3, 1, 7, 30, tzinfo=VIENNA)
NOW = START + timedelta(days=30)
HERE = SourceLocation("content/series/s.md")
PARTS = st.one_of(st.none(), st.integers(1, 8))
LANGS = st.sampled_from(["de", "en", "fr"])
DATES = st.integers(0, 60).map(lambda days: START + timedelta(days=days))


def make_post(
    number: int, part: int | None, date: datetime, lang: str, key: str, status: Status
) -> Post:
    path = f"posts/{number}.md"
    place = SourceLocation(f"content/{path}")
    places = {
        "part": SourceLocation(f"content/{path}", 2),
        "series": SourceLocation(f"content/{path}", 3),
    }
    return Post(
        id=str(number),
        path=path,
        place=place,
        title=f"Titel {number}",
        date=date,
        authors=("anna",),
        lang=lang,
        slug=f"titel-{number}",
        translation_key=key,
        body=Body(words=number * 100),
        status=status,
        series="s",
        part=part,
        places=places,
    )


@st.composite
def posts(draw: st.DrawFn, parts: st.SearchStrategy[int | None] = PARTS) -> list[Post]:
    """Draw posts of a series; some are translations, as another one has the same key."""
    return [
        make_post(
            number,
            draw(parts),
            draw(DATES),
            draw(LANGS),
            draw(st.sampled_from(["a", "b", "c", f"own-{number}"])),
            draw(st.sampled_from(Status)),
        )
        for number in range(draw(st.integers(0, 8)))
    ]


@st.composite
def announcements(draw: st.DrawFn) -> tuple[AnnouncedInstallment, ...]:
    return tuple(
        AnnouncedInstallment(
            title=draw(st.sampled_from([f"Titel {number}", f"Neu {number}"])),
            date=draw(st.one_of(st.none(), DATES)),
            part=draw(PARTS),
            place=SourceLocation(HERE.path, 10 + number),
        )
        for number in range(draw(st.integers(0, 4)))
    )


def are_alike(one: Post, other: Post) -> bool:
    """Return True for translations, and for the same part."""
    return one.translation_key == other.translation_key or (
        one.part is not None and one.part == other.part
    )


def face(
    lang: str = "de", planned: tuple[AnnouncedInstallment, ...] = (), **more: object
) -> Series:
    written = dict.fromkeys(more, HERE)
    plain = Series("s", f"series/s.{lang}.md", HERE, "Reihe", lang, planned=planned, places=written)
    return replace(plain, **more)


def run_of(
    members: list[Post], planned: tuple[AnnouncedInstallment, ...] = (), lang: str = "de"
) -> LocalizedSeries:
    return assemble_run([face("de", planned), face("en")], members, lang, "de")


def ids(items: tuple[Installment, ...]) -> list[str]:
    return [item.post.id for item in items]


@given(posts(), announcements(), LANGS, st.randoms(use_true_random=False))
def test_any_set_of_posts_and_announcements_has_one_order(members, planned, lang, chance):
    run = run_of(members, planned, lang)
    chance.shuffle(members)
    again = run_of(members, planned, lang)
    assert ids(again.installments) == ids(run.installments)
    assert ids(again.out) == ids(run.out)
    assert again.line == run.line


@given(posts(), LANGS)
def test_series_language_has_its_posts_and_other_posts_once(members, lang):
    run = run_of(members, lang=lang)
    own = {post.id for post in members if post.lang == lang}
    assert {item.post.id for item in run.installments} == own
    assert sorted(ids(run.out)) == sorted(ids(run.installments) + ids(run.borrowed))
    by_id = {post.id: post for post in members}
    shown = [by_id[key] for key in ids(run.out)]
    for post in members:
        alike = [other for other in shown if other is post or are_alike(other, post)]
        assert alike, "an installment is in no list"
    lent = [by_id[key] for key in ids(run.borrowed)]
    assert not any(
        one.translation_key == other.translation_key for one, other in combinations(lent, 2)
    )
    parts = [post.part for post in lent if post.part]
    assert len(set(parts)) == len(parts)
    assert not {*parts} & {post.part for post in members if post.lang == lang}
    keys = {post.translation_key for post in members if post.lang == lang}
    assert not {post.translation_key for post in lent} & keys


@given(posts(st.integers(1, 8)))
def test_declared_parts_decide_whatever_the_dates(members):
    run = run_of(members)
    assert [item.part for item in run.installments] == [item.post.part for item in run.installments]
    for before, after in pairwise(run.out):
        assert before.part <= after.part


@given(posts(st.none()), LANGS)
def test_series_without_parts_is_ordered_by_date_without_gaps(members, lang):
    run = run_of(members, lang=lang)
    assert [item.part for item in run.out] == list(range(1, len(run.out) + 1))
    for before, after in pairwise(run.out):
        assert before.post.date <= after.post.date


@given(posts(), LANGS)
def test_numbers_rise_from_each_installment_to_the_next(members, lang):
    """Only a part that two posts claim, which is an error, is there twice."""
    run = run_of(members, lang=lang)
    for before, after in pairwise(run.installments):
        twice = before.post.part is not None and before.post.part == after.post.part
        assert before.part < after.part or twice


@given(posts(), announcements())
def test_what_is_announced_is_shown_once_or_is_out(members, planned):
    run = run_of(members, planned)
    parts = {item.part for item in run.installments}
    titles = {item.post.title for item in run.installments}
    for item in planned:
        is_out = item.part in parts or item.title in titles
        assert run.line.count(item) == (0 if is_out else planned.count(item))
    assert len(run.line) == len(run.out) + len(run.planned)


@given(posts(), announcements(), LANGS)
def test_there_are_never_more_parts_than_the_total_says(members, planned, lang):
    run = run_of(members, planned, lang)
    assert run.total >= len(run.out)
    assert all(run.total >= item.part for item in run.line if item.part)
    assert run_of(members, (), lang).total <= run_of(members, planned, lang).total


@given(posts(), announcements())
def test_what_comes_next_has_the_nearest_day(members, planned):
    run = run_of(members, planned)
    days = [item.date for item in run.planned if item.date]
    assert (run.upcoming is None) == (not run.planned)
    if run.upcoming:
        assert run.upcoming.date == min(days, default=None)


@given(posts(), LANGS)
def test_series_reading_time_left_shrinks_to_nothing(members, lang):
    run = run_of(members, lang=lang)
    left = [run.words_after(item.post) for item in run.installments]
    words = [item.post.body.words for item in run.installments]
    assert left == [sum(words[n + 1 :]) for n in range(len(words))]


@given(posts(), LANGS)
def test_parts_passed_over_are_counted_between_neighbours(members, lang):
    run = run_of(members, lang=lang)
    for n, item in enumerate(run.installments):
        after = run.installments[n + 1].part if n + 1 < len(run.installments) else 99
        between = [other for other in run.borrowed if item.part < other.part < after]
        assert run.skipped(item.post) == len(between)


def findings(
    members: list[Post], *faces: Series, moment: datetime = NOW
) -> dict[str, list[tuple[str, str]]]:
    """Return what a contract is broken in: by code, place and message."""
    report = Report()
    library = Library(posts=tuple(members), series=faces or (face(),))
    check_series(library, moment, "de", report)
    found: dict[str, list[tuple[str, str]]] = {}
    for item in report:
        found.setdefault(item.code, []).append((str(item.place), str(item.message)))
    return found


def visible(members: list[Post]) -> list[Post]:
    return [post for post in members if post.status is not Status.HIDDEN]


@given(posts(st.integers(1, 12)), announcements())
def test_series_missing_parts_are_those_without_any_post(members, planned):
    told = findings(members, face(planned=planned)).get("part-gap", [])
    there = {post.part for post in visible(members)} | {item.part for item in planned} - {None}
    missing = set(range(1, max(there, default=0))) - there if visible(members) else set()
    assert {number for _, words in told for number in _numbers(words)} == missing


def _numbers(words: str) -> range:
    found = [int(word) for word in words.split() if word.isdigit()]
    return range(found[0], found[-1] + 1)


@given(posts())
def test_series_mixed_parts_are_reported_at_the_fewer_posts(members):
    told = findings(members).get("parts-mixed", [])
    expected = 0
    for lang in ("de", "en", "fr"):
        group = [post for post in visible(members) if post.lang == lang]
        having = sum(post.part is not None for post in group)
        expected += min(having, len(group) - having)
    assert len(told) == expected


@given(posts(st.integers(1, 8)))
def test_parts_in_the_order_of_their_dates_are_never_disordered(members):
    dates = sorted(post.date for post in members)
    ordered = sorted(members, key=lambda post: post.part or 0)
    dated = [replace(post, date=date) for post, date in zip(ordered, dates, strict=True)]
    assert "parts-disordered" not in findings(dated)


@given(announcements(), DATES)
def test_what_is_overdue_was_announced_for_a_day_that_is_over(planned, moment):
    told = findings([], face(planned=planned), moment=moment).get("planned-overdue", [])
    late = [item for item in planned if item.date and item.date.date() < moment.date()]
    assert {place for place, _ in told} == {str(item.place) for item in late}


@given(posts(), announcements(), st.integers(1, 12))
def test_a_total_is_exceeded_when_the_page_would_show_another(members, planned, total):
    told = findings(members, face(planned=planned, total=total)).get("total-exceeded", [])
    shown = assemble_run([face(planned=planned, total=total)], visible(members), "de", "de").total
    assert bool(told) == (shown > total)


def test_a_day_is_over_when_the_next_one_begins_in_its_own_zone():
    item = AnnouncedInstallment("Neu", datetime(2026, 11, 25, 7, 30, tzinfo=VIENNA), 1, HERE)
    assert day_over(item) == datetime(2026, 11, 26, tzinfo=VIENNA)
    assert day_over(replace(item, date=None)) is None

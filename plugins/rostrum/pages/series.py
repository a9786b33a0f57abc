"""The index of series, the page of each series, and the position of a post in its series."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial

from rostrum.core.model import AnnouncedInstallment, Post
from rostrum.pages import feed_selection as feed_kinds
from rostrum.pages.layout import SERIES, Head, PageLayout
from rostrum.pages.output_file import OutputFile
from rostrum.pages.series_parts import LONG_SERIES_FROM, drop_series_title, group_parts
from rostrum.pages.series_urls import SeriesUrls
from rostrum.pages.view_makers import ViewMakers
from rostrum.series.installments import Item, LocalizedSeries, day_over
from rostrum.site.urls import Address
from rostrum.views.components import (
    ImageView,
    InstallmentView,
    PartsView,
    SeriesPartView,
    SeriesView,
    StepView,
    WriterView,
)
from rostrum.views.pages import SeriesIndexView, SeriesPageView

_STATUSES = ("running", "paused", "complete")
MAX_STEPS = 200  # steps on the page of an installment; 142 of them are 70,000 bytes of a page
MIN_RANGE_LENGTH = 3  # consecutive parts in a range such as 4–6; fewer are listed one by one


class SeriesPresenter:
    """Makes the views of series."""

    def __init__(self, views: ViewMakers, frame: PageLayout) -> None:
        self._context, self._layout = views.context, frame
        self._person_views = views.people
        self._ways = SeriesUrls(views.context.addresses, views.context.settings)
        self._cards, self._descriptions = views.cards, views.descriptions
        self._views: dict[tuple[str, str], SeriesView] = {}
        self._steps: dict[tuple[str, str], dict[int, StepView]] = {}

    def iter_files(self, lang: str) -> Iterator[OutputFile]:
        """Yield the index of series in a language, and the page of each series."""
        runs = [run for (_, code), run in self._context.site.series.items() if code == lang]
        if not runs:
            return
        address = self._context.addresses.folder(SERIES, lang)
        yield OutputFile(address.file, partial(self._make_index, lang, address, runs))
        for run in runs:
            yield OutputFile(self.address(run).file, partial(self._make_page, run))

    def make_installment(self, post: Post) -> InstallmentView | None:
        """Return the position of a post in its series, or None without a series."""
        run = self._context.site.series.get((post.series, post.lang))
        if run is None or post.id not in self._context.site.parts:
            return None
        position = run.position(post)
        remaining = len(run.installments) - position - 1
        upcoming = run.upcoming if run.is_newest(post) else None
        return InstallmentView(
            series=self._mark(run, post),
            part=run.installments[position].part,
            total=run.total,
            previous=self._step(run, run.installments[position - 1]) if position else None,
            next=self._step(run, run.installments[position + 1]) if remaining else None,
            skipped=run.skipped(post),
            left=remaining,
            minutes_left=self._context.minutes(run.words_after(post)) if remaining else 0,
            upcoming=self._step(run, upcoming) if upcoming else None,
            days=_count_days(post, upcoming),
        )

    def make_series(self, run: LocalizedSeries) -> SeriesView:
        """Return the view of a series."""
        key = (run.series.key, run.series.lang)
        if key not in self._views:
            self._views[key] = self._make_series(run)
        return self._views[key]

    def make_card(self, run: LocalizedSeries) -> ImageView | None:
        """Return the picture of a series for networks: its card, else its own picture."""
        series, writers = self.make_series(run), (writer.person for writer in self._writers(run))
        return self._cards.make_series(series, writers, run.series.lang) or series.image

    def featured(self, lang: str) -> SeriesView | None:
        """Return the series for the home page: the configured one, else the newest running one."""
        runs = [run for (_, code), run in self._context.site.series.items() if code == lang]
        chosen = [run for run in runs if run.series.key == self._context.settings.featured]
        running = [run for run in runs if _status(run) == "running" and run.installments]
        best = chosen or sorted(running, key=_newest, reverse=True)
        return self.make_series(best[0]) if best else None

    def address(self, run: LocalizedSeries) -> Address:
        """Return the address of a series' page."""
        return self._context.addresses.folder(f"{SERIES}{run.series.key}/", run.series.lang)

    def _make_index(
        self, lang: str, address: Address, runs: list[LocalizedSeries]
    ) -> SeriesIndexView:
        ordered = sorted(runs, key=lambda run: (_STATUSES.index(_status(run)), -_newest(run)))
        translations = {
            code: self._context.addresses.folder(SERIES, code)
            for code in self._context.site.languages
            if code != lang and any(key[1] == code for key in self._context.site.series)
        }
        head = Head(
            self._context.languages[lang].gettext("Series"),
            self._descriptions.all_series(lang, (run.series for run in ordered)),
            translations=translations,
        )
        fields = self._layout.fields(lang, address, head, SERIES)
        views = tuple(self.make_series(run) for run in ordered)
        return SeriesIndexView(all_series=views, **fields)

    def _make_page(self, run: LocalizedSeries) -> SeriesPageView:
        context, lang = self._context, run.series.lang
        address, series = self.address(run), self.make_series(run)
        translations = {
            code: self.address(other)
            for (key, code), other in context.site.series.items()
            if key == run.series.key and code != lang
        }
        parts = tuple(self._list_parts(run))
        is_long, gettext = len(parts) >= LONG_SERIES_FROM, context.languages[lang].gettext
        feeds = (*series.feeds, *self._ways.discover(run))
        card = self.make_card(run)
        words = self._descriptions.series(run.series, (step.title for step in series.steps))
        head = Head(series.title, words, translations, image=card, feeds=feeds)
        return SeriesPageView(
            series=series,
            introduction=context.links.prepare(run.series.body, run.series.path, lang),
            writers=tuple(self._writers(run)),
            timeline=() if is_long else parts,
            groups=group_parts(
                parts,
                gettext("Announced"),
                context.languages[lang].wording.month,
                newest_first=run.series.newest_first,
            ),
            latest=self._find_latest(run),
            is_long=is_long,
            newest_first=run.series.newest_first,
            **self._layout.fields(lang, address, head, SERIES),
        )

    def _make_series(self, run: LocalizedSeries) -> SeriesView:
        address, series = self.address(run), run.series
        start = next(iter(run.installments or run.out), None)
        first = self._step(run, start) if start else None
        return SeriesView(
            key=series.key,
            title=series.title,
            url=self._context.href(address),
            summary=series.summary,
            image=self._context.image(series.image),
            steps=self._all_steps(run),
            count=len(run.line),
            out=len(run.out),
            total=run.total,
            own=len(run.installments),
            status=_status(run),
            complete=series.complete,
            start=first,
            start_url=first.url if first else "",
            next=self._step(run, run.upcoming) if run.upcoming else None,
            first=run.first,
            latest=run.latest,
            minutes=self._minutes(run),
            feeds=self._context.feeds(address, series.title, feed_kinds.SERIES),
            calendar=self._ways.view_calendar(run),
            whole=self._ways.href(self._ways.whole(run)),
            book=self._ways.href(self._ways.book(run)),
        )

    def _list_parts(self, run: LocalizedSeries) -> Iterator[SeriesPartView]:
        """Yield the installments of a series in order, those of a long series by short titles."""
        lang, is_long = run.series.lang, len(run.line) >= LONG_SERIES_FROM
        for item in run.line:
            step = self._step(run, item)
            title = drop_series_title(step.title, run.series.title) if is_long else step.title
            keys = () if isinstance(item, AnnouncedInstallment) else item.post.authors
            yield SeriesPartView(step, title, self._person_views.people(keys, lang))

    def _find_latest(self, run: LocalizedSeries) -> StepView | None:
        """Return the newest installment in the language, or None if it is the first one."""
        newest = max(run.installments, key=lambda item: item.post.date, default=None)
        if newest is None or newest is run.installments[0]:
            return None
        return self._step(run, newest)

    def _minutes(self, run: LocalizedSeries) -> int:
        """Return the reading time in minutes of all installments in the language of the series."""
        word_count = sum(item.post.body.words for item in run.installments)
        return self._context.minutes(word_count) if run.installments else 0

    def _all_steps(self, run: LocalizedSeries) -> tuple[StepView, ...]:
        """Return the steps of a series in order, the same objects each time."""
        return tuple(self._steps_of(run).values())

    def _step(self, run: LocalizedSeries, item: Item) -> StepView:
        return self._steps_of(run)[id(item)]

    def _steps_of(self, run: LocalizedSeries) -> dict[int, StepView]:
        """Return the steps of a series by the id() of the installment or announcement."""
        key = (run.series.key, run.series.lang)
        if key not in self._steps:
            first = {item.part: item for item in reversed(run.line)}
            self._steps[key] = {
                id(item): self._make_step(item, run.series.lang, first[item.part] is item)
                for item in run.line
            }
        return self._steps[key]

    def _make_step(self, item: Item, lang: str, is_first: bool) -> StepView:
        """Return the step of an item. The first item with a number has its anchor."""
        anchor = f"part-{item.part}" if item.part and is_first else ""
        if isinstance(item, AnnouncedInstallment):
            over = day_over(item)
            is_late = over is not None and over <= self._context.visibility.moment
            return StepView(
                *("soon", item.part, item.title, "", item.date, "", ""),
                anchor=anchor,
                is_late=is_late,
            )
        post = item.post
        names = [self._person_views.person(key, lang).name for key in post.authors]
        return StepView(
            state="out",
            part=item.part,
            title=post.title,
            url=self._context.href(self._context.addresses.post(post)),
            date=post.date,
            summary=post.summary,
            authors=self._context.languages[lang].wording.join(names),
            lang=post.lang,
            minutes=self._context.minutes(post.body.words),
            anchor=anchor,
        )

    def _mark(self, run: LocalizedSeries, post: Post) -> SeriesView:
        """Return the view of a series for the page of a post, with the post's step as `here`."""
        view = self.make_series(run)
        current = self._step(run, run.installments[run.position(post)])
        steps = _near(view.steps, current) if len(view.steps) > MAX_STEPS else view.steps
        marked = (replace(step, state="here") if step is current else step for step in steps)
        return replace(view, steps=tuple(marked))

    def _writers(self, run: LocalizedSeries) -> Iterator[WriterView]:
        """Yield the authors of a series in the order of their first installments."""
        parts: dict[str, list[int]] = {}
        for item in run.out:
            for key in item.post.authors:
                parts.setdefault(key, []).append(item.part)
        for key, numbers in parts.items():
            person = self._person_views.person(key, run.series.lang)
            yield WriterView(person, tuple(_join_rows(numbers)), len(numbers))


def _join_rows(numbers: Iterable[int]) -> Iterator[PartsView]:
    """Yield numbers with consecutive ones joined, as in 1, 2, 4–9, each linked to its anchor."""
    rows: list[list[int]] = []
    for number in numbers:
        if rows and number == rows[-1][-1] + 1:
            rows[-1].append(number)
        else:
            rows.append([number])
    for row in rows:
        ends = [row] if len(row) >= MIN_RANGE_LENGTH else [[number] for number in row]
        yield from (PartsView(end[0], end[-1], f"#part-{end[0]}") for end in ends)


def _near(steps: tuple[StepView, ...], current: StepView) -> tuple[StepView, ...]:
    """Return the `MAX_STEPS` steps around a step."""
    position = next(n for n, step in enumerate(steps) if step is current)
    first = max(0, min(position - MAX_STEPS // 2, len(steps) - MAX_STEPS))
    return steps[first : first + MAX_STEPS]


def _status(run: LocalizedSeries) -> str:
    return "complete" if run.series.complete else "paused" if run.series.paused else "running"


def _count_days(post: Post, upcoming: AnnouncedInstallment | None) -> int:
    """Return the calendar days from a post to an announcement, or 0 without a date."""
    if upcoming is None or upcoming.date is None:
        return 0
    return max(0, (upcoming.date.date() - post.date.date()).days)


def _newest(run: LocalizedSeries) -> float:
    return run.latest.timestamp() if run.latest else 0.0

"""Series as pages: the index, a page for each, and a post's place in its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from markupsafe import Markup

from rostrum.addresses import Address
from rostrum.model import Planned, Post
from rostrum.pages.frame import SERIES, Frame, Head
from rostrum.pages.presentation import Presentation
from rostrum.pages.sheets import Sheet
from rostrum.series import Installment, Run
from rostrum.views import (
    InstallmentView,
    SeriesIndexView,
    SeriesPageView,
    SeriesView,
    StepView,
)


class SeriesPresenter:
    """Makes the views of series."""

    def __init__(self, show: Presentation, frame: Frame) -> None:
        self._show, self._frame = show, frame
        self._views: dict[tuple[str, str], SeriesView] = {}

    def list_sheets(self, lang: str) -> Iterator[Sheet]:
        """Yield the index of series in a language and a page for each."""
        runs = [run for (_, code), run in self._show.site.runs.items() if code == lang]
        if not runs:
            return
        address = self._show.addresses.folder(SERIES, lang)
        yield Sheet(address.file, partial(self._make_index, lang, address, runs))
        for run in runs:
            yield Sheet(self.address(run).file, partial(self._make_page, run))

    def make_installment(self, post: Post) -> InstallmentView | None:
        """Return a post's place in its series, None for a post that is in none."""
        run = self._show.site.runs.get((post.series, post.lang))
        if run is None or post.id not in self._show.site.parts:
            return None
        here = run.position(post)
        series = self.make_series(run, here)
        steps = series.steps
        return InstallmentView(
            series=series,
            part=run.installments[here].part,
            total=run.total,
            previous=steps[here - 1] if here else None,
            next=steps[here + 1] if here + 1 < len(steps) else None,
        )

    def make_series(self, run: Run, here: int | None = None) -> SeriesView:
        """Return a series' view; `here` is the position of the installment that is shown."""
        key = (run.series.key, run.series.lang)
        if key not in self._views:
            self._views[key] = self._make_series(run)
        view = self._views[key]
        return view if here is None else _mark(view, here)

    def featured(self, lang: str) -> SeriesView | None:
        """Return the series that a home page shows: the setting's, else the running one."""
        runs = [run for (_, code), run in self._show.site.runs.items() if code == lang]
        chosen = [run for run in runs if run.series.key == self._show.settings.featured]
        running = [run for run in runs if not run.series.complete and run.installments]
        best = chosen or sorted(running, key=_newest, reverse=True)
        return self.make_series(best[0]) if best else None

    def address(self, run: Run) -> Address:
        """Return the address of a series' page."""
        return self._show.addresses.folder(f"{SERIES}{run.series.key}/", run.series.lang)

    def _make_index(self, lang: str, address: Address, runs: list[Run]) -> SeriesIndexView:
        ordered = sorted(
            runs, key=lambda run: (not run.series.complete, _newest(run)), reverse=True
        )
        others = {
            code: self._show.addresses.folder(SERIES, code)
            for code in self._show.site.languages
            if code != lang and any(key[1] == code for key in self._show.site.runs)
        }
        head = Head(self._show.languages[lang].say("Series"), others=others)
        fields = self._frame.fields(lang, address, head, SERIES)
        views = tuple(self.make_series(run) for run in ordered)
        return SeriesIndexView(all_series=views, **fields)

    def _make_page(self, run: Run) -> SeriesPageView:
        show, lang = self._show, run.series.lang
        address, series = self.address(run), self.make_series(run)
        others = {
            code: self.address(other)
            for (key, code), other in show.site.runs.items()
            if key == run.series.key and code != lang
        }
        keys = dict.fromkeys(key for item in run.installments for key in item.post.authors)
        head = Head(series.title, series.summary, others, image=series.image, feeds=series.feeds)
        return SeriesPageView(
            series=series,
            introduction=Markup(show.links.render(run.series.body, run.series.path, lang)),
            people=show.people(tuple(keys), lang),
            **self._frame.fields(lang, address, head, SERIES),
        )

    def _make_series(self, run: Run) -> SeriesView:
        address = self.address(run)
        out = tuple(self._step(item, run.series.lang) for item in run.installments)
        soon = tuple(_announced(item) for item in run.planned)
        return SeriesView(
            key=run.series.key,
            title=run.series.title,
            url=self._show.href(address),
            summary=run.series.summary,
            image=self._show.image(run.series.image),
            steps=(*out, *soon),
            out=len(out),
            total=run.total,
            complete=run.series.complete,
            start_url=out[0].url if out else "",
            next=soon[0] if soon else None,
            latest=run.latest,
            feeds=self._show.feeds(address, run.series.title),
        )

    def _step(self, item: Installment, lang: str) -> StepView:
        names = [self._show.person(key, lang).name for key in item.post.authors]
        return StepView(
            state="out",
            part=item.part,
            title=item.post.title,
            url=self._show.href(self._show.addresses.post(item.post)),
            date=item.post.date,
            summary=item.post.summary,
            authors=self._show.languages[lang].wording.join(names),
        )


def _announced(item: Planned) -> StepView:
    return StepView("soon", item.part, item.title, "", item.date, "", "")


def _newest(run: Run) -> float:
    return run.latest.timestamp() if run.latest else 0.0


def _mark(view: SeriesView, here: int) -> SeriesView:
    steps = tuple(
        replace(step, state="here") if n == here else step for n, step in enumerate(view.steps)
    )
    return replace(view, steps=steps)

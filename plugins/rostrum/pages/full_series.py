"""A complete series on one page, for reading and printing, and as an e-book."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from uuid import NAMESPACE_URL, uuid5

from rostrum.cache.fingerprints import digest_file
from rostrum.core.lazy_html import LazyHtml
from rostrum.core.model import Body, Image, Post, Series
from rostrum.epub.book import Book, BookLabels, Chapter
from rostrum.epub.images import BookImage
from rostrum.html.merge import MergedSection, merge_into_page
from rostrum.markdown.headings import HeadingIds
from rostrum.pages.complete_text import complete_text
from rostrum.pages.layout import SERIES, Head, PageLayout
from rostrum.pages.output_file import OutputFile
from rostrum.pages.series import SeriesPresenter
from rostrum.pages.series_urls import SeriesUrls
from rostrum.pages.view_makers import ViewMakers
from rostrum.series.installments import Installment, LocalizedSeries
from rostrum.site.shown_images import ImageMarkup
from rostrum.site.urls import Address
from rostrum.views.components import ChapterView, PersonView
from rostrum.views.pages import FullSeriesView

_INTRODUCTION = "introduction"


class FullSeriesPresenter:
    """Makes the full-series page and the e-book of each series."""

    def __init__(self, views: ViewMakers, frame: PageLayout, series: SeriesPresenter) -> None:
        self._context, self._layout, self._series = views.context, frame, series
        self._person_views, self._descriptions = views.people, views.descriptions
        self._ways = SeriesUrls(views.context.addresses, views.context.settings)

    def iter_files(self, lang: str) -> Iterator[OutputFile]:
        """Yield the full-series page and the e-book of each series in a language."""
        for (_, code), run in self._context.site.series.items():
            whole, book = self._ways.whole(run), self._ways.book(run)
            if code == lang and whole:
                yield OutputFile(whole.file, partial(self._make_page, run, whole))
            if code == lang and book:
                yield OutputFile(book.file, partial(self._make_book, run), "EPUB")

    def _make_page(self, run: LocalizedSeries, address: Address) -> FullSeriesView:
        context, lang = self._context, run.series.lang
        series = self._series.make_series(run)
        translations = {
            code: full_page
            for (key, code), other in context.site.series.items()
            if key == run.series.key and code != lang and (full_page := self._ways.whole(other))
        }
        title = context.languages[lang].gettext("%(title)s: all parts", title=series.title)
        head = Head(
            title,
            self._descriptions.full_series(run.series, (item.post for item in run.installments)),
            translations,
            image=self._series.make_card(run),
            feeds=series.feeds,
            listed=False,  # search engines should list the pages of the posts instead
        )
        introduction, *texts = _merge(self._list_parts(run))
        chapters = tuple(
            self._make_chapter(item, name, text)
            for item, name, text in zip(run.installments, self._name_parts(run), texts, strict=True)
        )
        return FullSeriesView(
            series=series,
            introduction=introduction,
            chapters=chapters,
            elsewhere=tuple(
                step for step in series.steps if step.url and step.lang not in ("", lang)
            ),
            people=self._list_people(run),
            minutes=context.minutes(sum(item.post.body.words for item in run.installments)),
            **self._layout.fields(lang, address, head, SERIES),
        )

    def _make_chapter(self, item: Installment, name: str, text: LazyHtml) -> ChapterView:
        context, post = self._context, item.post
        return ChapterView(
            anchor=name,
            part=item.part,
            title=post.title,
            url=context.href(context.addresses.post(post)),
            date=post.date,
            modified=post.modified,
            lang=post.lang,
            summary=post.summary if post.summary_written else "",
            people=self._person_views.writers(post),
            written_with=self._person_views.helpers(post),
            image=context.image(post.image),
            minutes=context.minutes(post.body.words),
            text=text,
        )

    def _list_parts(self, run: LocalizedSeries) -> list[MergedSection]:
        page = self._context.absolute(self._ways.page(run))
        parts = [MergedSection(_INTRODUCTION, page, self._introduce(run))]
        for item, name in zip(run.installments, self._name_parts(run), strict=True):
            parts.append(MergedSection(name, self._url(item.post), self._text(item.post)))
        return parts

    def _name_parts(self, run: LocalizedSeries) -> list[str]:
        """Return the anchor of each installment on the full-series page."""
        anchors = HeadingIds({_INTRODUCTION, "main"})
        return [anchors.claim(f"part-{item.part}") for item in run.installments]

    def _make_book(self, run: LocalizedSeries) -> Book:
        context, series = self._context, run.series
        wording = context.languages[series.lang].wording
        people = self._list_people(run)
        names = tuple(person.name for person in people)
        modified = max(item.post.changed for item in run.installments)
        pictures = {picture.src: picture for picture in self._list_pictures(run)}
        cover = context.image(series.image, None)
        return Book(
            id=uuid5(
                NAMESPACE_URL, context.identify(f"series/{series.key}/{series.lang}/book")
            ).urn,
            title=series.title,
            lang=series.lang,
            url=context.absolute(self._ways.page(run)),
            blog=context.name(series.lang),
            publisher=context.info.organisation,
            byline=wording.join(names),
            authors=names,
            modified=modified,
            labels=self._make_labels(run, wording.date(modified)),
            introduction=self._introduce(run, ImageMarkup.ORIGINAL),
            chapters=tuple(self._write_chapter(run, item, pictures) for item in run.installments),
            pictures=tuple(pictures.values()),
            cover=pictures.get(cover.src) if cover else None,
            summary=series.summary,
            elsewhere=tuple(
                (item.post.title, self._url(item.post), item.post.lang) for item in run.borrowed
            ),
            picture_credits=context.settings.picture_credits,
            contributors=self._list_helpers(run, names),
        )

    def _write_chapter(
        self, run: LocalizedSeries, item: Installment, pictures: dict[str, BookImage]
    ) -> Chapter:
        context, post = self._context, item.post
        language = context.languages[post.lang]
        image = context.image(post.image, None)
        byline = language.wording.join(
            [
                ", ".join(filter(None, (person.name, person.role)))
                for person in self._person_views.writers(post)
            ]
        )
        return Chapter(
            title=post.title,
            kicker=language.gettext("Part %(part)s of %(total)s", part=item.part, total=run.total),
            byline=byline,
            date=language.wording.date(post.date),
            url=self._url(post),
            text=self._text(post, ImageMarkup.ORIGINAL),
            summary=post.summary if post.summary_written else "",
            image=pictures.get(image.src) if image else None,
            helpers=self._word_helpers(post),
        )

    def _word_helpers(self, post: Post) -> str:
        """Return who helped to write a post, empty for nobody."""
        language = self._context.languages[post.lang]
        names = [person.name for person in self._person_views.helpers(post)]
        if not names:
            return ""
        return language.gettext("written with %(names)s", names=language.wording.join(names))

    def _list_helpers(self, run: LocalizedSeries, authors: Sequence[str]) -> tuple[str, ...]:
        """Return the names of all who helped with a series and are none of its authors."""
        helpers = (self._person_views.helpers(item.post) for item in run.installments)
        names = dict.fromkeys(person.name for views in helpers for person in views)
        return tuple(name for name in names if name not in authors)

    def _make_labels(self, run: LocalizedSeries, date: str) -> BookLabels:
        gettext = self._context.languages[run.series.lang].gettext
        return BookLabels(
            contents=gettext("Contents"),
            introduction=gettext("What this is about"),
            credits=gettext("Pictures"),
            cover=gettext("Cover"),
            source=gettext("This part on the web, with its conversation"),
            state=gettext("As of %(date)s", date=date),
            elsewhere=gettext("These parts have not been translated:"),
            guide=gettext("Places in this book"),
        )

    def _list_pictures(self, run: LocalizedSeries) -> Iterator[BookImage]:
        """Yield the pictures of a series from the content folder."""
        items: list[tuple[Image | None, Body, str]]
        items = [(run.series.image, run.series.body, run.series.path)]
        items += [(item.post.image, item.post.body, item.post.path) for item in run.installments]
        for _, body, path in items:
            yield from self._find_in_text(body, path, run.series.lang)
        for image, _, _ in items:
            view = self._context.image(image, None)
            asset = self._context.pictures.find_in_any_case(image.src) if image else ""
            if view and self._is_picture(asset):
                file, key = self._digest(asset)
                credit = view.credit, view.license, view.license_url, view.source
                yield BookImage(view.src, file, key, view.alt, *credit)

    def _find_in_text(self, body: Body, path: str, lang: str) -> Iterator[BookImage]:
        for reference in body.references:
            if reference.tag == "img" and reference.attribute == "src":
                target = self._context.links.resolve(reference.target, path, lang)
                if target.href and self._is_picture(target.asset):
                    yield BookImage(target.href, *self._digest(target.asset))

    def _is_picture(self, asset: str) -> bool:
        """Return True for an existing SVG file or an image of known dimensions."""
        pictures = self._context.pictures
        is_drawn = asset.lower().endswith(".svg") and pictures.exists(asset)
        return bool(asset) and (is_drawn or pictures.measure(asset) != (0, 0))

    def _digest(self, asset: str) -> tuple[str, bytes]:
        file = self._context.links.content / asset
        return str(file), digest_file(file, self._context.began)

    def _list_people(self, run: LocalizedSeries) -> tuple[PersonView, ...]:
        keys = dict.fromkeys(key for item in run.installments for key in item.post.authors)
        return self._person_views.people(tuple(keys), run.series.lang)

    def _introduce(
        self, run: LocalizedSeries, images: ImageMarkup = ImageMarkup.RESPONSIVE
    ) -> LazyHtml:
        return self._prepare(run.series, images)

    def _text(self, post: Post, images: ImageMarkup = ImageMarkup.RESPONSIVE) -> LazyHtml:
        text = self._prepare(post, images)
        return complete_text(text, post, self._context.languages[post.lang])

    def _prepare(self, item: Post | Series, images: ImageMarkup) -> LazyHtml:
        """Return a text; a book holds its pictures itself, and publishes none beside it."""
        text = self._context.links.prepare(item.body, item.path, item.lang, images)
        return text.with_assets(()) if images is ImageMarkup.ORIGINAL else text

    def _url(self, post: Post) -> str:
        return self._context.absolute(self._context.addresses.post(post))


def _merge(parts: Sequence[MergedSection]) -> list[LazyHtml]:
    """Return the text of each part as on the page with all of them."""
    pairs = zip(parts, merge_into_page(parts, 1), strict=True)
    return [text.with_assets(part.text.assets) for part, text in pairs]

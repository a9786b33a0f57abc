"""Write a series as an e-book (EPUB 3.3) with EbookLib.

The output is reproducible: the same content always gives the same bytes.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property, partial
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from rostrum.core.document import Document
from rostrum.core.lazy_html import LazyHtml
from rostrum.core.text import clean, clean_line
from rostrum.epub.images import BookImage, ManifestItem, load_plates
from rostrum.epub.xhtml import EPUB_TYPE, make_valid, write_address
from rostrum.html.drawings import find_drawing, write_file
from rostrum.html.fragments import serialize
from rostrum.html.merge import MergedDocument, MergedSection

if TYPE_CHECKING:
    from lxml.html import HtmlElement

XHTML = "application/xhtml+xml"
_TEMPLATES = Path(__file__).with_name("templates")
_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the earliest timestamp in a ZIP file
_UNSAFE_ID = re.compile(r"[^A-Za-z0-9.-]")
_MANY_NAMES = 6
_PACKED = ("mimetype", ".jpg", ".png", ".gif", ".webp")
"""Suffixes of files stored without compression in a book.

Pictures are compressed already; `mimetype` must not be (EPUB 3.3, 4.2.3).
"""


@dataclass(frozen=True, slots=True)
class Chapter:
    """An installment in a book; its string fields are shown unchanged.

    `helpers` says who wrote it with the authors of the byline.
    """

    title: str
    kicker: str
    byline: str
    date: str
    url: str
    text: LazyHtml
    summary: str = ""
    image: BookImage | None = None
    helpers: str = ""


@dataclass(frozen=True, slots=True)
class BookLabels:
    """Labels of a book in its language: all texts not written by its authors."""

    contents: str
    introduction: str
    credits: str
    cover: str
    source: str
    state: str
    elsewhere: str
    guide: str


@dataclass(frozen=True, slots=True)
class Book(Document):
    """A book, with all data needed to generate its bytes.

    `elsewhere` holds title, address and language of each part missing a translation.
    `contributors` are the people who helped to write it.
    """

    id: str
    title: str
    lang: str
    url: str
    blog: str
    publisher: str
    byline: str
    authors: tuple[str, ...]
    modified: datetime
    labels: BookLabels
    introduction: LazyHtml
    chapters: tuple[Chapter, ...]
    pictures: tuple[BookImage, ...]
    cover: BookImage | None = None
    summary: str = ""
    elsewhere: tuple[tuple[str, str, str], ...] = ()
    picture_credits: bool = True
    contributors: tuple[str, ...] = ()

    def write(self) -> bytes:
        """Return the book as a file of type `application/epub+zip`."""
        return _EpubWriter(self).bind()


class _EpubWriter:
    """Generate the files of one book."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._pictures = dict(load_plates(book.pictures, book.picture_credits))
        self._drawn: dict[bytes, ManifestItem] = {}

    def bind(self) -> bytes:
        """Return the book's bytes."""
        # Imported here because EbookLib is slow to import, and most builds change no book.
        from ebooklib import epub

        epub_book = self._describe(epub)
        for item in self._list_items(epub):
            epub_book.add_item(item)
        epub_book.toc = [
            epub.Link(file, title, file.partition(".")[0]) for file, title in self._contents
        ]
        epub_book.guide = self._list_landmarks()
        epub_book.spine = [file.partition(".")[0] for file in self._spine]
        raw = BytesIO()
        options = {
            "mtime": self._book.modified.astimezone(UTC),
            "epub3_pages": False,
            "landmark_title": self._book.labels.guide,
            "compresslevel": 0,
            "raise_exceptions": True,
        }
        epub.write_epub(raw, epub_book, options)
        return _seal(raw)

    def _describe(self, epub: Any) -> Any:
        """Return an EbookLib book with its metadata, e.g. title, authors and language."""
        book, epub_book = self._book, epub.EpubBook()
        epub_book.set_identifier(book.id)
        epub_book.set_title(clean_line(book.title))
        epub_book.set_language(book.lang)
        for n, name in enumerate(map(clean_line, book.authors), 1):
            epub_book.add_metadata("DC", "creator", name, {"id": f"author-{n}"})
            role = {"refines": f"#author-{n}", "property": "role", "scheme": "marc:relators"}
            epub_book.add_metadata(None, "meta", "aut", role)
        for name in map(clean_line, book.contributors):
            epub_book.add_metadata("DC", "contributor", name)
        facts = {"publisher": book.publisher, "description": book.summary, "source": book.url}
        for name, value in facts.items():
            if value:
                epub_book.add_metadata("DC", name, clean_line(value))
        date = max(book.modified.astimezone(UTC), datetime.min.replace(tzinfo=UTC))
        epub_book.add_metadata("DC", "date", date.strftime("%Y-%m-%d"))
        for name, value in self._list_accessibility():
            epub_book.add_metadata(None, "meta", value, {"property": f"schema:{name}"})
        epub_book.add_metadata(None, "meta", "", {"name": "cover", "content": "cover-img"})
        return epub_book

    def _list_accessibility(self) -> Iterator[tuple[str, str]]:
        """Yield the accessibility metadata: schema.org property, value (EPUB Accessibility 1.1)."""
        yield "accessMode", "textual"
        yield "accessibilityFeature", "structuralNavigation"
        yield "accessibilityFeature", "tableOfContents"
        yield "accessibilityHazard", "unknown"
        pages = self._pages
        if self._pictures or self._drawn:
            yield "accessMode", "visual"
            if not any(' alt=""' in page for page in pages.values()):
                yield "accessibilityFeature", "alternativeText"

    def _list_items(self, epub: Any) -> Iterator[Any]:
        css = (_TEMPLATES / "book.css").read_bytes()
        yield epub.EpubItem("style", "book.css", "text/css", css)
        nav = epub.EpubNav("nav", "nav.xhtml", XHTML, self._book.labels.contents)
        nav.add_link(href="book.css", rel="stylesheet", type="text/css")
        yield nav
        yield epub.EpubNcx()
        cover = epub.EpubCover("cover-img", self._cover.name)
        cover.media_type, cover.content = self._cover.media_type, self._cover.content
        yield cover
        for name, page in self._pages.items():
            yield epub.EpubItem(name.partition(".")[0], name, XHTML, page.encode())
        for file in (*dict.fromkeys(self._pictures.values()), *self._drawn.values()):
            if file != self._cover:
                uid = file.name.partition("/")[2].replace(".", "-")
                yield epub.EpubItem(uid, file.name, file.media_type, file.content)

    @property
    def _spine(self) -> list[str]:
        """The files in reading order."""
        names = list(self._pages)
        return [*names[:2], "nav.xhtml", *names[2:]]

    @cached_property
    def _pages(self) -> dict[str, str]:
        """The pages of the book as XHTML, by file name."""
        book, cover = self._book, self._cover
        alt = book.cover.alt if book.cover and cover.name != "cover.svg" else book.title
        pages = {
            "cover.xhtml": self._print("cover.xhtml", cover=cover.name, alt=clean_line(alt)),
            "title.xhtml": self._print("title.xhtml"),
        }
        introduction, *texts = self._write_texts()
        if introduction.strip():
            pages["introduction.xhtml"] = self._print("introduction.xhtml", text=introduction)
        for n, (chapter, text) in enumerate(zip(book.chapters, texts, strict=True), 1):
            picture = self._find_picture(chapter.image.src) if chapter.image else ""
            page = self._print("chapter.xhtml", text=text, chapter=chapter, picture=picture)
            pages[_name_chapter(n)] = page
        if self._credited:
            pages["credits.xhtml"] = self._print("credits.xhtml", pictures=self._credited)
        return pages

    def _write_texts(self) -> list[Markup]:
        """Return the introduction and the text of each chapter as XHTML."""
        parts = tuple(self._parts)
        volume = MergedDocument(parts, _name_id, _point, is_apart=True)
        texts = [volume.bind(n) for n in range(len(parts))]
        for n, body in enumerate(texts):
            _name_notes(body)
            make_valid(body, partial(self._find_picture_or_drawing, volume.drawings_of(n)))
        kept = {
            f"{part.name}#{element.get('id')}"
            for part, body in zip(parts, texts, strict=True)
            for element in body.iterdescendants()
        }
        for part, body in zip(parts, texts, strict=True):
            _drop_lost_fragments(part.name, body, kept)
        return [Markup(serialize(body)) for body in texts]

    @property
    def _parts(self) -> Iterator[MergedSection]:
        book = self._book
        yield MergedSection("introduction.xhtml", book.url, book.introduction)
        for n, chapter in enumerate(book.chapters, 1):
            yield MergedSection(_name_chapter(n), chapter.url, chapter.text)

    @property
    def _contents(self) -> Iterator[tuple[str, str]]:
        """Yield the file and title of each entry in the table of contents."""
        labels = self._book.labels
        if "introduction.xhtml" in self._pages:
            yield "introduction.xhtml", labels.introduction
        for n, chapter in enumerate(self._book.chapters, 1):
            yield _name_chapter(n), clean_line(chapter.title)
        if self._credited:
            yield "credits.xhtml", labels.credits

    def _list_landmarks(self) -> list[dict[str, str]]:
        labels = self._book.labels
        return [
            {"type": "cover", "title": labels.cover, "href": "cover.xhtml"},
            {"type": "toc", "title": labels.contents, "href": "nav.xhtml"},
            {"type": "text", "title": self._book.title, "href": _name_chapter(1)},
        ]

    @property
    def _credited(self) -> list[BookImage]:
        return [
            picture
            for picture in self._book.pictures
            if picture.src in self._pictures and (picture.credit or picture.license)
        ]

    @cached_property
    def _cover(self) -> ManifestItem:
        """The picture of the series, or a cover generated from its title."""
        cover = self._book.cover
        picture = self._pictures.get(cover.src) if cover else None
        return picture or ManifestItem("cover.svg", "image/svg+xml", self._draw_cover().encode())

    def _draw_cover(self) -> str:
        book = self._book
        size = 132 if len(book.title) < 60 else 96
        lines = textwrap.wrap(clean_line(book.title), 15 if size > 100 else 21)
        known = book.authors if len(book.authors) <= _MANY_NAMES else ()
        return self._print("cover.svg", lines=lines, size=size, names=list(map(clean_line, known)))

    def _find_picture(self, src: str) -> str:
        item = self._pictures.get(src)
        return item.name if item else ""

    def _find_picture_or_drawing(self, drawings: Sequence[str], src: str) -> str:
        """Return the file of a picture, or of a drawing that becomes a file of its own."""
        number = find_drawing(src)
        if number is None:
            return self._find_picture(src)
        content = write_file(drawings[number]) if number < len(drawings) else b""
        if not content:
            return ""
        if content not in self._drawn:
            name = f"pictures/d{len(self._drawn) + 1:03}.svg"
            self._drawn[content] = ManifestItem(name, "image/svg+xml", content)
        return self._drawn[content].name

    def _print(self, template: str, **values: Any) -> str:
        return clean(self._templates.get_template(template).render(book=self._book, **values))

    @cached_property
    def _templates(self) -> Environment:
        environment = Environment(
            loader=FileSystemLoader(_TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        environment.filters["address"] = write_address
        return environment


def _name_notes(body: HtmlElement) -> None:
    """Set types and roles on footnotes.

    The values follow EPUB Type to ARIA Role Mapping, section 2, e.g. `doc-noteref` for `noteref`.
    """
    for link in body.iter("a"):
        if any("footnote-ref" in each.classes for each in (link, link.getparent())):
            link.set(EPUB_TYPE, "noteref")
            link.set("role", "doc-noteref")
    for notes in body.iter("div", "section"):
        if "footnote" in notes.classes:
            notes.set(EPUB_TYPE, "footnotes")
            for item in notes.iter("li"):
                if item.get("id"):
                    item.set(EPUB_TYPE, "footnote")


def _drop_lost_fragments(file: str, body: HtmlElement, kept: Container[str]) -> None:
    """Remove the fragment from links to missing targets: they then lead to the file.

    A target is missing if it was left out of the book, e.g. a table of contents.
    """
    for link in body.iter("a"):
        page, sign, id = link.get("href", "").partition("#")
        if sign and "/" not in page and f"{page or file}#{id}" not in kept:
            link.set("href", page or file)


def _name_chapter(n: int) -> str:
    return f"part-{n:03}.xhtml"


def _name_id(part: MergedSection, written: str) -> str:
    """Return a valid XML id for an id written by an author (XML Names, 3).

    Different ids give different results: an unsafe character becomes its code point, so `a b`
    becomes `t-a_20_b`.
    """
    return "t-" + _UNSAFE_ID.sub(lambda sign: f"_{ord(sign[0]):x}_", written)


def _point(source: MergedSection, target: MergedSection, id: str) -> str:
    if source.name == target.name and id:
        return f"#{id}"
    return f"{target.name}#{id}" if id else target.name


def _seal(raw: BytesIO) -> bytes:
    """Return a ZIP file with the same content and fixed timestamps, for reproducible books."""
    sealed = BytesIO()
    with ZipFile(raw) as given, ZipFile(sealed, "w") as target:
        for name in given.namelist():
            info = ZipInfo(name, _LONG_AGO)
            info.create_system, info.external_attr = 3, 0o644 << 16
            is_stored = name.endswith(_PACKED)
            info.compress_type = ZIP_STORED if is_stored else ZIP_DEFLATED
            target.writestr(info, given.read(name), compresslevel=6)
    return sealed.getvalue()

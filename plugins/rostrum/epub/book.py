"""A series as an e-book (EPUB 3.3), written by EbookLib: the same bytes for the same content."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from rostrum.core.document import Document
from rostrum.core.lazy_html import LazyHtml
from rostrum.core.text import clean, clean_line
from rostrum.epub.images import BookImage, ManifestItem, load_plates
from rostrum.epub.xhtml import EpubSanitizer, write_address
from rostrum.html.merge import MergedDocument, MergedSection
from rostrum.html.tree import Element, Nodes, serialize, walk_leaves

XHTML = "application/xhtml+xml"
_TEMPLATES = Path(__file__).with_name("templates")
_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip file knows
_UNSAFE_ID = re.compile(r"[^A-Za-z0-9.-]")
_MANY_NAMES = 6
_PACKED = ("mimetype", ".jpg", ".png", ".gif", ".webp")
"""What is not compressed in a book: it is so already, or must not be (EPUB 3.3, 4.2.3)."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """An installment in a book; all but `text` are words as they are shown."""

    title: str
    kicker: str
    byline: str
    date: str
    url: str
    text: LazyHtml
    summary: str = ""
    image: BookImage | None = None


@dataclass(frozen=True, slots=True)
class BookLabels:
    """What a book says besides what its authors do, in its language."""

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
    """A book: everything that its bytes depend on. `elsewhere` are title, address and language."""

    id: str
    title: str
    lang: str
    url: str
    blog: str
    publisher: str
    byline: str
    authors: tuple[str, ...]
    modified: datetime
    words: BookLabels
    introduction: LazyHtml
    chapters: tuple[Chapter, ...]
    pictures: tuple[BookImage, ...]
    cover: BookImage | None = None
    summary: str = ""
    elsewhere: tuple[tuple[str, str, str], ...] = ()
    picture_credits: bool = True

    def write(self) -> bytes:
        """Return the book as a file of type `application/epub+zip`."""
        return _EpubWriter(self).bind()


class _EpubWriter:
    """Makes the files of one book."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._pictures = dict(load_plates(book.pictures, book.picture_credits))

    def bind(self) -> bytes:
        """Return the book's bytes."""
        # EbookLib takes longer to import than a build in which no book has changed can spare.
        from ebooklib import epub

        made = self._describe(epub)
        for item in self._list_items(epub):
            made.add_item(item)
        made.toc = [
            epub.Link(file, title, file.partition(".")[0]) for file, title in self._contents
        ]
        made.guide = self._list_landmarks()
        made.spine = [file.partition(".")[0] for file in self._spine]
        raw = BytesIO()
        options = {
            "mtime": self._book.modified.astimezone(UTC),
            "epub3_pages": False,
            "landmark_title": self._book.words.guide,
            "compresslevel": 0,
            "raise_exceptions": True,
        }
        epub.write_epub(raw, made, options)
        return _seal(raw)

    def _describe(self, epub: Any) -> Any:
        """Return a book of EbookLib's that has all that a library's catalogue wants to know."""
        book, made = self._book, epub.EpubBook()
        made.set_identifier(book.id)
        made.set_title(clean_line(book.title))
        made.set_language(book.lang)
        for n, name in enumerate(map(clean_line, book.authors), 1):
            made.add_metadata("DC", "creator", name, {"id": f"author-{n}"})
            role = {"refines": f"#author-{n}", "property": "role", "scheme": "marc:relators"}
            made.add_metadata(None, "meta", "aut", role)
        facts = {"publisher": book.publisher, "description": book.summary, "source": book.url}
        for name, words in facts.items():
            if words:
                made.add_metadata("DC", name, clean_line(words))
        date = max(book.modified.astimezone(UTC), datetime.min.replace(tzinfo=UTC))
        made.add_metadata("DC", "date", date.strftime("%Y-%m-%d"))
        for name, words in self._list_accessibility():
            made.add_metadata(None, "meta", words, {"property": f"schema:{name}"})
        made.add_metadata(None, "meta", "", {"name": "cover", "content": "cover-img"})
        return made

    def _list_accessibility(self) -> Iterator[tuple[str, str]]:
        """Yield what the book is like for those who don't see it (EPUB Accessibility 1.1)."""
        yield "accessMode", "textual"
        yield "accessibilityFeature", "structuralNavigation"
        yield "accessibilityFeature", "tableOfContents"
        yield "accessibilityHazard", "unknown"
        if self._pictures:
            yield "accessMode", "visual"
            if not any(' alt=""' in page for page in self._pages.values()):
                yield "accessibilityFeature", "alternativeText"

    def _list_items(self, epub: Any) -> Iterator[Any]:
        css = (_TEMPLATES / "book.css").read_bytes()
        yield epub.EpubItem("style", "book.css", "text/css", css)
        nav = epub.EpubNav("nav", "nav.xhtml", XHTML, self._book.words.contents)
        nav.add_link(href="book.css", rel="stylesheet", type="text/css")
        yield nav
        yield epub.EpubNcx()
        cover = epub.EpubCover("cover-img", self._cover.name)
        cover.media_type, cover.content = self._cover.media_type, self._cover.content
        yield cover
        for file in dict.fromkeys(self._pictures.values()):
            if file != self._cover:
                uid = file.name.partition("/")[2].replace(".", "-")
                yield epub.EpubItem(uid, file.name, file.media_type, file.content)
        for name, page in self._pages.items():
            yield epub.EpubItem(name.partition(".")[0], name, XHTML, page.encode())

    @property
    def _spine(self) -> list[str]:
        """The files in the order in which they are read."""
        names = list(self._pages)
        return [*names[:2], "nav.xhtml", *names[2:]]

    @cached_property
    def _pages(self) -> dict[str, str]:
        """The book's pages by their file, as XHTML."""
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
        fitter = EpubSanitizer(self._find_picture)
        texts = [fitter.sanitize(_name_notes(volume.bind(n))) for n in range(len(parts))]
        kept = {
            f"{part.name}#{leaf.attributes['id']}"
            for part, nodes in zip(parts, texts, strict=True)
            for leaf in walk_leaves(nodes)
            if "id" in leaf.attributes
        }
        for part, nodes in zip(parts, texts, strict=True):
            _drop_lost_fragments(part.name, nodes, kept)
        return [Markup(serialize(nodes, strict=True)) for nodes in texts]

    @property
    def _parts(self) -> Iterator[MergedSection]:
        book = self._book
        yield MergedSection("introduction.xhtml", book.url, book.introduction)
        for n, chapter in enumerate(book.chapters, 1):
            yield MergedSection(_name_chapter(n), chapter.url, chapter.text)

    @property
    def _contents(self) -> Iterator[tuple[str, str]]:
        """Yield file and title of what the table of contents lists."""
        words = self._book.words
        if "introduction.xhtml" in self._pages:
            yield "introduction.xhtml", words.introduction
        for n, chapter in enumerate(self._book.chapters, 1):
            yield _name_chapter(n), clean_line(chapter.title)
        if self._credited:
            yield "credits.xhtml", words.credits

    def _list_landmarks(self) -> list[dict[str, str]]:
        words = self._book.words
        return [
            {"type": "cover", "title": words.cover, "href": "cover.xhtml"},
            {"type": "toc", "title": words.contents, "href": "nav.xhtml"},
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
        """The series' picture, or a cover that is drawn from its title."""
        cover = self._book.cover
        found = self._pictures.get(cover.src) if cover else None
        return found or ManifestItem("cover.svg", "image/svg+xml", self._draw_cover().encode())

    def _draw_cover(self) -> str:
        book = self._book
        size = 132 if len(book.title) < 60 else 96
        lines = textwrap.wrap(clean_line(book.title), 15 if size > 100 else 21)
        known = book.authors if len(book.authors) <= _MANY_NAMES else ()
        return self._print("cover.svg", lines=lines, size=size, names=list(map(clean_line, known)))

    def _find_picture(self, src: str) -> str:
        found = self._pictures.get(src)
        return found.name if found else ""

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


def _name_notes(nodes: Nodes) -> Nodes:
    """Return nodes that say of footnotes what they are (EPUB Type to ARIA Role Mapping, 2)."""
    for leaf in walk_leaves(nodes):
        _name_note(leaf)
    return nodes


def _name_note(leaf: Element) -> None:
    if leaf.name == "sup" or "footnote-ref" in leaf.classes:
        for link in _find_references(leaf):
            link.attributes |= {"epub:type": "noteref", "role": "doc-noteref"}
    if leaf.name in ("div", "section") and "footnote" in leaf.classes:
        leaf.attributes |= {"epub:type": "footnotes"}
        for item in walk_leaves(leaf.inner):
            if item.name == "li" and "id" in item.attributes:
                item.attributes["epub:type"] = "footnote"


def _find_references(leaf: Element) -> Iterator[Element]:
    """Yield the links to footnotes that an element is, or that it holds."""
    for link in leaf.walk():
        if link.name == "a" and "footnote-ref" in (*link.classes, *leaf.classes):
            yield link


def _drop_lost_fragments(file: str, nodes: Nodes, kept: Container[str]) -> None:
    """Let links to what is not in the book, such as a row without cells, lead to its file."""
    for leaf in walk_leaves(nodes):
        page, sign, id = leaf.attributes.get("href", "").partition("#")
        if sign and "/" not in page and f"{page or file}#{id}" not in kept:
            leaf.attributes["href"] = page or file


def _name_chapter(n: int) -> str:
    return f"part-{n:03}.xhtml"


def _name_id(part: MergedSection, written: str) -> str:
    """Return an id that XML allows, another one for each that an author wrote (XML Names, 3)."""
    return "t-" + _UNSAFE_ID.sub(lambda sign: f"_{ord(sign[0]):x}_", written)


def _point(source: MergedSection, target: MergedSection, id: str) -> str:
    if source.name == target.name and id:
        return f"#{id}"
    return f"{target.name}#{id}" if id else target.name


def _seal(raw: BytesIO) -> bytes:
    """Return a zip file with the same files, all of one age, so that equal books are equal."""
    sealed = BytesIO()
    with ZipFile(raw) as given, ZipFile(sealed, "w") as made:
        for name in given.namelist():
            info = ZipInfo(name, _LONG_AGO)
            info.create_system, info.external_attr = 3, 0o644 << 16
            is_stored = name.endswith(_PACKED)
            info.compress_type = ZIP_STORED if is_stored else ZIP_DEFLATED
            made.writestr(info, given.read(name), compresslevel=6)
    return sealed.getvalue()

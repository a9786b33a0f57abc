"""Source files: the front matter that each kind may have, and what is read from a file."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any
from zoneinfo import ZoneInfo

from rostrum import schema
from rostrum.diagnostics import Place, Report, suggest
from rostrum.frontmatter import Cell, Matter, split_source
from rostrum.markup import MARKDOWN_OPTIONS, MarkdownRenderer, inline_text
from rostrum.model import (
    Body,
    Comment,
    Image,
    Page,
    Person,
    Planned,
    Post,
    Series,
    Standing,
    Status,
    Talk,
)
from rostrum.schema import Field, Invalid, Schema

Source = Post | Page | Person | Series | Comment

SUFFIXES = (".md", ".markdown", ".mkd", ".mdown")
_SUMMARY_LENGTH = 280  # characters of a summary that is taken from the text


def _picture(cell: Cell) -> Image:
    """Read a picture: a mapping, or the path alone."""
    if isinstance(cell.data, str):
        return Image(schema.text(cell))
    found: Image = _PICTURE(cell)
    return found


def _own_text(cell: Cell) -> str | bool:
    """Read what a post says to a network: a text of its own, or false for nothing."""
    if cell.plain is False:
        return False
    if not isinstance(cell.data, str):
        raise Invalid("crosspost", "a text is wanted here, or false")
    return cell.data.strip()


def _planned(place: Place, title: str, date: datetime | None, part: int | None) -> Planned:
    return Planned(title, date, part, place)


_PICTURE = schema.mapping_of(
    "picture",
    {
        "src": Field(schema.text, required=True),
        "alt": Field(schema.text, default=""),
        "credit": Field(schema.text, default=""),
        "license": Field(schema.text, default=""),
        "source": Field(schema.web_address, default=""),
    },
    lambda place, **values: Image(**values),
)
_STATUS = schema.one_of(Status, "status")

POST = Schema(
    "post",
    {
        "title": Field(schema.text, required=True),
        "date": Field(schema.moment, required=True),
        "authors": Field(schema.list_of(schema.name), required=True, default=()),
        "summary": Field(schema.text, default=""),
        "slug": Field(schema.slug, default=""),
        "lang": Field(schema.text, default=""),
        "modified": Field(schema.moment),
        "canonical": Field(schema.web_address, default=""),
        "category": Field(schema.text, default=""),
        "tags": Field(schema.list_of(schema.text), default=()),
        "id": Field(schema.identity, default=""),
        "series": Field(schema.name, default=""),
        "part": Field(schema.number),
        "image": Field(_picture),
        "status": Field(_STATUS, default=Status.PUBLISHED),
        "comments": Field(schema.one_of(Talk, "comments"), default=Talk.OPEN),
        "crosspost": Field(schema.mapping_to(_own_text), default=()),
        "extra": Field(schema.free),
    },
    aliases={"author": "authors"},
)
PAGE = Schema(
    "page",
    {
        "title": Field(schema.text, required=True),
        "slug": Field(schema.slug, default=""),
        "lang": Field(schema.text, default=""),
        "summary": Field(schema.text, default=""),
        "modified": Field(schema.moment),
        "status": Field(_STATUS, default=Status.PUBLISHED),
        "menu": Field(schema.flag, default=True),
        "extra": Field(schema.free),
    },
)
_PERSON_FIELDS = {
    "name": Field(schema.text, required=True),
    "lang": Field(schema.text, default=""),
    "role": Field(schema.text, default=""),
    "unit": Field(schema.text, default=""),
    "level": Field(schema.one_of(Standing, "level"), default=Standing.STAFF),
    "photo": Field(_picture),
    "profiles": Field(schema.mapping_to(schema.web_address), default=()),
    "summary": Field(schema.text, default=""),
    "former": Field(schema.flag, default=False),
}
PERSON = Schema("person", _PERSON_FIELDS)
PERSON_FACE = Schema("person", {**_PERSON_FIELDS, "name": Field(schema.text, default="")})
SERIES = Schema(
    "series",
    {
        "title": Field(schema.text, required=True),
        "summary": Field(schema.text, default=""),
        "lang": Field(schema.text, default=""),
        "image": Field(_picture),
        "planned": Field(
            schema.list_of(
                schema.mapping_of(
                    "planned installment",
                    {
                        "part": Field(schema.number),
                        "title": Field(schema.text, required=True),
                        "date": Field(schema.moment),
                    },
                    _planned,
                )
            ),
            default=(),
        ),
        "total": Field(schema.number),
        "complete": Field(schema.flag, default=False),
    },
)
COMMENT = Schema(
    "comment",
    {
        "author": Field(schema.text, required=True),
        "role": Field(schema.text, default=""),
        "url": Field(schema.text, default=""),
        "date": Field(schema.moment, required=True),
        "reply_to": Field(schema.text, default=""),
        "source": Field(schema.text, default=""),
        "id": Field(schema.identity, default=""),
    },
)


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What reading depends on besides the file; everything in it can be pickled."""

    lang: str
    languages: tuple[str, ...]
    timezone: str
    slugify: Callable[[str], str]
    slug_from: str = "title"
    markdown: Mapping[str, Any] = field(default_factory=lambda: MARKDOWN_OPTIONS)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to read: its kind, path below the content folder, path as shown in messages.

    `root` is the folder of its kind below the content folder, such as `posts`.
    """

    kind: str
    path: str
    shown: str
    root: str = ""

    @property
    def id(self) -> str:
        """The path below its kind's folder without the suffix: an id that no setting changes."""
        below = PurePosixPath(self.path).relative_to(self.root or ".")
        return re.sub(r"[^\w./-]+", "-", below.with_suffix("").as_posix())


class SourceReader:
    """Reads source files of every kind; one Markdown instance serves them all."""

    def __init__(self, options: ReadOptions) -> None:
        self._options = options
        self._markdown = MarkdownRenderer(options.markdown)
        self._zone = ZoneInfo(options.timezone)
        self._read: dict[str, Callable[[SourceFile, Matter, Report], Source | None]] = {
            "post": self._read_post,
            "page": self._read_page,
            "person": self._read_person,
            "series": self._read_series,
            "comment": self._read_comment,
        }

    def read(self, file: SourceFile, raw: bytes, report: Report) -> Source | None:
        """Return what a file holds, or None after reporting why it can't be read."""
        matter = split_source(raw, file.shown, report)
        return None if matter is None else self._read[file.kind](file, matter, report)

    def _read_post(self, file: SourceFile, matter: Matter, report: Report) -> Post | None:
        values = POST.read(matter.cells, Place(file.shown), report)
        if not values["title"] or not values["date"]:
            return None
        body = self._body(matter)
        stem, lang = self._split_lang(values["lang"], file, matter, report)
        title = self._clean_title(values["title"], matter, report)
        return Post(
            id=values["id"] or file.id,
            path=file.path,
            place=Place(file.shown),
            title=title,
            date=self._aware(values["date"]),
            authors=values["authors"],
            lang=lang,
            slug=values["slug"] or self._derive_slug(title, stem, file, report),
            body=body,
            status=values["status"],
            summary=self._summary(values["summary"], body),
            summary_written=bool(values["summary"]),
            modified=self._aware(values["modified"]) if values["modified"] else None,
            canonical=values["canonical"],
            category=values["category"],
            tags=values["tags"],
            series=values["series"],
            part=values["part"],
            image=values["image"],
            talk=values["comments"],
            crosspost=dict(values["crosspost"]),
            extra=values["extra"] or {},
            places=_places(matter),
        )

    def _read_page(self, file: SourceFile, matter: Matter, report: Report) -> Page | None:
        values = PAGE.read(matter.cells, Place(file.shown), report)
        if not values["title"]:
            return None
        body = self._body(matter)
        stem, lang = self._split_lang(values["lang"], file, matter, report)
        return Page(
            path=file.path,
            place=Place(file.shown),
            title=self._clean_title(values["title"], matter, report),
            lang=lang,
            slug=values["slug"] or self._derive_slug(values["title"], stem, file, report),
            body=body,
            status=values["status"],
            summary=self._summary(values["summary"], body),
            menu=values["menu"],
            modified=self._aware(values["modified"]) if values["modified"] else None,
            extra=values["extra"] or {},
            places=_places(matter),
        )

    def _read_person(self, file: SourceFile, matter: Matter, report: Report) -> Person | None:
        key, suffix = self._split_stem(file.path)
        is_face = suffix not in ("", self._options.lang)
        wanted = PERSON_FACE if is_face else PERSON
        values = wanted.read(matter.cells, Place(file.shown), report)
        if not is_face and not values["name"]:
            return None
        _, lang = self._split_lang(values.pop("lang"), file, matter, report)
        return Person(
            key=key,
            path=file.path,
            place=Place(file.shown),
            lang=lang,
            body=self._body(matter),
            places=_places(matter),
            **values,
        )

    def _read_series(self, file: SourceFile, matter: Matter, report: Report) -> Series | None:
        values = SERIES.read(matter.cells, Place(file.shown), report)
        if not values["title"]:
            return None
        key, _ = self._split_stem(file.path)
        _, lang = self._split_lang(values.pop("lang"), file, matter, report)
        values["planned"] = tuple(self._aware_planned(item) for item in values["planned"])
        return Series(
            key=key,
            path=file.path,
            place=Place(file.shown),
            lang=lang,
            body=self._body(matter),
            places=_places(matter),
            **values,
        )

    def _read_comment(self, file: SourceFile, matter: Matter, report: Report) -> Comment | None:
        values = COMMENT.read(matter.cells, Place(file.shown), report)
        if not values["author"] or not values["date"]:
            return None
        post, _, name = file.id.rpartition("/")
        values["id"] = values["id"] or name
        values["date"] = self._aware(values["date"])
        return Comment(
            post=post,
            path=file.path,
            place=Place(file.shown),
            text=matter.body,
            places=_places(matter),
            **values,
        )

    def _body(self, matter: Matter) -> Body:
        return self._markdown.render_body(matter.body, matter.path, matter.body_line)

    def _summary(self, written: str, body: Body) -> str:
        """Return the summary as plain text: the author's, else the text's beginning."""
        if written:
            return inline_text(self._markdown.render_inline(written))
        return shorten_words(body.text, _SUMMARY_LENGTH)

    def _clean_title(self, title: str, matter: Matter, report: Report) -> str:
        clean = html.unescape(title)
        if clean != title and (cell := matter.cells.get("title")):
            hint = f"Write the character itself: {clean}"
            report.warning("title-entity", cell.place, "the title holds an HTML entity", hint)
        return clean

    def _aware(self, moment: datetime) -> datetime:
        """Return a moment in the site's zone, which a moment without a zone is taken to be in."""
        return moment.astimezone(self._zone) if moment.tzinfo else moment.replace(tzinfo=self._zone)

    def _aware_planned(self, item: Planned) -> Planned:
        date = self._aware(item.date) if item.date else None
        return Planned(item.title, date, item.part, item.place)

    def _split_stem(self, path: str) -> tuple[str, str]:
        """Return a file's name and the language in its suffix, empty without one."""
        stem = PurePosixPath(path).stem
        name, dot, lang = stem.rpartition(".")
        return (name, lang) if dot and lang in self._options.languages else (stem, "")

    def _split_lang(
        self, written: str, file: SourceFile, matter: Matter, report: Report
    ) -> tuple[str, str]:
        """Return a file's name without a language suffix, and its language."""
        stem, suffix = self._split_stem(file.path)
        if written and written not in self._options.languages:
            hint = suggest(written, self._options.languages)
            words = f'the site has no language "{written}"'
            report.error("lang-unknown", matter.cells["lang"].place, words, hint)
            written = ""
        return stem, written or suffix or self._options.lang

    def _derive_slug(self, title: str, stem: str, file: SourceFile, report: Report) -> str:
        source = stem if self._options.slug_from == "basename" else title
        slug = self._options.slugify(source) or self._options.slugify(stem)
        if not slug:
            hint = 'Add a line "slug: …" to the front matter.'
            report.error("slug", Place(file.shown), "no slug can be made of the title", hint)
        return slug


def shorten_words(text: str, limit: int) -> str:
    """Return a text of at most `limit` characters, cut at a blank, with an ellipsis if cut."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;:–-")
    return f"{cut}…"


def _places(matter: Matter) -> dict[str, Place]:
    return {key: cell.place for key, cell in matter.cells.items()}

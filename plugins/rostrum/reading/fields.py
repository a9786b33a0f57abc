"""What each kind of file may say in its front matter: key by key, how each value is read.

docs/front-matter.md is this for authors; a test compares the two.
"""

from __future__ import annotations

from datetime import datetime

from rostrum.comments.names import LONGEST_NAME, read_line
from rostrum.config.settings import NETWORKS
from rostrum.core.diagnostics import Place
from rostrum.core.model import Description, Image, Planned, Standing, Status, Talk
from rostrum.html.comments import CommentError, remove_comments
from rostrum.people.roles import read_roles, read_translated_roles
from rostrum.schema import schema
from rostrum.schema.schema import Field, Invalid, Schema
from rostrum.schema.source_value import Cell

LONGEST_TITLE, LONGEST_LABEL = 1_000, 500
"""Characters of a title, and of a name, tag or category: slugs are made of them, at a cost."""

MOST_TAGS = 200
"""Tags of a post: each has a page and feeds of its own."""


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
        hint = "Write the post's own text for this network, or false to leave it out."
        raise Invalid("value-kind", "a text is wanted here, or false", hint)
    return cell.data.strip()


def _prose(cell: Cell) -> str:
    """Read a plain text for readers; its HTML comments are not for them."""
    try:
        return remove_comments(schema.text(cell))
    except CommentError as wrong:
        raise Invalid("html-comment-open", wrong.message, wrong.hint) from None


def _description(cell: Cell) -> Description:
    if cell.is_empty:
        hint = "Write it after the colon, or remove the line."
        raise Invalid("key-empty", "a description is empty", hint, cell.start)
    return Description("", _prose(cell), cell.start)


def _descriptions(cell: Cell) -> tuple[Description, ...]:
    """Read descriptions by the name of what they describe."""
    found = schema.mapping_to(_description)(cell)
    return tuple(Description(name, item.text, item.place) for name, item in found)


def _planned(place: Place, title: str, date: datetime | None, part: int | None) -> Planned:
    return Planned(title, date, part, place)


PICTURE_FIELDS = {
    "src": Field(schema.text, required=True),
    "alt": Field(schema.text, default=""),
    "credit": Field(schema.text, default=""),
    "license": Field(schema.text, default=""),
    "source": Field(schema.web_address, default=""),
}
_PICTURE = schema.mapping_of("picture", PICTURE_FIELDS, lambda place, **values: Image(**values))
_STATUS = schema.one_of(Status, "status")
_DRAFT_OR_NOT = schema.one_of((Status.PUBLISHED, Status.DRAFT), "status")

POST = Schema(
    "post",
    {
        "title": Field(schema.line_of(LONGEST_TITLE), required=True),
        "date": Field(schema.moment, required=True),
        "authors": Field(schema.list_of(schema.name), required=True, default=()),
        "written_with": Field(schema.list_of(schema.name), default=()),
        "summary": Field(schema.text, default=""),
        "slug": Field(schema.slug, default=""),
        "lang": Field(schema.text, default=""),
        "modified": Field(schema.moment),
        "canonical": Field(schema.web_address, default=""),
        "category": Field(schema.line_of(LONGEST_LABEL), default=""),
        "tags": Field(schema.list_of(schema.line_of(LONGEST_LABEL), most=MOST_TAGS), default=()),
        "id": Field(schema.identity, default=""),
        "series": Field(schema.name, default=""),
        "part": Field(schema.number),
        "image": Field(_picture),
        "status": Field(_STATUS, default=Status.PUBLISHED),
        "comments": Field(schema.one_of(Talk, "comments"), default=Talk.OPEN),
        "crosspost": Field(schema.mapping_to(_own_text, NETWORKS), default=()),
        "related": Field(schema.list_of(schema.text), default=()),
        "extra": Field(schema.free),
    },
    aliases={"author": "authors"},
)
PAGE = Schema(
    "page",
    {
        "title": Field(schema.line_of(LONGEST_TITLE), required=True),
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
    "name": Field(schema.line_of(LONGEST_LABEL), required=True),
    "lang": Field(schema.text, default=""),
    "role": Field(schema.text, default=""),
    "unit": Field(schema.text, default=""),
    "roles": Field(read_roles, default=()),
    "level": Field(schema.one_of(Standing, "level"), default=Standing.STAFF),
    "photo": Field(_picture),
    "profiles": Field(schema.mapping_to(schema.web_address), default=()),
    "summary": Field(_prose, default=""),
    "former": Field(schema.flag, default=False),
    "status": Field(_DRAFT_OR_NOT, default=Status.PUBLISHED),
}
PERSON = Schema("person", _PERSON_FIELDS)
PERSON_FACE = Schema(
    "translated person",
    {key: _PERSON_FIELDS[key] for key in ("lang", "role", "unit", "summary")}
    | {
        "name": Field(schema.line_of(LONGEST_LABEL), default=""),
        "roles": Field(read_translated_roles, default=()),
    },
)
"""What a person's file in another language may have; the rest is the main file's."""

SERIES = Schema(
    "series",
    {
        "title": Field(schema.line_of(LONGEST_TITLE), required=True),
        "summary": Field(_prose, default=""),
        "lang": Field(schema.text, default=""),
        "image": Field(_picture),
        "planned": Field(
            schema.list_of(
                schema.mapping_of(
                    "planned installment",
                    {
                        "part": Field(schema.number),
                        "title": Field(schema.line_of(LONGEST_TITLE), required=True),
                        "date": Field(schema.moment),
                    },
                    _planned,
                )
            ),
            default=(),
        ),
        "total": Field(schema.number),
        "complete": Field(schema.flag, default=False),
        "paused": Field(schema.flag, default=False),
        "status": Field(_DRAFT_OR_NOT, default=Status.PUBLISHED),
    },
)
TOPICS = Schema(
    "list of topics",
    {
        "tags": Field(_descriptions, default=()),
        "categories": Field(_descriptions, default=()),
    },
)
COMMENT = Schema(
    "comment",
    {
        "author": Field(read_line(LONGEST_NAME), required=True),
        "role": Field(read_line(2 * LONGEST_NAME), default=""),
        "url": Field(schema.line_of(2_000), default=""),
        "date": Field(schema.moment, required=True),
        "reply_to": Field(schema.line_of(schema.LONGEST_SLUG), default=""),
        "source": Field(read_line(LONGEST_NAME), default=""),
        "namesake": Field(schema.flag, default=False),
        "id": Field(schema.identity, default=""),
    },
)

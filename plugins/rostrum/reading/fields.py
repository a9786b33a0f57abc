"""Schemas of front matter for each kind of file: the keys and the readers of their values.

docs/front-matter.md explains the same keys to authors; tools/reference.py compares the two.
"""

from __future__ import annotations

from datetime import datetime
from urllib.parse import unquote

from rostrum.comments.names import LONGEST_NAME, read_line
from rostrum.config.setting_types import NETWORKS
from rostrum.core.diagnostics import SourceLocation, shorten
from rostrum.core.model import (
    Alias,
    AnnouncedInstallment,
    Change,
    ChangeKind,
    CommentStatus,
    Description,
    Image,
    PersonLevel,
    Status,
)
from rostrum.core.translatable import gettext_lazy as _
from rostrum.html.comments import CommentError, remove_comments
from rostrum.reading.own_keys import DRAFT_SLIPS, SLIPS, list_slips
from rostrum.reading.role_fields import read_roles, read_translated_roles
from rostrum.schema import shapes, types
from rostrum.schema.schema import Field, Invalid, Schema
from rostrum.schema.source_value import SourceValue
from rostrum.schema.types import LONGEST_LABEL

LONGEST_TITLE = 1_000
"""Maximum characters of a title."""

MOST_KEY_POINTS = 20
"""Maximum key points of a post."""

MOST_ALIASES = 100
"""Maximum former addresses of a page; each is a file of its own."""

MOST_TAGS = 200
"""Maximum tags of a post; each tag has its own page and feeds."""


def _picture(cell: SourceValue) -> Image:
    """Read a picture from a mapping or from a path alone."""
    if isinstance(cell.data, str):
        return Image(types.text(cell))
    picture: Image = _PICTURE(cell)
    return picture


@shapes.describe(shapes.either(shapes.TEXT, {"const": False}))
def _own_text(cell: SourceValue) -> str | bool:
    """Read a post's text for a network, or false for no crosspost."""
    if cell.plain is False:
        return False
    if not isinstance(cell.data, str):
        hint = _("Write the post's own text for this network, or false to leave it out.")
        raise Invalid("value-kind", _("a text is wanted here, or false"), hint)
    return cell.data.strip()


@shapes.describe({"enum": [*CommentStatus, True, False]})
def _comment_status(cell: SourceValue) -> CommentStatus:
    """Read the status of comments; true is `open`, false is `off`, as in other systems."""
    status: CommentStatus | None = None
    if isinstance(cell.data, str):
        status = _FLAGS.get(cell.data.strip().lower())
    return status or _COMMENT_STATUS(cell)


@shapes.describe(shapes.TEXT)
def _template(cell: SourceValue) -> str:
    """Read the name of a template, with or without `.html`."""
    name = types.text(cell).removesuffix(".html")
    if not types.is_name(name):
        hint = _('Write the name of a file in templates/ without ".html".')
        raise Invalid("name", _('"%(name)s" is not the name of a template', name=name), hint)
    return name


@shapes.describe(shapes.TEXT)
def _prose(cell: SourceValue) -> str:
    """Read a plain text without its HTML comments."""
    try:
        return remove_comments(types.text(cell))
    except CommentError as wrong:
        raise Invalid("html-comment-open", wrong.message, wrong.hint) from None


@shapes.describe(shapes.TEXT)
def _description(cell: SourceValue) -> Description:
    if cell.is_empty:
        hint = _("Write it after the colon, or remove the line.")
        raise Invalid("key-empty", _("a description is empty"), hint, cell.start)
    return Description("", _prose(cell), cell.start)


@shapes.describe({"type": "object", "additionalProperties": shapes.TEXT})
def _descriptions(cell: SourceValue) -> tuple[Description, ...]:
    """Read a mapping of tags or categories to their descriptions."""
    entries = types.mapping_to(_description)(cell)
    return tuple(Description(name, item.text, item.place) for name, item in entries)


@shapes.describe(shapes.list_of(shapes.TEXT))
def _key_points(cell: SourceValue) -> tuple[str, ...]:
    """Read sentences, each an item of a list; a plain text is one, whatever commas it has."""
    if isinstance(cell.data, str):
        return (_KEY_POINT(cell),)
    points: tuple[str, ...] = types.list_of(_KEY_POINT, maximum=MOST_KEY_POINTS)(cell)
    return points


@shapes.describe(shapes.TEXT)
def _alias(cell: SourceValue) -> Alias:
    """Read a former address, as it is typed or as a browser shows it: `%C3%BC` is `ü`."""
    value = types.line_of(types.LONGEST_PATH)(cell)
    if "?" in value or "#" in value:
        message = _('"%(path)s" is not a path below the site\'s address', path=shorten(value))
        hint = _("A page can stand for a path alone: leave out what follows the %(sign)s.")
        sign = next(char for char in value if char in "?#")
        raise Invalid("address", message, hint.fill(sign=sign))
    try:
        value = unquote(value, errors="strict")
    except UnicodeDecodeError:
        message = _('"%(path)s" is not a path below the site\'s address', path=shorten(value))
        hint = _("Write its letters themselves: %(example)s.", example="/über-uns/")
        raise Invalid("address", message, hint) from None
    path: str = types.site_path(SourceValue(value, cell.place))
    parts = path.split("/")
    if parts[0].upper() == "CNAME" or any(part[:1] == "." or "*" in part for part in parts):
        message = _('"%(path)s" can be no former address', path=shorten(path))
        hint = _(
            'No part of it begins with a period or has a "*", and CNAME is a file of the host.'
        )
        raise Invalid("address", message, hint)
    return Alias(path, cell.start)


def _planned(
    place: SourceLocation, title: str, date: datetime | None, part: int | None
) -> AnnouncedInstallment:
    return AnnouncedInstallment(title, date, part, place)


PICTURE_FIELDS = {
    "src": Field(types.text, required=True),
    "alt": Field(types.text, default=""),
    "credit": Field(types.text, default=""),
    "license": Field(types.text, default=""),
    "source": Field(types.web_address, default=""),
}
_PICTURE = types.mapping_of(
    Schema(
        _("a picture"),
        _("the picture"),
        PICTURE_FIELDS,
        how=_('Add "%(key)s" to the picture.'),
        slips=list_slips(
            {
                "src": ("bild", "datei", "file", "path"),
                "credit": ("urheber", "fotograf"),
                "license": ("lizenz", "licence"),
                "source": ("quelle",),
            }
        ),
    ),
    lambda place, **values: Image(**values),
)
shapes.describe(shapes.either(shapes.TEXT, shapes.find_shape(_PICTURE)))(_picture)
_KEY_POINT = types.line_of(LONGEST_TITLE)
_CHANGES = types.list_of(
    types.mapping_of(
        Schema(
            _("a change"),
            _("the change"),
            {
                "date": Field(types.moment, required=True),
                "text": Field(types.text, required=True),
                "kind": Field(types.one_of(ChangeKind, "change-kind"), default=ChangeKind.UPDATE),
            },
            how=_('Add "%(key)s" to the change.'),
        ),
        lambda place, date, text, kind: Change(date, text, kind, place),
    )
)
_STATUS = types.one_of(Status, "status")
_FLAGS = dict.fromkeys(("true", "yes", "on"), CommentStatus.OPEN)
_FLAGS |= dict.fromkeys(("false", "no"), CommentStatus.OFF)
_COMMENT_STATUS = types.one_of(CommentStatus, "comments")
_LABELS = types.list_of(types.line_of(LONGEST_LABEL), maximum=MOST_TAGS)
_NAMES = types.list_of(types.display_name)
_OWN_KEY = _('If the key is your own, name it in "extra_keys" of ROSTRUM.')
_ALIASES = types.list_of(_alias, maximum=MOST_ALIASES)
_DRAFT_OR_NOT = types.one_of((Status.PUBLISHED, Status.DRAFT), "status")

_ADDRESS_FIELDS = {
    "url": Field(types.site_path, default=""),
    "save_as": Field(types.site_path, default=""),
    "template": Field(_template, default=""),
    "translation": Field(types.flag, default=False),
    "aliases": Field(_ALIASES, default=()),
}
POST = Schema(
    _("a post"),
    _("the post"),
    {
        "title": Field(types.line_of(LONGEST_TITLE), required=True),
        "date": Field(types.moment, required=True),
        "authors": Field(_NAMES, default=()),
        "written_with": Field(_NAMES, default=()),
        "summary": Field(types.text, default=""),
        "slug": Field(types.slug, default=""),
        "lang": Field(types.language, default=""),
        "modified": Field(types.moment),
        "canonical": Field(types.web_address, default=""),
        "category": Field(types.line_of(LONGEST_LABEL), default=""),
        "tags": Field(_LABELS, default=()),
        "id": Field(types.identity, default=""),
        "series": Field(types.display_name, default=""),
        "part": Field(types.number),
        "image": Field(_picture),
        "status": Field(_STATUS, default=Status.PUBLISHED),
        "comments": Field(_comment_status, default=CommentStatus.OPEN),
        "crosspost": Field(types.mapping_to(_own_text, NETWORKS), default=()),
        "related": Field(types.list_of(types.text), default=()),
        "key_points": Field(_key_points, default=()),
        "contents": Field(types.flag),
        "typography": Field(types.flag),
        "changes": Field(_CHANGES, default=()),
        **_ADDRESS_FIELDS,
        "extra": Field(types.free),
    },
    aliases={"author": "authors", "series_index": "part"},
    slips=SLIPS,
    otherwise=_OWN_KEY,
)
PAGE = Schema(
    _("a page"),
    _("the page"),
    {
        "title": Field(types.line_of(LONGEST_TITLE), required=True),
        "slug": Field(types.slug, default=""),
        "lang": Field(types.language, default=""),
        "summary": Field(types.text, default=""),
        "modified": Field(types.moment),
        "status": Field(_STATUS, default=Status.PUBLISHED),
        "menu": Field(types.flag, default=True),
        "typography": Field(types.flag),
        "date": Field(types.moment),
        "authors": Field(_NAMES, default=()),
        "category": Field(types.line_of(LONGEST_LABEL), default=""),
        "tags": Field(_LABELS, default=()),
        **_ADDRESS_FIELDS,
        "extra": Field(types.free),
    },
    aliases={"author": "authors"},
    slips=SLIPS,
    otherwise=_OWN_KEY,
)
_PERSON_FIELDS = {
    "name": Field(types.line_of(LONGEST_LABEL), required=True),
    "lang": Field(types.language, default=""),
    "role": Field(types.text, default=""),
    "unit": Field(types.text, default=""),
    "roles": Field(read_roles, default=()),
    "level": Field(types.one_of(PersonLevel, "level"), default=PersonLevel.STAFF),
    "photo": Field(_picture),
    "profiles": Field(types.mapping_to(types.web_address), default=()),
    "summary": Field(_prose, default=""),
    "quote": Field(_prose, default=""),
    "former": Field(types.flag, default=False),
    "status": Field(_DRAFT_OR_NOT, default=Status.PUBLISHED),
    "aliases": Field(_ALIASES, default=()),
}
_PERSON_SLIPS = list_slips(
    {
        "name": ("anzeigename",),
        "lang": ("language", "sprache"),
        "role": ("rolle", "funktion", "position"),
        "unit": ("abteilung", "bereich"),
        "roles": ("rollen", "funktionen", "positionen"),
        "level": ("ebene", "stufe"),
        "photo": ("foto", "bild", "image", "avatar"),
        "profiles": ("profil", "profile"),
        "summary": ("zusammenfassung", "beschreibung", "description"),
        "former": ("ehemalig", "ehemals"),
    }
)
PERSON = Schema(
    _("a person"), _("the person"), _PERSON_FIELDS, slips={**DRAFT_SLIPS, **_PERSON_SLIPS}
)
PERSON_TRANSLATION = Schema(
    _("a translated person"),
    _("the translated person"),
    {key: _PERSON_FIELDS[key] for key in ("lang", "role", "unit", "summary", "quote", "aliases")}
    | {
        "name": Field(types.line_of(LONGEST_LABEL), default=""),
        "roles": Field(read_translated_roles, default=()),
    },
    slips={
        word: slip
        for word, slip in _PERSON_SLIPS.items()
        if slip.key in ("lang", "name", "role", "roles", "summary", "unit")
    },
)
"""Keys of a person's translation; all other values come from the main file."""

SERIES = Schema(
    _("a series"),
    _("the series"),
    {
        "title": Field(types.line_of(LONGEST_TITLE), required=True),
        "summary": Field(_prose, default=""),
        "lang": Field(types.language, default=""),
        "image": Field(_picture),
        "planned": Field(
            types.list_of(
                types.mapping_of(
                    Schema(
                        _("a planned installment"),
                        _("the planned installment"),
                        {
                            "part": Field(types.number),
                            "title": Field(types.line_of(LONGEST_TITLE), required=True),
                            "date": Field(types.moment),
                        },
                        how=_('Add "%(key)s" to the planned installment.'),
                        slips=list_slips(
                            {"title": ("titel",), "date": ("datum",), "part": ("teil",)}
                        ),
                    ),
                    _planned,
                )
            ),
            default=(),
        ),
        "total": Field(types.number),
        "complete": Field(types.flag, default=False),
        "paused": Field(types.flag, default=False),
        "newest_first": Field(types.flag, default=False),
        "status": Field(_DRAFT_OR_NOT, default=Status.PUBLISHED),
        "aliases": Field(_ALIASES, default=()),
    },
    slips={
        **DRAFT_SLIPS,
        **list_slips(
            {
                "title": ("titel", "name"),
                "summary": ("zusammenfassung", "beschreibung", "description"),
                "lang": ("language", "sprache"),
                "image": ("bild",),
                "planned": ("geplant",),
                "total": ("gesamt", "gesamtzahl"),
                "complete": ("abgeschlossen", "vollstaendig", "vollständig"),
                "paused": ("pausiert",),
            }
        ),
    },
)
TOPICS = Schema(
    _("a list of topics"),
    _("the list of topics"),
    {
        "tags": Field(_descriptions, default=()),
        "categories": Field(_descriptions, default=()),
        "tag_translations": Field(_descriptions, default=()),
        "category_translations": Field(_descriptions, default=()),
        "tag_aliases": Field(types.mapping_to(_ALIASES), default=()),
        "category_aliases": Field(types.mapping_to(_ALIASES), default=()),
    },
    slips=list_slips(
        {
            "tags": ("schlagworte", "schlagwörter", "stichworte", "stichwörter"),
            "categories": ("kategorie", "kategorien", "category", "rubrik", "rubriken"),
        }
    ),
)
COMMENT = Schema(
    _("a comment"),
    _("the comment"),
    {
        "author": Field(read_line(LONGEST_NAME), required=True),
        "role": Field(read_line(2 * LONGEST_NAME), default=""),
        "url": Field(types.line_of(2_000), default=""),
        "date": Field(types.moment, required=True),
        "reply_to": Field(types.line_of(types.LONGEST_SLUG), default=""),
        "source": Field(read_line(LONGEST_NAME), default=""),
        "namesake": Field(types.flag, default=False),
        "id": Field(types.identity, default=""),
    },
    slips=list_slips(
        {
            "author": ("name", "autor", "verfasser"),
            "date": ("datum",),
            "url": ("website", "homepage"),
            "reply_to": ("in_reply_to", "antwort_auf"),
        }
    ),
)

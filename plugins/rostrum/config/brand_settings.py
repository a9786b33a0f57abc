"""Readers of the settings of a company's look, and of its links."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from rostrum.branding.colors import parse_color
from rostrum.branding.fonts import MEDIA_TYPES, SUBSETS, Font, FontFile, Fonts
from rostrum.branding.palette import Palette, SchemePair
from rostrum.config.setting_types import language, word_of
from rostrum.core.diagnostics import Report, SourceLocation, shorten
from rostrum.core.translatable import gettext_lazy as _
from rostrum.schema import types
from rostrum.schema.schema import Field, Invalid, Reader, Schema
from rostrum.schema.source_value import SourceValue

MOST_RADIUS = 6
"""Limit of the radius of corners, in pixels."""
_STACK = re.compile(
    r"""(?:[\w -]+|"[^"'\\<>]+"|'[^"'\\<>]+')(?:\s*,\s*(?:[\w -]+|"[^"'\\<>]+"|'[^"'\\<>]+'))*"""
)
_FAMILY = re.compile(r"[^\"'\\<>;{}]{1,100}")
_WEIGHT = re.compile(r"([1-9][0-9]{0,3}(?: [1-9][0-9]{0,3})?)( italic)?")
_ADDRESS = re.compile(r"(?:https?://|mailto:[^\s@]+@|tel:\+?[0-9]|/(?!/))\S*")

LabelledLink = tuple[str, str]
"""The words and the address of a link."""
Links = tuple[tuple[str, tuple[LabelledLink, ...]], ...]
"""Links by language; those with the language "" are for all languages."""


def scheme_pair(read: Reader) -> Reader:
    """Return a reader of one value, or of one for light and one for dark."""

    def read_pair(cell: SourceValue) -> SchemePair:
        if not isinstance(cell.data, dict):
            return SchemePair(read(cell))
        pair: SchemePair = types.mapping_of(
            Schema(
                _("a value for two schemes"),
                _("the value for two schemes"),
                {"light": Field(read, required=True), "dark": Field(read, default="")},
                how=_('Add "%(key)s" to it.'),
            ),
            lambda _place, **values: SchemePair(**values),
        )(cell)
        return pair

    return read_pair


def color(cell: SourceValue) -> str:
    """Read a colour in hexadecimal digits, such as `#0a5c5d`."""
    value = types.text(cell)
    try:
        return parse_color(value)
    except ValueError:
        message = _('"%(value)s" is not a colour', value=shorten(value))
        hint = _('Write it with three or six hexadecimal digits: "#0a5c5d".')
        raise Invalid("setting", message, hint) from None


def stack(cell: SourceValue) -> str:
    """Read a list of font families, as in CSS."""
    value = types.text(cell)
    if not _STACK.fullmatch(value):
        message = _('"%(value)s" is not a list of font families', value=shorten(value))
        hint = _("""Write it as in CSS: '"Source Sans 3", Arial, sans-serif'.""")
        raise Invalid("setting", message, hint)
    return value


def family(cell: SourceValue) -> str:
    """Read the name of a font family."""
    value = types.text(cell)
    if not _FAMILY.fullmatch(value):
        message = _('"%(value)s" is not the name of a font', value=shorten(value))
        raise Invalid("setting", message, _('Write it without quotes within: "Source Sans 3".'))
    return value


def font_file(cell: SourceValue) -> str:
    """Read the path of a font file below the content folder."""
    value = types.text(cell)
    if PurePosixPath(value).suffix.lower() not in MEDIA_TYPES:
        message = _('"%(value)s" is not a font file', value=shorten(value))
        hint = _("Name a WOFF2 or TrueType file (.woff2, .ttf).")
        raise Invalid("setting", message, hint)
    return value


def font_files(cell: SourceValue) -> tuple[FontFile, ...]:
    """Read font files by weight and style: `400`, `700 italic`, `100 900`."""
    files: list[FontFile] = []
    for written, path in types.mapping_to(font_file)(cell):
        match = _WEIGHT.fullmatch(" ".join(written.split()))
        if match is None or any(int(weight) > 1000 for weight in match[1].split()):
            message = _('"%(value)s" is not the weight of a font', value=shorten(written))
            hint = _('Weights are 1 to 1000: "400", "700", "400 italic", "100 900".')
            raise Invalid("setting", message, hint)
        files.append(FontFile(path, match[1], "italic" if match[2] else "normal"))
    return tuple(files)


def _make_font(place: SourceLocation, **values: Any) -> Font:
    fallback = values.pop("fallback")
    name = values["family"]
    return Font(stack=f'"{name}", {fallback}' if fallback else f'"{name}"', **values)


_FONT = types.mapping_of(
    Schema(
        _("a font"),
        _("the font"),
        {
            "family": Field(family, required=True),
            "files": Field(font_files, required=True, default=()),
            "fallback": Field(stack, default="sans-serif"),
            "license": Field(types.text, default=""),
            "subset": Field(types.list_of(word_of(SUBSETS)), default=()),
        },
        how=_('Add "%(key)s" to it.'),
    ),
    _make_font,
)


def font(cell: SourceValue) -> Font:
    """Read a font: a list of families, or a family with its files."""
    if isinstance(cell.data, dict):
        own: Font = _FONT(cell)
        return own
    return Font(stack(cell))


fonts = types.mapping_of(
    Schema(
        _("the setting fonts"),
        _("the setting fonts"),
        {"text": Field(font), "ui": Field(font)},
    ),
    lambda _place, **values: Fonts(**values),
)
"""Reads the fonts of texts and of the rest."""

colors = types.mapping_of(
    Schema(
        _("the setting colors"),
        _("the setting colors"),
        {"accent": Field(scheme_pair(color)), "mark": Field(scheme_pair(color))},
    ),
    lambda _place, **values: Palette(**values),
)
"""Reads the two colours of the company."""


def link_address(cell: SourceValue) -> str:
    """Read the address of a link: in the web, for mail or telephone, or a path of the host."""
    value = types.text(cell)
    if not _ADDRESS.fullmatch(value):
        message = _('"%(value)s" is not the address of a link', value=shorten(value))
        hint = _('It begins with https://, mailto:, tel: or a slash, as in "/about/".')
        raise Invalid("address", message, hint)
    return value


def labelled_link(cell: SourceValue) -> LabelledLink:
    """Read a link: its words and its address."""
    if not isinstance(cell.data, list) or len(cell.data) != 2:
        hint = _('Write words and address: ("Careers", "https://company.example/careers").')
        raise Invalid("setting", _("a link has words and an address"), hint)
    words, address = cell.data
    return types.line_of(types.LONGEST_LABEL)(words), link_address(address)


def links(cell: SourceValue) -> Links:
    """Read a list of links, or one for each of several languages."""
    read_list = types.list_of(labelled_link)
    if not isinstance(cell.data, dict):
        return (("", read_list(cell)),)
    pairs: tuple[tuple[str, tuple[LabelledLink, ...]], ...] = types.mapping_to(read_list)(cell)
    return tuple((language(SourceValue(tag, cell.data[tag].place)), group) for tag, group in pairs)


def check_look(
    palette: Palette | None,
    fonts: Fonts | None,
    places: Mapping[tuple[str, ...], SourceLocation],
    start: SourceLocation,
    report: Report,
) -> None:
    """Report colours that are hard to read, and font files without a note of their licence."""
    for found in palette.find_unreadable() if palette else ():
        path = ("colors", found.role, found.scheme)
        place = places.get(path, places.get(path[:2], start))
        message = _(
            '%(role)s: the contrast of "%(color)s" to the background %(background)s is '
            "%(contrast)s to 1, and text needs 4.5",
            role=found.role,
            color=found.color,
            background=found.background,
            contrast=f"{int(found.contrast * 10) / 10}",
        )
        hint = _(
            'The nearest colour of this hue that can be read is "%(color)s".', color=found.nearest
        )
        report.warning("contrast", place, message, hint)
    for key, font in fonts.list_fonts() if fonts else ():
        if font.files and not font.license:
            place = places.get(("fonts", key), start)
            message = _('no licence of the font "%(family)s" is noted', family=font.family)
            hint = _(
                'May it be on a website? Note the licence: "license": "OFL-1.1", or the number of '
                "the contract."
            )
            report.warning("font-license", place, message, hint)

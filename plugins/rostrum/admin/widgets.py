"""Fields of front matter as fields of Sveltia CMS: the widget of each shape.

What an editor does not touch is written as it was. Therefore no widget has a value by itself: true
and false are chosen from a list, since a switch would write false into every file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from rostrum.admin.labels import KEYS, VALUES
from rostrum.schema import shapes

Widget = dict[str, Any]

LONG_TEXTS = frozenset(("quote", "summary", "text"))
"""Keys of texts of several lines."""

PICTURE_FILE, PICTURE_ALT = "src", "alt"
"""Keys of a picture; without the second, `check` reports an error."""


def make_field(key: str, shape: shapes.Shape, words: Callable[[str], str]) -> Widget:
    """Return the field of a key that an editor may leave empty.

    `words` translates a word to the language of the site.
    """
    return {
        "name": key,
        "label": words(KEYS.get(key, key)),
        "required": False,
        **_find_widget(key, shape, words),
    }


def _find_widget(key: str, shape: shapes.Shape, words: Callable[[str], str]) -> Widget:
    options = _list_shapes(shape)
    for kind in ("array", "object"):
        if found := next((each for each in options if each.get("type") == kind), None):
            return _make_nested(found, words)
    if choice := next((each for each in options if "enum" in each), None):
        # True and False are other words for some of the values.
        return _make_select([it for it in choice["enum"] if isinstance(it, str)], words)
    return _make_plain(key, options[0] if options else {}, words)


def _list_shapes(shape: shapes.Shape) -> list[shapes.Shape]:
    """Return the alternatives of a shape, without an empty value."""
    if "anyOf" not in shape:
        return [shape] if shape.get("type") != "null" else []
    return [each for option in shape["anyOf"] for each in _list_shapes(option)]


def _make_nested(shape: shapes.Shape, words: Callable[[str], str]) -> Widget:
    if shape["type"] == "object":
        return {"widget": "object", "collapsed": "auto", "fields": _make_fields(shape, words)}
    item = next(iter(_list_shapes(shape["items"])), {})
    if item.get("type") == "object":
        return {"widget": "list", "collapsed": "auto", "fields": _make_fields(item, words)}
    return {"widget": "list"}


def _make_fields(shape: Mapping[str, Any], words: Callable[[str], str]) -> list[Widget]:
    required = {*shape.get("required", ()), PICTURE_ALT}
    fields = [make_field(key, inner, words) for key, inner in shape["properties"].items()]
    for field in fields:
        field["required"] = field["name"] in required
    return fields


def _make_plain(key: str, shape: shapes.Shape, words: Callable[[str], str]) -> Widget:
    if key == PICTURE_FILE:
        return {"widget": "image", "choose_url": False}
    if shape is shapes.MOMENT:
        # Without input_timezone, since with it a day becomes another day.
        return {"widget": "datetime", "format": "YYYY-MM-DD HH:mm"}
    if shape.get("type") == "boolean":
        return _make_select([True, False], words)
    if shape.get("type") == "integer":
        return {"widget": "number", "value_type": "int", "min": shape["minimum"]}
    limit = {"maxlength": shape["maxLength"]} if "maxLength" in shape else {}
    return {"widget": "text" if key in LONG_TEXTS else "string", **limit}


def _make_select(values: list[str] | list[bool], words: Callable[[str], str]) -> Widget:
    options = [{"label": words(VALUES.get(it, str(it))), "value": it} for it in values]
    return {"widget": "select", "options": options}

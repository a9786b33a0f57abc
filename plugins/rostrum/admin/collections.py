"""The texts of a site as collections of Sveltia CMS: posts, pages, people and series."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rostrum.admin.labels import COLLECTIONS, KEYS
from rostrum.admin.widgets import Widget, make_field
from rostrum.reading import fields
from rostrum.reading.files import Folders
from rostrum.schema.schema import Schema

LEFT_OUT = frozenset(
    (
        *("aliases", "id", "save_as", "template", "translation", "url"),
        # The CMS has no widget for them that leaves a file without them as it is.
        *("crosspost", "extra", "profiles", "related"),
    )
)
"""Keys that are edited in the file alone."""

FIRST = (
    *("title", "name", "date", "role", "unit", "authors", "lang", "summary", "body"),
    *("tags", "category", "series", "part", "image", "photo", "status"),
)
"""The order of keys in the editor; the others follow as in the schema."""


@dataclass(frozen=True, slots=True)
class TextFolders:
    """Where the texts of a site are, and in which languages.

    `content` is the path of the content folder in the repository. The first of `languages` is
    that of files without a language in their name. `words` translates to this language.
    """

    content: str
    folders: Folders
    languages: tuple[str, ...]
    words: Callable[[str], str]

    def join(self, folder: str) -> str:
        """Return the path of a folder in the repository."""
        return posixpath.normpath(posixpath.join(self.content, folder))


def list_collections(texts: TextFolders) -> Iterator[dict[str, Any]]:
    """Yield the collections: one for each folder of posts or pages, then people and series."""
    folders = texts.folders
    yield from _list_nested(texts, "posts", folders.posts, fields.POST)
    yield from _list_nested(texts, "pages", folders.pages, fields.PAGE)
    people = fields.PERSON_TRANSLATION.fields.keys()
    yield _make_collection(texts, "people", folders.people, fields.PERSON, people)
    yield _make_collection(texts, "series", folders.series, fields.SERIES)


def _list_nested(
    texts: TextFolders, name: str, folders: Iterable[str], schema: Schema
) -> Iterator[dict[str, Any]]:
    """Yield a collection for each of several folders; its texts may be in folders of their own."""
    for number, folder in enumerate(folders):
        made = _make_collection(texts, f"{name}-{number + 1}" if number else name, folder, schema)
        if number:
            made["label"] = f"{made['label']}: {folder}"
        # In the content folder itself, only what is directly in it is a post for certain.
        depth = {"depth": 1} if posixpath.normpath(folder or ".") == "." else {}
        yield made | {"nested": {"subfolders": False, **depth}, "meta": {"path": {}}}


def _make_collection(
    texts: TextFolders,
    name: str,
    folder: str,
    schema: Schema,
    translated: Collection[str] | None = None,
) -> dict[str, Any]:
    """Return a collection; `translated` are the keys that a translation has, if not all."""
    kind = name.partition("-")[0]
    made = [*_list_fields(texts, schema)]
    if len(texts.languages) > 1:
        for field in made:
            key = field["name"]
            is_shared = translated is None or key == "body" or key in translated
            field["i18n"] = is_shared and key != "lang"
            if field["required"] and translated is not None:
                field["required"] = [texts.languages[0]]
    return {
        "name": name,
        "label": texts.words(COLLECTIONS[kind]),
        "folder": texts.join(folder),
        "identifier_field": "name" if kind == "people" else "title",
        # A file is not renamed: the id of a post depends on its name. `aliases` has addresses.
        "slug": {"template": "{{slug}}", "editable": ["create"]},
        "aliases_field": False,
        "i18n": len(texts.languages) > 1,
        "fields": made,
    }


def _list_fields(texts: TextFolders, schema: Schema) -> Iterator[Widget]:
    shapes = schema.shape["properties"]
    names = ["body", *(key for key in schema.fields if key not in LEFT_OUT)]
    known = {name: place for place, name in enumerate(FIRST)}
    for key in sorted(names, key=lambda name: known.get(name, len(known))):
        if key == "body":
            yield _make_body(texts)
        elif key in _CHOSEN:
            field = make_field(key, shapes[key], texts.words)
            yield {"name": key, "label": field["label"], "required": False, **_CHOSEN[key](texts)}
        else:
            field = make_field(key, shapes[key], texts.words)
            yield field | {"required": schema.fields[key].required}


def _make_body(texts: TextFolders) -> Widget:
    """Return the field of a text; it opens as Markdown, as the other mode may rewrite it."""
    return {
        "name": "body",
        "label": texts.words(KEYS["body"]),
        "widget": "markdown",
        "modes": ["raw", "rich_text"],
        "required": False,
    }


def _relate(name: str, shown: str, *, multiple: bool) -> Widget:
    """Return a choice of the files of a collection, by the names that readers see."""
    return {
        "widget": "relation",
        "collection": name,
        "value_field": "{{slug}}",
        "display_fields": [shown],
        "search_fields": [shown],
        "multiple": multiple,
    }


def _choose_language(texts: TextFolders) -> Widget:
    return {"widget": "select", "options": list(texts.languages)}


_CHOSEN: Mapping[str, Callable[[TextFolders], Widget]] = {
    "authors": lambda _: _relate("people", "name", multiple=True),
    "written_with": lambda _: _relate("people", "name", multiple=True),
    "series": lambda _: _relate("series", "title", multiple=False),
    "lang": _choose_language,
}
"""Keys whose values are chosen from what the site has."""

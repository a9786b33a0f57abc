"""Files for editors: JSON Schemas of front matter, and snippets for VS Code.

Both are made from the fields that the reader of front matter knows, so they can't differ from it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from rostrum.reading.fields import COMMENT, PAGE, PERSON, POST, SERIES, TOPICS
from rostrum.schema.schema import Schema
from rostrum.schema.shapes import add_dialect

_SCHEMAS: Mapping[str, Schema] = {
    "post": POST,
    "page": PAGE,
    "person": PERSON,
    "series": SERIES,
    "comment": COMMENT,
    "topics": TOPICS,
}
_FOLDER = ".vscode"
_SNIPPETS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "post": (
        "post",
        (
            "title: $1",
            "date: $CURRENT_YEAR-$CURRENT_MONTH-$CURRENT_DATE",
            "authors: [$2]",
            "category: $3",
            "tags: [$4]",
            "summary: $5",
        ),
    ),
    "person": ("person", ("name: $1", "role: $2", "level: ${3|staff,executive,guest|}")),
    "series": ("series", ("title: $1", "summary: $2")),
    "page": ("page", ("title: $1", "summary: $2")),
}


def list_schemas() -> Mapping[str, Mapping[str, Any]]:
    """Return a JSON Schema (draft 2020-12) of front matter for each kind of file."""
    return {
        kind: add_dialect(schema.shape, f"Rostrum: front matter of a {kind}")
        for kind, schema in _SCHEMAS.items()
    }


def list_editor_files(lang: str) -> dict[str, str]:
    """Return the text of each file for editors by its path; `lang` is that of the texts."""
    files = {
        f"{_FOLDER}/{kind}.schema.json": _dump(schema) for kind, schema in list_schemas().items()
    }
    settings = {
        "yaml.schemas": {f"{_FOLDER}/topics.schema.json": ["content/topics*.yaml"]},
        "files.eol": "\n",
        "files.encoding": "utf8",
        "[markdown]": {"editor.wordWrap": "on", "editor.quickSuggestions": {"other": "on"}},
        "cSpell.language": f"{lang},en" if lang != "en" else "en",
    }
    return files | {
        f"{_FOLDER}/settings.json": _dump(settings),
        f"{_FOLDER}/rostrum.code-snippets": _dump(_make_snippets()),
    }


def _make_snippets() -> Mapping[str, Any]:
    return {
        f"rostrum {kind}": {
            "scope": "markdown",
            "prefix": prefix,
            "body": ["---", *lines, "---", "", "$0"],
            "description": f"Front matter of a {kind}",
        }
        for kind, (prefix, lines) in _SNIPPETS.items()
    }


def _dump(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"

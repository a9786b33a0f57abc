"""The directory as JSON, for other sites and tools of the company. Schema: docs/people.md."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rostrum.core.document import Document
from rostrum.core.model import Person
from rostrum.feeds.model import FORMATS
from rostrum.pages.feed_selection import PEOPLE as PEOPLE_FEEDS
from rostrum.pages.feed_selection import has_feed
from rostrum.pages.layout import PEOPLE, SERIES
from rostrum.pages.view_makers import ViewMakers
from rostrum.people.directory import Selection
from rostrum.site.urls import Address
from rostrum.views.components import ImageView, RoleView

FILE = "people.json"
VERSION = 1
"""Increases with each incompatible change of the format. A new key is not one."""


@dataclass(frozen=True, slots=True)
class PeopleJson(Document):
    """The directory of one language as a JSON document, with the photos in it."""

    content: Mapping[str, Any]
    photos: tuple[ImageView, ...] = ()

    def write(self) -> bytes:
        """Return the file as UTF-8, with keys in the order of the schema (RFC 8259)."""
        return (json.dumps(self.content, ensure_ascii=False, indent=1) + "\n").encode()


def make_register(views: ViewMakers, lang: str, address: Address) -> PeopleJson:
    """Return the directory of a language, its people in the order of the page."""
    directory = views.context.site.directories[lang]
    portraits = (views.people.portrait(person.key, lang) for person in directory.people)
    return PeopleJson(
        {
            "version": VERSION,
            "title": views.context.name(lang),
            "organisation": views.context.info.organisation,
            "language": lang,
            "url": views.context.absolute(address),
            "directory_url": views.context.absolute(views.context.addresses.folder(PEOPLE, lang)),
            "people": [_describe(views, person, lang) for person in directory.people],
            "selections": [_select(views, selection, lang) for selection in directory.selections],
        },
        tuple(filter(None, portraits)),
    )


def _describe(views: ViewMakers, person: Person, lang: str) -> dict[str, Any]:
    view, page = (
        views.people.person(person.key, lang),
        views.context.addresses.person(person.key, lang),
    )
    portrait = views.people.portrait(person.key, lang)
    beside = views.context.addresses.beside
    profiles = zip(person.profiles, view.profiles, strict=True)
    return {
        "id": person.key,
        "name": person.name,
        "url": views.context.absolute(page),
        "level": view.level,
        "former": view.former,
        "role": view.role,
        "unit": view.unit,
        "roles": [_describe_role(role) for role in views.people.list_roles(person.key, lang)],
        "summary": view.summary,
        "photo": _describe_photo(portrait) if portrait else None,
        "profiles": [
            {"network": key, "name": profile.network, "url": profile.url}
            for (key, _), profile in profiles
        ],
        "posts": view.count,
        "written_with": view.helped,
        "last_post": view.last.isoformat(timespec="seconds") if view.last else None,
        "series": _list_series(views, person.key, lang),
        "feeds": [
            {"type": form.media_type, "url": views.context.absolute(beside(page, form.filename))}
            for form in FORMATS
            if page.is_written and has_feed(views.context.settings, PEOPLE_FEEDS)
        ],
    }


def _describe_role(role: RoleView) -> dict[str, Any]:
    return {
        "title": role.title,
        "unit": role.unit,
        "from": role.since,
        "until": role.until,
        "current": role.current,
    }


def _describe_photo(photo: ImageView) -> dict[str, str]:
    return {
        "url": photo.src_absolute,
        "alt": photo.alt,
        "credit": photo.credit,
        "license": photo.license,
        "license_url": photo.license_url,
    }


def _list_series(views: ViewMakers, key: str, lang: str) -> list[dict[str, Any]]:
    return [
        {
            "title": run.series.title,
            "url": views.context.absolute(
                views.context.addresses.folder(f"{SERIES}{run.series.key}/", lang)
            ),
            "parts": parts,
        }
        for run, parts in views.people.shares(key, lang)
    ]


def _select(views: ViewMakers, selection: Selection, lang: str) -> dict[str, Any]:
    return {
        "kind": selection.kind,
        "key": selection.key,
        "name": selection.name,
        "url": views.context.absolute(
            views.context.addresses.folder(f"{PEOPLE}{selection.path}", lang)
        ),
        "people": [person.key for person in selection.people],
    }

"""The words of the editor for keys and values of front matter, in the language of the site."""

from __future__ import annotations

from collections.abc import Mapping

from rostrum.i18n.catalogs import gettext_noop

COLLECTIONS: Mapping[str, str] = {
    "posts": gettext_noop("Posts"),
    "pages": gettext_noop("Pages"),
    "people": gettext_noop("People"),
    "series": gettext_noop("Series"),
}

KEYS: Mapping[str, str] = {
    "alt": gettext_noop("What the picture shows"),
    "authors": gettext_noop("Authors"),
    "body": gettext_noop("Text in Markdown"),
    "canonical": gettext_noop("First published at"),
    "category": gettext_noop("Category"),
    "changes": gettext_noop("Corrections and updates"),
    "comments": gettext_noop("Comments"),
    "complete": gettext_noop("Complete"),
    "contents": gettext_noop("Table of contents"),
    "credit": gettext_noop("Photographer or source"),
    "date": gettext_noop("Date"),
    "former": gettext_noop("Left the company"),
    "from": gettext_noop("From"),
    "image": gettext_noop("Picture"),
    "key_points": gettext_noop("Key points"),
    "kind": gettext_noop("Kind"),
    "lang": gettext_noop("Language"),
    "level": gettext_noop("Level"),
    "license": gettext_noop("Licence"),
    "menu": gettext_noop("In the menu"),
    "modified": gettext_noop("Changed"),
    "name": gettext_noop("Name"),
    "newest_first": gettext_noop("Newest part first"),
    "part": gettext_noop("Part"),
    "paused": gettext_noop("Paused"),
    "photo": gettext_noop("Photo"),
    "planned": gettext_noop("Planned parts"),
    "quote": gettext_noop("Quotation"),
    "role": gettext_noop("Role"),
    "roles": gettext_noop("Roles with dates"),
    "series": gettext_noop("Belongs to the series"),
    "slug": gettext_noop("Last part of the address"),
    "source": gettext_noop("Address of the source"),
    "src": gettext_noop("File"),
    "status": gettext_noop("Status"),
    "summary": gettext_noop("Summary"),
    "tags": gettext_noop("Tags"),
    "text": gettext_noop("Text"),
    "title": gettext_noop("Title"),
    "total": gettext_noop("Number of parts"),
    "typography": gettext_noop("Typographic quotation marks and dashes"),
    "unit": gettext_noop("Unit"),
    "until": gettext_noop("Until"),
    "written_with": gettext_noop("Written with"),
}

VALUES: Mapping[str | bool, str] = {
    True: gettext_noop("yes"),
    False: gettext_noop("no"),
    "closed": gettext_noop("closed"),
    "correction": gettext_noop("correction"),
    "draft": gettext_noop("draft"),
    "executive": gettext_noop("executive"),
    "guest": gettext_noop("guest"),
    "hidden": gettext_noop("hidden"),
    "off": gettext_noop("off"),
    "open": gettext_noop("open"),
    "published": gettext_noop("published"),
    "staff": gettext_noop("staff"),
    "update": gettext_noop("update"),
}

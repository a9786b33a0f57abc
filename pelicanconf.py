"""The demo's settings: Pelican's own, and ROSTRUM for the kit's (docs/settings.md)."""

import os

from rostrum.defaults import *  # noqa: F403 - the kit's settings for Pelican; changed below

SITENAME = "Offen gesagt"
SITEURL = os.environ.get("SITEURL", "https://offen.traunwerk.example")
PATH = "content"
OUTPUT_PATH = "output"
THEME = "theme"
TIMEZONE = "Europe/Vienna"
DEFAULT_LANG = "de"

ROSTRUM = {
    "organisation": "Traunwerk AG",
    "names": {"en": "Frankly Speaking"},
    "subtitle": "Der Blog von Vorstand und Belegschaft der Traunwerk AG",
    "subtitles": {"en": "The blog of Traunwerk’s board and staff"},
    "languages": ["de", "en"],
    "locales": {"de": "de-AT", "en": "en-GB"},
    "reply_mail": "offen@traunwerk.example",
    "giscus": {
        "repo": "traunwerk-example/offen-gesagt",
        "repo_id": "R_kgDOExample",
        "category": "Antworten",
        "category_id": "DIC_kwDOExample",
    },
    "levels": {
        # In this blog a dead link or a picture without words stops a publication.
        "link-missing": "error",
        "image-missing": "error",
        "image-alt": "error",
        # Networks make no link of an address that ends in .example, which this made-up one has to.
        "crosspost-link-plain": "off",
    },
}

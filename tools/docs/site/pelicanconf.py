"""Settings of the documentation site; tools/docs/build.py copies them beside the pages."""

from rostrum.defaults import *  # noqa: F403 - the kit's settings for Pelican

SITENAME = "Rostrum"
SITEURL = "https://rostrum.example"
DEFAULT_LANG = "en"

ROSTRUM = {
    "subtitle": "A kit for corporate blogs",
    "cards": False,
    "feeds": [],
    "levels": {"no-posts": "off", "placeholder": "off"},
}

"""Default Pelican settings of the kit, for import at the top of a site's pelicanconf.py.

from rostrum.defaults import *
"""

from pathlib import Path

from rostrum.core import files as _files


def _find_theme() -> Path:
    """Return the folder of the kit's theme: in the package if installed, else beside `plugins/`."""
    package = _files.PACKAGE
    inside = package / "theme"
    return inside if inside.is_dir() else package.parent.parent / "theme"


ROSTRUM_DEFAULTS = 1
"""Version of these defaults. Texts are in GitHub's Markdown unless the site sets MARKDOWN."""

PLUGINS = ["rostrum"]
THEME = str(_find_theme())
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
SITENAME = "Blog"
SITEURL = "http://127.0.0.1:8000"

PATH = "content"
OUTPUT_PATH = "output"
ARTICLE_PATHS = ["posts"]
PAGE_PATHS = ["pages"]
STATIC_PATHS = ["static"]
STATIC_URL = "{path}"
STATIC_SAVE_AS = "{path}"
EXTRA_PATH_METADATA: dict[str, dict[str, str]] = {}
USE_FOLDER_AS_CATEGORY = False
DEFAULT_DATE_FORMAT = "%Y-%m-%d"

ARTICLE_URL = "{date:%Y}/{date:%m}/{slug}/"
ARTICLE_SAVE_AS = ARTICLE_URL + "index.html"
ARTICLE_LANG_URL = "{lang}/" + ARTICLE_URL
ARTICLE_LANG_SAVE_AS = ARTICLE_LANG_URL + "index.html"
PAGE_URL = "{slug}/"
PAGE_SAVE_AS = PAGE_URL + "index.html"
PAGE_LANG_URL = "{lang}/" + PAGE_URL
PAGE_LANG_SAVE_AS = PAGE_LANG_URL + "index.html"
CATEGORY_URL = "category/{slug}/"
CATEGORY_SAVE_AS = CATEGORY_URL + "index.html"
TAG_URL = "tag/{slug}/"
TAG_SAVE_AS = TAG_URL + "index.html"
AUTHOR_URL = "people/{slug}/"
AUTHOR_SAVE_AS = AUTHOR_URL + "index.html"
YEAR_ARCHIVE_URL = "{date:%Y}/"
YEAR_ARCHIVE_SAVE_AS = YEAR_ARCHIVE_URL + "index.html"
MONTH_ARCHIVE_URL = "{date:%Y}/{date:%m}/"
MONTH_ARCHIVE_SAVE_AS = MONTH_ARCHIVE_URL + "index.html"
DEFAULT_PAGINATION = 20

# Rostrum writes these pages and feeds in each language.
DIRECT_TEMPLATES: list[str] = []
FEED_ALL_ATOM = None
CATEGORY_FEED_ATOM = None
TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None

DELETE_OUTPUT_DIRECTORY = False
CACHE_CONTENT = False
LOAD_CONTENT_CACHE = False

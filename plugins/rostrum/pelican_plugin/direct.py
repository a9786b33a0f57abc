"""The direct way: where no plugin and no setting of Pelican's could tell, its objects aren't made.

Pelican's articles, lists and generators are there for themes and plugins. A site that has
neither but the kit's gets the same bytes without them, in a fraction of the time:
docs/decisions/0010-the-direct-way.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pelican.settings import DEFAULT_CONFIG

from rostrum import defaults
from rostrum.build.build import Run
from rostrum.core.model import Page, Post

# What Pelican's own reading and writing depends on, and the kit's doesn't.
_PELICANS = (
    *("READERS", "TYPOGRIFY", "TEMPLATE_PAGES", "OUTPUT_SOURCES", "PELICAN_CLASS"),
    *("ARTICLE_TRANSLATION_ID", "PAGE_TRANSLATION_ID", "FORMATTED_FIELDS", "LOCALE"),
    *("DATE_FORMATS", "DEFAULT_DATE_FORMAT", "DIRECT_TEMPLATES"),
    *("FEED_ATOM", "FEED_RSS", "FEED_ALL_ATOM", "FEED_ALL_RSS", "CATEGORY_FEED_ATOM"),
    *("CATEGORY_FEED_RSS", "TAG_FEED_ATOM", "TAG_FEED_RSS", "AUTHOR_FEED_ATOM"),
    *("AUTHOR_FEED_RSS", "TRANSLATION_FEED_ATOM", "TRANSLATION_FEED_RSS", "JINJA_TESTS"),
)


def can_go_directly(settings: Mapping[str, Any], run: Run) -> bool:
    """Say whether nothing but the kit takes part in a run."""
    usual = {**DEFAULT_CONFIG, **vars(defaults)}
    return (
        list(settings["PLUGINS"]) == ["rostrum"]
        and run.config.settings.render
        and settings["ARTICLE_EXCLUDES"] in ([], settings["PAGE_PATHS"])
        and settings["PAGE_EXCLUDES"] in ([], settings["ARTICLE_PATHS"])
        and all(settings.get(key) == usual.get(key) for key in _PELICANS)
    )


def go_directly(run: Run) -> None:
    """Carry a run out without Pelican's generators.

    Raises rostrum.build.build.Stop where the run ends early.
    """
    run.read()
    found = run.sources.values()
    posts = [source for source in found if isinstance(source, Post)]
    pages = [source for source in found if isinstance(source, Page)]
    run.put_together(posts, pages)
    run.pass_gate()
    run.write()

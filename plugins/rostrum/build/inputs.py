"""The inputs of a finished build, for the next one to find out if any has changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time

from rostrum.build.config import Config
from rostrum.cache.inputs import list_project_modules
from rostrum.cache.up_to_date import BuildInputs
from rostrum.core.content import Library
from rostrum.core.translatable import NO_TEXT, Translatable, verbatim
from rostrum.core.translatable import gettext_lazy as _
from rostrum.output.inventory import read_inventory
from rostrum.output.manifest import MANIFEST
from rostrum.people.roles import list_turns
from rostrum.reading.cached import Code, find_code
from rostrum.series.installments import day_over


def find_undeclared(config: Config) -> Translatable:
    """Return the setting with code that may read any file; NO_TEXT if there is none."""
    if find_code(config.reading.markdown) is not Code.NONE:
        return verbatim("MARKDOWN")
    return NO_TEXT if config.environment.is_known else _("JINJA_FILTERS or JINJA_GLOBALS")


def list_build_inputs(config: Config, library: Library) -> BuildInputs:
    """Return the inputs of a build of a library."""
    listed = config.state_dir / "files"
    return BuildInputs(
        settings=config.settings_file,
        evaluated=config.evaluated,
        modules=list_project_modules(),
        inputs=config.inputs or (),
        has_own_code=bool(find_undeclared(config)),
        folders=tuple(str(folder) for folder in config.source_folders),
        output=str(config.output),
        listed=str(listed),
        written=(MANIFEST, *read_inventory(listed).entries),
        dues=tuple(sorted({moment.timestamp() for moment in _list_dues(config, library)})),
        moment=config.visibility.moment.timestamp(),
        zone=config.reading.timezone,
    )


def _list_dues(config: Config, library: Library) -> Iterator[datetime]:
    """Yield the moments at which the site changes without an edit."""
    zone = config.visibility.moment.tzinfo

    def begin(day: date) -> datetime:
        return datetime.combine(day, time(), zone)

    yield from (post.date for post in library.posts)
    yield from filter(None, (post.modified for post in library.posts))
    yield from (change.date for post in library.posts for change in post.changes)
    yield from (page.date for page in library.pages if page.date)
    yield from filter(None, (page.modified for page in library.pages))
    yield from (comment.date for comment in library.comments)
    yield from (begin(day) for person in library.people for day in list_turns(person))
    announced = (item for series in library.series for item in series.planned)
    yield from filter(None, map(day_over, announced))

"""A build whose stages Pelican calls, one signal after another.

Pelican hands only its settings from signal to signal, so the values of the stages are kept in an
object in these settings. Without Pelican, rostrum.build.build.build calls the same stages.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from rostrum.build.another_theme import end_theme_output, open_theme_output, write_redirects
from rostrum.build.assembly import AssembledSite
from rostrum.build.build import assemble_and_check, render_and_publish
from rostrum.build.checks import CheckedSite
from rostrum.build.config import Config
from rostrum.build.progress import Progress
from rostrum.build.publication import Publication
from rostrum.build.result import BuildResult
from rostrum.build.sources import SiteSources, read_sources
from rostrum.core.diagnostics import Report
from rostrum.core.model import Page, Post
from rostrum.output.inventory import FileEntry
from rostrum.output.theme_output import ThemeOutput

BUILD = "ROSTRUM_BUILD"
"""Key of the StagedBuild in Pelican's settings, passed to every component of Pelican."""


class Stop(Exception):
    """Ends Pelican's run early with an exit code: 1 after errors, 0 after a check."""

    def __init__(self, exitcode: int) -> None:
        super().__init__(f"exit {exitcode}")
        self.exitcode = exitcode


@dataclass
class StagedBuild:
    """The values of the stages so far. Plugins may change `config` before the site is assembled."""

    config: Config
    report: Report
    sources: SiteSources = field(default_factory=SiteSources)
    checked: CheckedSite | None = None
    publication: Publication | None = None
    progress: Progress = field(init=False)
    _theme_output: ThemeOutput | None = None

    def __post_init__(self) -> None:
        """Begin to time the stages."""
        self.progress = self.config.make_progress()

    @property
    def assembled(self) -> AssembledSite:
        """The assembled site; available after `assemble`."""
        assert self.checked is not None
        return self.checked.assembled

    def change_config(self, **values: Any) -> None:
        """Replace values of the configuration."""
        self.config = replace(self.config, **values)

    def read(self) -> None:
        """Read every source file, each with its text, which Pelican and its plugins may change."""
        self.sources = read_sources(self.config, self.report, self.progress)
        self.sources = self.sources.with_texts()

    def assemble(self, posts: Iterable[Post], pages: Iterable[Page]) -> None:
        """Assemble and check the site, with posts and pages as changed by plugins."""
        library = replace(self.sources.library, posts=tuple(posts), pages=tuple(pages))
        library = self.config.resolve(library)
        self.checked = assemble_and_check(
            self.config, self.sources, library, self.report, self.progress
        )

    def stop_on_errors(self) -> None:
        """Raise Stop after an error, or after a check."""
        if self.report.errors:
            raise Stop(1)
        if self.config.check_only:
            raise Stop(0)

    def write(self, plugin_files: Iterable[tuple[str, bytes]]) -> None:
        """Render and publish the site with files from plugins. Raises Stop after an error."""
        assert self.checked is not None
        self.publication = render_and_publish(
            self.checked, self.report, self.progress, plugin_files
        )
        self.stop_on_errors()

    def check_theme_output(self, posts: Mapping[str, FileEntry]) -> None:
        """Lock the output folder for another theme, and check the removals.

        `posts` are the entries of the posts to be written. Raises Stop after an error.
        """
        self._theme_output = open_theme_output(self.assembled, posts, self.report)
        self.stop_on_errors()

    def begin_theme_output(self) -> None:
        """Record the state of the output folder before another theme writes."""
        if self._theme_output is not None:
            self._theme_output.begin()

    def end_theme_output(self, sources: Mapping[str, FileEntry], copied: Iterable[str]) -> None:
        """Remove files that another theme has not written again. Raises Stop after an error."""
        if self._theme_output is not None:
            write_redirects(self.assembled, self._theme_output, self.report)
            end_theme_output(self.config, self._theme_output, sources, copied, self.report)
        self.stop_on_errors()

    def close(self) -> None:
        """End the build: close the cache, and let other builds of the same output continue."""
        if self._theme_output is not None:
            self._theme_output.close()
        self.sources.close()

    def make_result(self, exitcode: int | None = None) -> BuildResult:
        """Return the result; without an exit code, that of the report."""
        if exitcode is None:
            exitcode = 1 if self.report.errors else 0
        return BuildResult(
            *(exitcode, self.report, self.config, self.sources),
            *(self.checked, self.publication, self.progress),
        )

"""The result of a build: the value of each stage, as far as it was reached."""

from __future__ import annotations

from dataclasses import dataclass, field

from rostrum.build.checks import CheckedSite
from rostrum.build.config import Config
from rostrum.build.progress import Progress
from rostrum.build.publication import Publication
from rostrum.build.sources import SiteSources
from rostrum.core.diagnostics import Report
from rostrum.output.writer import Written
from rostrum.site.site import Site


@dataclass(frozen=True, slots=True)
class BuildResult:
    """The result of a build.

    `config` is None if the settings are invalid. `checked` is None if the site was not assembled,
    `publication` if nothing was written, or if another theme was used. `is_direct` is False for a
    build by Pelican. `languages` are those of the findings if there is no `config`.
    """

    exitcode: int
    report: Report
    config: Config | None = None
    sources: SiteSources = field(default_factory=SiteSources)
    checked: CheckedSite | None = None
    publication: Publication | None = None
    progress: Progress = field(default_factory=Progress)
    is_direct: bool = False
    languages: tuple[str, ...] = ()

    @property
    def site(self) -> Site | None:
        """The assembled site."""
        return self.checked.assembled.site if self.checked else None

    @property
    def written(self) -> Written | None:
        """The numbers of files in the output folder, if the site was published."""
        return self.publication.written if self.publication else None

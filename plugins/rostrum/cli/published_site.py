"""What `rostrum publish` needs to know of a built site; a build saves it, with what it printed.

So nothing slow is imported, and no setting is read again, where the last build still holds.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from rostrum.config.target_settings import TargetSettings

if TYPE_CHECKING:  # slow imports, not needed if the site is up to date
    from rostrum.build.config import Config
    from rostrum.build.result import BuildResult
    from rostrum.i18n.catalogs import Catalogs


@dataclass(frozen=True)
class PublishedSite:
    """A site to publish: its folders, and its settings of publication. Paths are absolute.

    `languages` are those of messages, with catalogs in `theme` and `overrides`. `retained` are the
    names of OUTPUT_RETENTION. `hub` and `indexnow` are the settings of these names.
    `has_placeholders` is True if a text has one that a publication is to refuse. `addresses` is
    what the record of published addresses in the content folder should be, None if it is as it
    should be, or not known.
    """

    root: str
    content: str
    output: str
    state_dir: str
    settings_file: str
    targets: Mapping[str, TargetSettings]
    largest_removal: float
    retained: tuple[str, ...]
    theme_folder: str
    languages: tuple[str, ...]
    theme: str
    overrides: tuple[str, ...]
    hub: str = ""
    indexnow: str = ""
    has_placeholders: bool = False
    addresses: str | None = None
    kept: tuple[str, ...] = ()

    @property
    def diagnostics(self) -> Catalogs:
        """The catalogs of messages: the kit's, and those of the theme and the overrides."""
        from rostrum.i18n.catalogs import DIAGNOSTICS, Catalogs

        overrides = [Path(folder) for folder in self.overrides]
        return Catalogs.of_theme(Path(self.theme), overrides, DIAGNOSTICS)

    def format(self) -> str:
        """Return the site as text."""
        return json.dumps(msgspec.to_builtins(self))  # a path may be no UTF-8


def parse_site(text: str) -> PublishedSite | None:
    """Return the site in a text, None if it is of another version of the kit."""
    try:
        return msgspec.convert(json.loads(text), PublishedSite)
    except ValueError:
        return None


def describe_site(config: Config) -> PublishedSite:
    """Return a site of which nothing but the settings is known."""
    return PublishedSite(
        root=str(config.root),
        content=str(config.content),
        output=str(config.output),
        state_dir=str(config.state_dir),
        settings_file=config.settings_file,
        targets=config.settings.targets,
        largest_removal=config.settings.largest_removal,
        retained=tuple(sorted(config.rules.retained)),
        theme_folder=config.info.theme.strip("/"),
        languages=config.languages,
        theme=str(config.theme),
        overrides=tuple(map(str, config.overrides)),
        hub=config.settings.hub,
        indexnow=config.settings.indexnow,
    )


def describe_built_site(result: BuildResult) -> PublishedSite | None:
    """Return a site that was built, None if nothing was assembled."""
    from rostrum.cli.content_files import format_present, is_record

    if result.config is None or result.checked is None:
        return None
    written = format_present(result.checked.assembled)
    is_recorded = result.config.removals_only or is_record(result.config.content, written)
    return replace(
        describe_site(result.config),
        has_placeholders=not result.config.publishes
        and "placeholder" not in result.config.settings.levels
        and any(finding.code == "placeholder" for finding in result.report),
        addresses=None if is_recorded else written.decode(),
        kept=result.publication.kept if result.publication else (),
    )

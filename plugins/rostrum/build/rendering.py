"""Render: all files of a site, staged outside the output folder."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from rostrum.build.admin import write_admin
from rostrum.build.assembly import AssembledSite
from rostrum.build.cards import write_cards
from rostrum.build.config import PriorityPages
from rostrum.build.copies import copy_files, strip_metadata
from rostrum.build.icons import write_icons
from rostrum.build.progress import Progress
from rostrum.build.render_job import RenderJob, render_files
from rostrum.build.renditions import list_paths, write_renditions
from rostrum.cache.bodies import MissingBodyError
from rostrum.cache.output_manifest import OutputManifest, load_output_manifest
from rostrum.config.setting_types import SERIAL
from rostrum.core.assets import Asset, CardUse, PictureUse
from rostrum.core.translatable import gettext_lazy as _
from rostrum.i18n.catalogs import CatalogError
from rostrum.icons.plan import IconSource
from rostrum.output.writer import Output
from rostrum.pages.site_files import SITEMAP
from rostrum.pages.sitemap import make_sitemap


@dataclass(frozen=True, slots=True)
class RenderedSite:
    """The complete files of a site, staged in `output`.

    `manifest` holds the digests for the next build.
    """

    output: Output
    manifest: OutputManifest


def render_site(
    assembled: AssembledSite,
    output: Output,
    progress: Progress,
    plugin_files: Iterable[tuple[str, bytes]] = (),
) -> RenderedSite:
    """Render and stage all files; `plugin_files` are paths and bytes from Pelican's plugins.

    Raises TemplateFault for a missing or invalid template, and OutputError if a file can't be
    staged.
    """
    config = assembled.config
    manifest = load_output_manifest(output.notes / "sheets", output.root, config.no_cache)
    job = make_render_job(assembled, manifest, output.staging)
    assets: set[Asset] = set()
    with progress.stage(_("Rendering")):
        if config.priority:
            _publish_first(job, output, config.priority)
        for rendered in progress.counted(render_files(job, output, config.workers)):
            assets |= rendered.assets
        if not config.visibility.preview:
            output.write(SITEMAP, make_sitemap(assembled.site, assembled.files))
        files = {asset for asset in assets if isinstance(asset, str)}
        copy_files(assembled, files, output, manifest)
        uses = {asset for asset in assets if isinstance(asset, PictureUse)}
        write_renditions(assembled, uses, output, manifest)
        cards = {asset for asset in assets if isinstance(asset, CardUse)}
        write_icons(assembled, job.context.icon_source, output, manifest)
        write_cards(assembled, job.context.card_brand, cards, output, manifest)
        write_admin(assembled, output)
        for path, content in plugin_files:
            output.write(path, strip_metadata(path, content, config.settings.picture_credits))
    return RenderedSite(output, manifest)


def make_render_job(assembled: AssembledSite, manifest: OutputManifest, staging: Path) -> RenderJob:
    """Return the data to render a site's files; `staging` is their folder until published."""
    config = assembled.config
    return RenderJob(
        site=assembled.site,
        info=assembled.brand.info,
        settings=replace(config.settings, executor=SERIAL),  # useless to a worker
        addresses=config.addresses,
        links=assembled.links,
        environment=config.environment,
        manifest=manifest,
        staging=staging,
    )


def warm_up(assembled: AssembledSite) -> None:
    """Compile all templates for the next build in this process."""
    with suppress(MissingBodyError, CatalogError):
        render_samples(assembled)


def render_samples(assembled: AssembledSite) -> None:
    """Render one page of each kind, and make stylesheet and fonts; nothing is kept.

    Raises TemplateFault for an invalid template or stylesheet, OutputError for a font that can't
    be read.
    """
    _make_idle_job(assembled).warm_up()
    assembled.sources.content.texts.close()


def find_icon_source(assembled: AssembledSite) -> IconSource:
    """Return what the icons of a site are made of."""
    return _make_idle_job(assembled).context.icon_source


def _make_idle_job(assembled: AssembledSite) -> RenderJob:
    """Return a job whose files are written nowhere."""
    return make_render_job(assembled, OutputManifest(Path(), Path()), Path())


def _publish_first(job: RenderJob, output: Output, priority: PriorityPages) -> None:
    """Publish files open in a browser early, if all assets that it shows are published already."""
    numbers = [n for n, output_file in enumerate(job.files) if output_file.file in priority.files]
    files = [rendered for n in numbers for rendered in job.render(range(n, n + 1))]
    changed = [rendered.path for rendered in files if rendered.changed]
    assets = {asset for rendered in files for asset in rendered.assets}
    # A browser does not show social cards, and each new title has a new one.
    shown = [asset for asset in assets if not isinstance(asset, CardUse)]
    paths = [path for asset in shown for path in list_paths(asset, job.links.pictures)]
    if changed and all((output.root / path).exists() for path in paths):
        output.release(changed)
        priority.tell()

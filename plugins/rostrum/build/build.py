"""A build in five stages: read, assemble, check, render, publish.

Each stage is a function of the values of earlier stages. Only the report and the progress are
shared by all of them. The package is independent of Pelican, which may call the same stages one by
one: rostrum.pelican_plugin.staged_build.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from rostrum.build.assembly import assemble_site
from rostrum.build.checks import CheckedSite, check_site
from rostrum.build.config import Config
from rostrum.build.progress import Progress
from rostrum.build.publication import Publication, publish_site, report_refused
from rostrum.build.removals_only import leave_out_faulty, select_content
from rostrum.build.rendering import render_site
from rostrum.build.result import BuildResult
from rostrum.build.sources import SiteSources, read_sources
from rostrum.core.content import Library
from rostrum.core.diagnostics import Report, SourceLocation
from rostrum.core.translatable import gettext_lazy as _
from rostrum.i18n.catalogs import CatalogError
from rostrum.output.atomic_move import OutputError
from rostrum.output.writer import open_output
from rostrum.rendering.template_errors import TemplateFault
from rostrum.site.images import load_pictures


def build(config: Config, report: Report) -> BuildResult:
    """Build a site and return the result; nothing is written if there are errors.

    Raises MissingBodyError if the cache is damaged during the build.
    """
    progress = config.make_progress()
    sources = read_sources(config, report, progress)
    try:
        checked = assemble_and_check(config, sources, sources.library, report, progress)
        publication = None
        if not (report.errors or config.check_only):
            publication = render_and_publish(checked, report, progress)
    finally:
        sources.close()
    exitcode = 1 if report.errors else 0
    return BuildResult(
        *(exitcode, report, config, sources, checked, publication, progress), is_direct=True
    )


def assemble_and_check(
    config: Config, sources: SiteSources, library: Library, report: Report, progress: Progress
) -> CheckedSite:
    """Return the site of a library after all checks.

    A removals-only build leaves out content with errors and starts again with the rest.
    """
    pictures = load_pictures(
        config.content,
        config.notes,
        config.no_cache,
        config.addresses.root,
        config.settings.picture_credits,
    )
    content = select_content(config, library)
    while True:
        assembled = assemble_site(config, sources, content.library, pictures, report, progress)
        checked = check_site(assembled, content, report, progress)
        if not config.removals_only:
            return checked
        content = leave_out_faulty(content, assembled, report)
        if content.library is checked.content.library:
            return CheckedSite(assembled, content, checked.used)


def render_and_publish(
    checked: CheckedSite,
    report: Report,
    progress: Progress,
    plugin_files: Iterable[tuple[str, bytes]] = (),
) -> Publication:
    """Render a checked site and write it to the output folder, completely or not at all.

    `plugin_files` are paths and bytes of files from Pelican's plugins. Report an invalid template
    or catalog, and any file that can't be written.
    """
    config, output = checked.assembled.config, None
    try:
        with open_output(config.output, config.state_dir, config.salt, config.rules) as output:
            rendered = render_site(checked.assembled, output, progress, plugin_files)
            return publish_site(checked, rendered, report, progress)
    except TemplateFault as fault:
        report_template(config, fault, report)
    except CatalogError as error:  # the file was changed after the settings were read
        location = SourceLocation(config.show(error.file), error.line)
        report.error(
            "catalog", location, _("the catalog is invalid: %(reason)s", reason=error.reason)
        )
    except OutputError as error:
        report_refused(config, error, report)
    return Publication(is_touched=output is not None and output.is_touched)


def report_template(config: Config, fault: TemplateFault, report: Report) -> None:
    """Report an invalid template or stylesheet."""
    place = SourceLocation(config.show(Path(fault.file or config.theme)), fault.line)
    message = _("the template can't be rendered: %(reason)s", reason=fault.reason)
    if fault.file.endswith(".css"):
        message = _("the stylesheet is invalid: %(reason)s", reason=fault.reason)
    report.error("template", place, message)

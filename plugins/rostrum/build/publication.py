"""Publish: check the changes to the output folder, then make them."""

from __future__ import annotations

from dataclasses import dataclass

from rostrum.build.assembly import AssembledSite
from rostrum.build.checks import CheckedSite
from rostrum.build.config import Config
from rostrum.build.progress import Progress
from rostrum.build.removals_only import find_kept, read_text
from rostrum.build.rendering import RenderedSite
from rostrum.core.diagnostics import Report, SourceLocation
from rostrum.core.translatable import gettext_lazy as _
from rostrum.output.atomic_move import OutputError
from rostrum.output.removal import (
    CONFIRM_REMOVAL,
    Removal,
    report_clean,
    report_foreign,
    report_unknown,
)
from rostrum.output.writer import Changes, Output, Written


@dataclass(frozen=True, slots=True)
class Publication:
    """The result of writing a site.

    `written` is None if the changes were not completed. `is_touched` is True once anything in the
    output folder may have been changed. `kept` are pages kept from an earlier build because their
    source has errors (`--removals-only`).
    """

    written: Written | None = None
    is_touched: bool = False
    kept: tuple[str, ...] = ()


def publish_site(
    checked: CheckedSite, rendered: RenderedSite, report: Report, progress: Progress
) -> Publication:
    """Move the rendered files into the output folder, and remove obsolete ones.

    Report the reasons if they can't be moved, before any change. Raises OutputError if a move
    fails.
    """
    config, output = checked.assembled.config, rendered.output
    with progress.stage(_("Publishing")):
        kept = _keep_pages(checked, output)
        changes = output.survey()
        _check_changes(checked.assembled, output, changes, report)
        if report.errors:
            return Publication(is_touched=output.is_touched, kept=kept)
        written = output.publish(changes)
        if config.environment.stands():
            rendered.manifest.save()
    for error in written.failed:
        report_refused(config, error, report)
    return Publication(written, output.is_touched, kept)


def report_refused(config: Config, error: OutputError, report: Report) -> None:
    """Report a file that can't be written or published."""
    place = SourceLocation(config.show(config.output / error.path))
    report.error(error.code, place, error.reason, error.hint)


def check_removal(assembled: AssembledSite, removal: Removal, report: Report) -> None:
    """Report a removal that is larger than the site allows."""
    config = assembled.config
    if config.allow_removal:
        return
    message = removal.describe_excess(assembled.withheld, config.settings.largest_removal)
    if message:
        location = SourceLocation(config.show(config.output))
        report.error("removal-large", location, message, CONFIRM_REMOVAL)


def _keep_pages(checked: CheckedSite, output: Output) -> tuple[str, ...]:
    """Keep the published files of sources left out because of errors; return the pages."""
    left_out, assembled = checked.content.left_out, checked.assembled
    if not left_out:
        return ()
    texts = [read_text(assembled.config.content / path) for path in left_out]
    kept = [*find_kept(output.before, left_out.keys(), assembled.withheld, texts)]
    output.keep(kept)
    return tuple(path for path in kept if path.endswith(".html"))


def _check_changes(
    assembled: AssembledSite, output: Output, changes: Changes, report: Report
) -> None:
    """Report the reasons against the changes, and files of others in the output folder."""
    config, before = assembled.config, output.before.entries
    for error in output.check(changes):
        report_refused(config, error, report)
    display_path, rules = config.show(output.root), config.rules
    report_foreign(changes.foreign, display_path, report)
    report_unknown(changes.unknown, display_path, report)
    unknown = [*changes.gone.keys() - before.keys()]
    if unknown and not output.is_known and not (rules.adopt or config.allow_removal):
        report_clean(unknown, display_path, report)
    check_removal(assembled, Removal(before, changes.gone, output.entries), report)

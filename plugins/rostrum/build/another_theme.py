"""Publish with another theme: Pelican writes the output folder, the kit removes obsolete files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rostrum.build.assembly import AssembledSite
from rostrum.build.config import Config
from rostrum.build.publication import check_removal, report_refused
from rostrum.core.diagnostics import Report
from rostrum.core.document import Document
from rostrum.output.atomic_move import OutputError
from rostrum.output.inventory import FileEntry
from rostrum.output.manifest import FileKind
from rostrum.output.removal import Removal, report_unknown
from rostrum.output.theme_output import ThemeOutput
from rostrum.pages.redirects import iter_files


def open_theme_output(
    assembled: AssembledSite, posts: Mapping[str, FileEntry], report: Report
) -> ThemeOutput | None:
    """Return the locked output folder, and report a removal larger than the site allows.

    `posts` are the entries of the posts to be written. Return None, and report the reason, if the
    folder can't be read.
    """
    config = assembled.config
    try:
        output = ThemeOutput(config.output, config.state_dir, config.salt, config.rules)
    except OutputError as error:
        report_refused(config, error, report)
        return None
    before = output.before.entries
    gone = {
        path: entry
        for path, entry in before.items()
        if entry.kind is FileKind.POST and path not in posts
    }
    check_removal(assembled, Removal(before, gone, posts), report)
    return output


def write_redirects(assembled: AssembledSite, output: ThemeOutput, report: Report) -> None:
    """Write the pages and files that redirect former addresses, which Pelican knows nothing of."""
    config = assembled.config
    for file in iter_files(assembled.site, config.addresses, config.settings, config.messages):
        document = file.make()
        assert isinstance(document, Document)
        try:
            output.write(file.file, document.write())
        except OutputError as error:
            report_refused(config, error, report)


def end_theme_output(
    config: Config,
    output: ThemeOutput,
    sources: Mapping[str, FileEntry],
    copied: Iterable[str],
    report: Report,
) -> None:
    """Remove files not written again, and report the files of others.

    `sources` are the entries of pages by their path, `copied` are copied files.
    """
    try:
        unknown, failed = output.end(sources, copied)
    except OutputError as error:
        unknown, failed = (), [error]
    report_unknown(unknown, config.show(config.output), report)
    for refused in failed:
        report_refused(config, refused, report)

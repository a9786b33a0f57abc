"""What a build or check says of its result, and the next step."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from rostrum.build.options import BuildOptions
from rostrum.build.summary import summarize
from rostrum.cli.file_selection import is_below
from rostrum.cli.printing import show_folder
from rostrum.config.setting_types import DIALECTS
from rostrum.core.text import pluralize

if TYPE_CHECKING:  # slow imports, not needed if the site is up to date
    from rostrum.build.config import Config
    from rostrum.build.result import BuildResult


def tell_build(result: BuildResult, options: BuildOptions | None = None) -> list[str]:
    """Return lines about the result of a build and the next step.

    `options` are those of the build, to be repeated in the next step.
    """
    config = result.config
    if result.exitcode or config is None or result.site is None:
        return [_tell_state(result)]
    folder, written = show_folder(config.output), result.written
    if written is None:  # ROSTRUM = {"render": False}
        lines = [
            f"Built {folder}/ with {summarize(result.site)}, by Pelican and its theme.",
            f"Texts are in {DIALECTS[config.reading.dialect]}.",
            tell_waiting(result),
        ]
        return [*filter(None, lines)]
    files = (
        f"{pluralize(written.files, 'file')}, {written.changed} changed, {written.removed} removed"
    )
    lines = [
        f"Built {folder}/ with {summarize(result.site)}: {files}.",
        f"Texts are in {DIALECTS[config.reading.dialect]}.",
    ]
    lines += filter(None, [tell_waiting(result)])
    lines += _tell_removals(result)
    lines += _tell_work(config, is_direct=result.is_direct)
    if config.visibility.preview:
        return [
            *lines,
            "It shows drafts and scheduled posts: for reviewers, never to be published.",
        ]
    given = (options or BuildOptions()).repeat("content", "settings")
    return [*lines, f"Next: publish {folder}/, or read it with: rostrum serve{given}"]


def tell_waiting(result: BuildResult) -> str:
    """Return sentences about scheduled and draft content; empty without any."""
    from rostrum.build.waiting import tell_waiting as tell_schedule

    return tell_schedule(result.checked.assembled.schedule) if result.checked else ""


def _tell_removals(result: BuildResult) -> Iterator[str]:
    """Yield lines about the files left out by a removals-only build."""
    checked, publication = result.checked, result.publication
    if checked is None or publication is None or not checked.assembled.config.removals_only:
        return
    count, kept = len(checked.content.left_out), publication.kept
    yield f"Only removals: {pluralize(count, 'file')} left out, no page is new."
    if kept:
        named = ", ".join(sorted(kept)[:5]) + (", …" if len(kept) > 5 else "")
        yield f"As they were, and perhaps naming what was taken off: {named}."


def _tell_work(config: Config, *, is_direct: bool) -> Iterator[str]:
    """Yield a line about the reason if each build repeats all work."""
    from rostrum.build.inputs import find_undeclared

    undeclared = find_undeclared(config)
    if undeclared and config.inputs is None:
        yield (
            f"Each build does all work anew: {undeclared} may read any file. "
            'Name them in ROSTRUM["inputs"], [] for none.'
        )
    elif not is_direct:
        yield "Each build does all work anew: plugins or settings need the compatibility mode."


def _tell_state(result: BuildResult) -> str:
    """Return a line about the output folder after a failed build."""
    publication = result.publication
    if result.config is None or publication is None or not publication.is_touched:
        return "Nothing was written. Repair what is reported above, then build again."
    folder = show_folder(result.config.output)
    if publication.written is not None:
        failed = pluralize(len(publication.written.failed), "file")
        return f"Built {folder}/, but {failed} could not be removed: the next build tries again."
    message = (
        f"{folder}/ was written in part: some files are new, others are those of the last build"
    )
    return f"{message}. Repair what is reported above, then build again, which completes it."


def tell_check(
    result: BuildResult, options: BuildOptions, files: Collection[str] = ()
) -> list[str]:
    """Return lines about the result of a check of a site, or of some files, and the next step."""
    if result.exitcode or result.config is None:
        return ["Repair what is reported above, then check again."]
    verdict = "no errors" if len(result.report) else "nothing to repair"
    if files:
        root = result.config.root
        count = sum(is_below(root / name, files) for name in result.sources.paths)
        if not count:
            return ["Nothing of this is read as content of the site."]
        return [f"Checked {pluralize(count, 'file')}: {verdict}."]
    given = options.repeat("content", "settings", "preview", "moment", "strict")
    lines = [
        f"Checked {summarize(result.site)}: {verdict}.",
        f"Texts are in {DIALECTS[result.config.reading.dialect]}.",
        tell_waiting(result),
        f"Next: rostrum build{given}",
    ]
    return [*filter(None, lines)]

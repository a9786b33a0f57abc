"""What a build or check says of its result, and the next step."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from rostrum.build.options import BuildOptions
from rostrum.build.summary import count_files, summarize
from rostrum.cli.file_selection import is_below
from rostrum.cli.printing import show_folder
from rostrum.config.setting_types import DIALECTS
from rostrum.core.translatable import NO_TEXT, Translatable, ngettext_lazy
from rostrum.core.translatable import gettext_lazy as _

if TYPE_CHECKING:  # slow imports, not needed if the site is up to date
    from rostrum.build.config import Config
    from rostrum.build.result import BuildResult


def tell_build(result: BuildResult, options: BuildOptions | None = None) -> list[Translatable]:
    """Return lines about the result of a build and the next step.

    `options` are those of the build, to be repeated in the next step.
    """
    config = result.config
    if result.exitcode or config is None or result.site is None:
        return [_tell_state(result)]
    folder, written = show_folder(config.output), result.written
    if written is None:  # ROSTRUM = {"render": False}
        lines = [
            _(
                "Built %(folder)s/ with %(site)s, by Pelican and its theme.",
                folder=folder,
                site=summarize(result.site),
            ),
            _tell_dialect(config),
            tell_waiting(result),
        ]
        return [*filter(None, lines)]
    lines = [
        _(
            "Built %(folder)s/ with %(site)s: %(files)s, %(changed)s changed, %(removed)s removed.",
            folder=folder,
            site=summarize(result.site),
            files=count_files(written.files),
            changed=written.changed,
            removed=written.removed,
        ),
        _tell_dialect(config),
    ]
    lines += filter(None, [tell_waiting(result)])
    lines += _tell_removals(result)
    lines += _tell_work(config, is_direct=result.is_direct)
    if config.visibility.preview:
        return [
            *lines,
            _("It shows drafts and scheduled posts: for reviewers, never to be published."),
        ]
    given = (options or BuildOptions()).repeat("content", "settings", "lang")
    call = f"rostrum serve{given}"
    next_step = _("Next: publish %(folder)s/, or read it with: %(call)s", folder=folder, call=call)
    return [*lines, next_step]


def _tell_dialect(config: Config) -> Translatable:
    return _("Texts are in %(dialect)s.", dialect=DIALECTS[config.reading.dialect])


def tell_waiting(result: BuildResult) -> Translatable:
    """Return sentences about scheduled and draft content; NO_TEXT without any."""
    from rostrum.build.waiting import tell_waiting as tell_schedule
    from rostrum.i18n.user_language import load_diagnostics

    if result.checked is None or result.config is None:
        return NO_TEXT
    config = result.config
    region = load_diagnostics(config.languages, config.diagnostics).region
    return tell_schedule(result.checked.assembled.schedule, region)


def _tell_removals(result: BuildResult) -> Iterator[Translatable]:
    """Yield lines about the files left out by a removals-only build."""
    checked, publication = result.checked, result.publication
    if checked is None or publication is None or not checked.assembled.config.removals_only:
        return
    count, kept = len(checked.content.left_out), publication.kept
    yield _("Only removals: %(files)s left out, no page is new.", files=count_files(count))
    if kept:
        named = ", ".join(sorted(kept)[:5]) + (", …" if len(kept) > 5 else "")
        yield _("As they were, and perhaps naming what was taken off: %(names)s.", names=named)


def _tell_work(config: Config, *, is_direct: bool) -> Iterator[Translatable]:
    """Yield a line about the reason if each build repeats all work."""
    from rostrum.build.inputs import find_undeclared

    undeclared = find_undeclared(config)
    if undeclared and config.inputs is None:
        yield _(
            "Each build does all work anew: %(setting)s may read any file. "
            'Name them in ROSTRUM["inputs"], [] for none.',
            setting=undeclared,
        )
    elif not is_direct:
        yield _("Each build does all work anew: plugins or settings need the compatibility mode.")


def _tell_state(result: BuildResult) -> Translatable:
    """Return a line about the output folder after a failed build."""
    publication = result.publication
    if result.config is None or publication is None or not publication.is_touched:
        return _("Nothing was written. Repair what is reported above, then build again.")
    folder = show_folder(result.config.output)
    if publication.written is not None:
        return ngettext_lazy(
            "Built %(folder)s/, but %(count)s file could not be removed: the next build tries "
            "again.",
            "Built %(folder)s/, but %(count)s files could not be removed: the next build tries "
            "again.",
            len(publication.written.failed),
            folder=folder,
        )
    return _(
        "%(folder)s/ was written in part: some files are new, others are those of the last build. "
        "Repair what is reported above, then build again, which completes it.",
        folder=folder,
    )


def tell_check(
    result: BuildResult, options: BuildOptions, files: Collection[str] = ()
) -> list[Translatable]:
    """Return lines about the result of a check of a site, or of some files, and the next step."""
    if result.exitcode or result.config is None:
        return [_("Repair what is reported above, then check again.")]
    verdict = _("no errors") if len(result.report) else _("nothing to repair")
    if files:
        root = result.config.root
        count = sum(is_below(root / name, files) for name in result.sources.paths)
        if not count:
            return [_("Nothing of this is read as content of the site.")]
        return [_("Checked %(what)s: %(verdict)s.", what=count_files(count), verdict=verdict)]
    given = options.repeat("content", "settings", "preview", "moment", "strict", "lang")
    lines = [
        _("Checked %(what)s: %(verdict)s.", what=summarize(result.site), verdict=verdict),
        _tell_dialect(result.config),
        tell_waiting(result),
        _("Next: %(call)s", call=f"rostrum build{given}"),
    ]
    return [*filter(None, lines)]

"""`rostrum publish`: build the site if it is out of date, and publish it to a target."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from invoke import Exit, task
from invoke.context import Context

from rostrum.build.options import BuildOptions
from rostrum.cli.execution import carry_out, read_config
from rostrum.cli.option_values import read_path
from rostrum.cli.printing import print_lines, print_notices, print_report, show_folder
from rostrum.cli.program import Refusal, TargetCommand
from rostrum.cli.prove import can_prove, carry_out_proof, report_proof, tell_proof
from rostrum.cli.results import tell_build
from rostrum.cli.standstill import find_standstill, remember_build
from rostrum.core.diagnostics import Report, SourceLocation, shorten, suggest
from rostrum.core.translatable import Translatable, join_sentences, verbatim
from rostrum.core.translatable import gettext_lazy as _

if TYPE_CHECKING:  # slow imports
    from rostrum.build.config import Config
    from rostrum.config.target_settings import TargetSettings
    from rostrum.publishing.publication import Limits
    from rostrum.publishing.target import Difference, Target

_SHOWN = 20  # files of each kind that --dry-run lists


@task(
    klass=TargetCommand,
    help={
        "target": "name of a target in the setting targets (default: the only one)",
        "settings": "settings file (default: pelicanconf.py)",
        "dry-run": "list what would change there; change nothing",
        "rollback": "return to the site that was published before, where the target keeps it",
        "full": "build everything anew first, whatever is known from before",
        "break-lock": "go on although another publication there seems to be running",
        "allow-removal": "go on although most of the published site would be removed",
        "lang": "language of messages, such as de or en (default: that of the site)",
    },
)
def publish(
    context: Context,
    target: str = "",
    settings: str = "",
    dry_run: bool = False,
    rollback: bool = False,
    full: bool = False,
    break_lock: bool = False,
    allow_removal: bool = False,
    lang: str = "",
) -> None:
    """Publish the site to a target, whole or not at all."""
    from rostrum.publishing.kinds import open_target
    from rostrum.publishing.owner import Owner, identify_process, name_owner
    from rostrum.publishing.publication import Limits
    from rostrum.publishing.target import TargetError

    now = datetime.now(UTC)  # noqa: TID251 - the moment of the build, and of the publication
    options = BuildOptions(
        settings=read_path("settings", settings), moment=now, no_cache=full, lang=lang
    )
    config = _read_config(options)
    name, chosen = _choose_target(target, config.settings.targets)
    owner = Owner(name_owner(os.environ), identify_process(os.getpid()), now, break_lock)
    limits = Limits(config.settings.largest_removal, allow_removal)
    try:
        with closing(open_target(chosen, config.root, owner)) as opened:
            if rollback:
                said = [_("Live again: the site of %(release)s.", release=opened.roll_back())]
            else:
                _bring_up_to_date(options, chosen, now, config)
                _prove(config, is_full=full)
                said = [*_publish_to(opened, config, limits, name, now, is_dry=dry_run)]
    except TargetError as error:
        report = Report()
        place = SourceLocation(config.settings_file or name)
        report.error("target", place, error.message, error.hint)
        print_report(report, "text", config)
        raise Exit(code=1) from None
    print_lines(said, config)


def _read_config(options: BuildOptions) -> Config:
    result = read_config(options)
    if result.config is None:
        print_report(result.report, "text", result)
        raise Exit(code=result.exitcode)
    return result.config


def _choose_target(name: str, targets: Mapping[str, TargetSettings]) -> tuple[str, TargetSettings]:
    """Return the target that is named, or the only one; raises Refusal."""
    if not targets:
        hint = _('Write one: "targets": {"live": {"kind": "folder", "to": "/var/www/blog"}}.')
        raise Refusal(join_sentences(_('ROSTRUM["targets"] names no target.'), hint))
    if not name and len(targets) == 1:
        return next(iter(targets.items()))
    if name in targets:
        return name, targets[name]
    known = _("There are: %(targets)s.", targets=", ".join(targets))
    if not name:
        raise Refusal(join_sentences(_("Name the target."), known))
    message = _('There is no target "%(name)s".', name=shorten(name))
    raise Refusal(join_sentences(message, suggest(name, targets) or known))


def _prove(config: Config, *, is_full: bool) -> None:
    """Leave with the findings if something that is not out is in the built site."""
    proof, _seconds = carry_out_proof(config, is_full=is_full)
    findings = report_proof(proof, config)
    print_report(findings, "text", config)
    if findings.errors:
        print_lines([tell_proof(proof, config), _("Nothing was published.")], config)
        raise Exit(code=1)


def _bring_up_to_date(
    options: BuildOptions, target: TargetSettings, now: datetime, config: Config
) -> None:
    """Build the site for a target, unless the last build did; leave if that fails."""
    options = replace(options, site_url=target.url or None)
    last = find_standstill(options)
    if not options.asks_again and last.lasts(now) and can_prove(config):
        return
    last.forget()
    result = carry_out(options)
    print_notices(result)
    print_report(result.report, "text", result)
    remember_build(last, result, now)
    if result.exitcode:
        print_lines([*tell_build(result, options), _("Nothing was published.")], result)
        raise Exit(code=result.exitcode)


def _publish_to(
    target: Target, config: Config, limits: Limits, name: str, now: datetime, *, is_dry: bool
) -> Iterator[Translatable]:
    """Publish the built site; yield what has changed there, or would."""
    from rostrum.publishing.publication import publish as publish_site
    from rostrum.publishing.snapshot import read_snapshot

    snapshot = read_snapshot(config.output, config.rules.retained)
    if snapshot.unknown:
        yield _(
            "Left out, as no build wrote it: %(files)s.",
            files=", ".join(snapshot.unknown[:5]) + (", …" if len(snapshot.unknown) > 5 else ""),
        )
    difference = publish_site(snapshot, target, limits, now, is_dry=is_dry)
    if is_dry:
        yield from _list_changes(difference)
    values: dict[str, int | str] = {
        "folder": show_folder(config.output),
        "name": name,
        "added": len(difference.added),
        "changed": len(difference.changed),
        "removed": len(difference.removed),
    }
    if difference.is_empty:
        yield _("%(name)s has %(folder)s/ already: nothing to publish.", **values)
    elif is_dry:
        yield _(
            "To publish %(folder)s/ to %(name)s: %(added)s files new, %(changed)s changed, "
            "%(removed)s removed. Nothing was published.",
            **values,
        )
    else:
        yield _(
            "Published %(folder)s/ to %(name)s: %(added)s files new, %(changed)s changed, "
            "%(removed)s removed.",
            **values,
        )


def _list_changes(difference: Difference) -> Iterator[Translatable]:
    for sign, paths in (
        ("+", difference.added),
        ("~", difference.changed),
        ("-", difference.removed),
    ):
        yield from (verbatim(f"{sign} {path}") for path in paths[:_SHOWN])
        if len(paths) > _SHOWN:
            yield verbatim(f"{sign} … {len(paths) - _SHOWN}")

"""`rostrum publish`: build the site if it is out of date, and publish it to a target."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from invoke import Exit, task
from invoke.context import Context

from rostrum.build.options import BuildOptions
from rostrum.cli.execution import carry_out, read_config
from rostrum.cli.option_values import check_format, read_path
from rostrum.cli.printing import print_lines, print_notices, print_report, show_folder
from rostrum.cli.program import Refusal, TargetCommand
from rostrum.cli.prove import can_prove, carry_out_proof, report_proof, tell_proof
from rostrum.cli.published_site import (
    PublishedSite,
    describe_built_site,
    describe_site,
    parse_site,
)
from rostrum.cli.results import tell_build
from rostrum.cli.standstill import find_standstill, remember_build
from rostrum.core.ci import runs_in_ci
from rostrum.core.diagnostics import (
    Report,
    SourceLocation,
    format_plain_json,
    shorten,
    suggest,
)
from rostrum.core.endings import ENDINGS
from rostrum.core.system_errors import describe_error
from rostrum.core.translatable import Translatable, join_sentences, verbatim
from rostrum.core.translatable import gettext_lazy as _

if TYPE_CHECKING:  # slow imports, not needed if the site is up to date
    from rostrum.build.config import Config
    from rostrum.config.target_settings import TargetSettings
    from rostrum.publishing.snapshot import Snapshot
    from rostrum.publishing.target import Difference, Target, TargetError

_FORMATS = ("text", "json")


@dataclass(frozen=True)
class _Call:
    """A call of the command: what it is told, and when.

    `site` is the one that it publishes, `name` and `settings` are those of the target.
    """

    options: BuildOptions
    now: datetime
    site: PublishedSite
    name: str
    settings: TargetSettings
    format: str
    is_dry: bool

    def tell(self, lines: Iterable[Translatable]) -> None:
        """Print lines: on standard error if standard output is for another program."""
        print_lines(lines, self.site, sys.stdout if self.format == "text" else sys.stderr)

    def report(self, error: TargetError) -> None:
        """Print an error at the target, with the place of its settings."""
        report = Report()
        report.error("target", _find_place(self.site, self.name), error.message, error.hint)
        print_report(report, self.format, self.site)


@task(
    klass=TargetCommand,
    help={
        "target": "name of a target in the setting targets (default: the only one)",
        "settings": "settings file (default: pelicanconf.py)",
        "dry-run": "list what would change there; change nothing there",
        "rollback": "return to the site that was published before, where the target keeps it",
        "full": "build everything anew first, whatever is known from before",
        "removals-only": "publish only what is withdrawn or deleted, although content has errors",
        "break-lock": "go on although another publication there seems to be running",
        "allow-removal": "go on although most of the published site would be removed",
        "format": "how the changes are printed: text or json",
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
    removals_only: bool = False,
    break_lock: bool = False,
    allow_removal: bool = False,
    format: str = "text",
    lang: str = "",
) -> None:
    """Publish the site to a target, whole or not at all."""
    from rostrum.publishing.kinds import Opening, open_target
    from rostrum.publishing.owner import Owner, identify_process, name_owner
    from rostrum.publishing.target import TargetError

    check_format(format, _FORMATS)
    now = datetime.now(UTC)  # noqa: TID251 - the moment of the build, and of the publication
    options = BuildOptions(
        settings=read_path("settings", settings),
        moment=now,
        no_cache=full,
        removals_only=removals_only,
        allow_removal=allow_removal,
        publishes=True,
        lang=lang,
    )
    built = _find_built(options, now)
    site = built or _read_site(options)
    name, chosen = _choose_target(target, site.targets)
    if chosen.url:
        options = replace(options, site_url=chosen.url)
        built = None if rollback else _find_built(options, now)
    call = _Call(options, now, site, name, chosen, format, dry_run)
    owner = Owner(name_owner(os.environ), identify_process(os.getpid()), now, break_lock)
    opening = Opening(chosen, Path(site.root), owner, Path(site.state_dir))
    try:
        with _uncollected(), _ending_orderly(), closing(open_target(opening)) as opened:
            if rollback:
                _roll_back(call, opened)
            else:
                config = _load_config(options)
                _check_folder(chosen, config)
                call = replace(call, site=_bring_up_to_date(call, built, config))
                _publish_to(call, opened, config)
    except TargetError as error:
        call.report(error)
        raise Exit(code=1) from None


def _find_built(options: BuildOptions, now: datetime) -> PublishedSite | None:
    """Return the site that the last build wrote, None if it is out of date."""
    last = find_standstill(options)
    if options.asks_again or not last.lasts(now):
        return None
    return parse_site(last.messages.get("site", ""))


def _read_site(options: BuildOptions) -> PublishedSite:
    return describe_site(_load_config(options))


def _load_config(options: BuildOptions) -> Config:
    """Return the configuration of a build; leave if it is wrong."""
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


def _find_place(site: PublishedSite, name: str) -> SourceLocation:
    """Return the place of a target in the settings file, or in one that it imports."""
    from rostrum.config.setting_locations import find_assignments, show_target

    if not site.settings_file:
        return SourceLocation(name)
    file = Path(site.settings_file)
    found = find_assignments(file).get("ROSTRUM")
    if found is None:
        return SourceLocation(show_target(file))
    places = found.places
    return places.get(("targets", name), places.get(("targets",), found.place))


def _check_folder(target: TargetSettings, config: Config) -> None:
    """Raise TargetError for a folder that is a part of the site, or of what it is made of."""
    if target.kind != "folder":
        return
    from rostrum.build.overlaps import find_owner
    from rostrum.publishing.target import TargetError

    place = Path(os.path.realpath(config.root / Path(target.to).expanduser()))
    if owner := find_owner(place, config):
        name, folder = owner
        message = _(
            "%(name)s, %(folder)s/, is no place to publish to",
            name=name,
            folder=show_folder(folder),
        )
        raise TargetError(message, _("Choose a folder beside it."))


def _bring_up_to_date(call: _Call, built: PublishedSite | None, config: Config) -> PublishedSite:
    """Build the site for a target unless the last build did; leave if that fails."""
    if built is not None and not built.has_placeholders and can_prove(config):
        return built
    options, now = call.options, call.now
    last = find_standstill(options)
    last.forget()
    result = carry_out(options)
    print_notices(result)
    print_report(result.report, "text", result)
    remember_build(last, result, now)
    site = None if result.exitcode else describe_built_site(result)
    if site is None:
        lines = [*tell_build(result, options), _("Nothing was published.")]
        print_lines(lines, result, sys.stdout if call.format == "text" else sys.stderr)
        raise Exit(code=result.exitcode or 1)
    return site


def _prove(call: _Call, config: Config) -> None:
    """Leave with the findings if something that is not out is in the built site."""
    proof, _seconds = carry_out_proof(config, is_full=call.options.no_cache)
    public = sorted({found.path for found in proof.leaks} & {*call.site.kept})
    if public:  # it does not wait for another page that something is taken off
        call.tell(
            [_("As published before, with what was taken off: %(files)s.", files=", ".join(public))]
        )
        proof = replace(proof, leaks=tuple(it for it in proof.leaks if it.path not in public))
    findings = report_proof(proof, config)
    print_report(findings, call.format if findings.errors else "text", config)
    if findings.errors:
        call.tell([tell_proof(proof, config), _("Nothing was published.")])
        raise Exit(code=1)


@contextmanager
def _ending_orderly() -> Iterator[None]:
    """Let SIGTERM and SIGHUP end the context as an exception, so that a lock is released."""

    def end(number: int, _frame: FrameType | None) -> None:
        sys.exit(128 + number)

    numbers = [number for number in ENDINGS if number != signal.SIGINT]
    before = {number: signal.signal(number, end) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Disable garbage collection: the files of a site are many objects, without cycles."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _roll_back(call: _Call, target: Target) -> None:
    from rostrum.publishing.publication import roll_back

    release = roll_back(target)
    if call.format == "json":
        print(format_plain_json({"target": call.name, "live": release}))
    call.tell([_("Live again: the site of %(release)s.", release=release)])


def _publish_to(call: _Call, target: Target, config: Config) -> None:
    """Prove and publish the built site, and tell what has changed there, or would."""
    from rostrum.output.writer import hold_alone
    from rostrum.publishing.publication import Limits
    from rostrum.publishing.publication import publish as publish_site
    from rostrum.publishing.snapshot import read_snapshot
    from rostrum.publishing.target import TargetError

    site, output = call.site, Path(call.site.output)
    allows = call.options.allow_removal or os.environ.get("ROSTRUM_ALLOW_REMOVAL") == "1"
    limits = Limits(site.largest_removal, allows)
    try:
        with hold_alone(Path(site.state_dir, "lock")):  # no build changes the folder meanwhile
            _prove(call, config)
            snapshot = read_snapshot(output, site.retained, site.theme_folder)
            if snapshot.unknown:
                call.tell([_tell_unknown(snapshot.unknown)])
            snapshot = _compress(snapshot, call)
            difference = publish_site(snapshot, target, limits, call.now, is_dry=call.is_dry)
    except OSError as error:
        message = _(
            "%(file)s can't be read: %(reason)s",
            file=str(error.filename or output),
            reason=describe_error(error),
        )
        raise TargetError(message) from error
    if call.format == "json":
        print(format_plain_json(_to_json(call, difference)))
    elif call.is_dry:
        call.tell(_list_changes(difference))
    call.tell([_summarize(call, difference)])
    if not call.is_dry and site.addresses is not None:
        _record_addresses(call, site.addresses)
    if not (call.is_dry or difference.is_empty):
        _announce(call, snapshot, difference)


def _compress(snapshot: Snapshot, call: _Call) -> Snapshot:
    """Return a snapshot with compressed texts, if the target is to have them."""
    if not call.settings.compress:
        return snapshot
    from rostrum.publishing.compression import add_compressed
    from rostrum.publishing.target import TargetError

    try:
        return add_compressed(
            snapshot, call.settings.compress, Path(call.site.state_dir, "compressed")
        )
    except ImportError as error:
        message = _("the library %(name)s is missing", name=str(error.name))
        raise TargetError(message, _("Run: pip install %(name)s", name=str(error.name))) from None


def _announce(call: _Call, snapshot: Snapshot, difference: Difference) -> None:
    """Look at the live site and announce its changes; leave with 1 if that fails."""
    if not call.settings.url:
        return
    from rostrum.publishing.announcements import LiveSite, announce

    live = LiveSite(call.settings.url, call.site.hub, call.site.indexnow)
    wrong = [*announce(live, snapshot, difference)]
    if wrong:
        call.tell([_("The site is published."), *wrong])
        raise Exit(code=1)


def _tell_unknown(paths: tuple[str, ...]) -> Translatable:
    named = ", ".join(paths[:5]) + (", …" if len(paths) > 5 else "")
    return _("Left out, as no build wrote it: %(files)s.", files=named)


def _list_changes(difference: Difference) -> Iterator[Translatable]:
    for sign, paths in (
        ("+", difference.added),
        ("~", difference.changed),
        ("-", difference.removed),
    ):
        yield from (verbatim(f"{sign} {path}") for path in paths)


def _to_json(call: _Call, difference: Difference) -> dict[str, object]:
    return {
        "target": call.name,
        "published": not (call.is_dry or difference.is_empty),
        "added": difference.added,
        "changed": difference.changed,
        "removed": difference.removed,
        "kept": sorted(difference.kept),
    }


def _summarize(call: _Call, difference: Difference) -> Translatable:
    values: dict[str, int | str] = {
        "folder": show_folder(Path(call.site.output)),
        "name": call.name,
        "added": len(difference.added),
        "changed": len(difference.changed),
        "removed": len(difference.removed),
    }
    if difference.is_empty:
        return _("%(name)s has %(folder)s/ already: nothing to publish.", **values)
    if call.is_dry:
        return _(
            "To publish %(folder)s/ to %(name)s: %(added)s files new, %(changed)s changed, "
            "%(removed)s removed. Nothing was published.",
            **values,
        )
    return _(
        "Published %(folder)s/ to %(name)s: %(added)s files new, %(changed)s changed, "
        "%(removed)s removed.",
        **values,
    )


def _record_addresses(call: _Call, written: str) -> None:
    """Write the record of published addresses, but in CI, whose files nobody commits."""
    from rostrum.cli.content_files import write_record
    from rostrum.site.published import ADDRESSES

    content = Path(call.site.content)
    name = show_folder(content / ADDRESSES)
    if runs_in_ci():
        message = _("%(file)s lacks addresses that are published now.", file=name)
        hint = _("On your own machine: rostrum check --fix, and commit the file.")
        call.tell([join_sentences(message, hint)])
        return
    try:
        call.tell(write_record(content, name, written.encode()))
    except OSError as error:
        message = _(
            "%(file)s can't be written: %(reason)s.", file=name, reason=describe_error(error)
        )
        call.tell([join_sentences(_("The site is published."), message)])

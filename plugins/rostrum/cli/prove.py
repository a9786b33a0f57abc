"""`rostrum prove`: search the built site for what is not out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from invoke import Exit, task
from invoke.context import Context

from rostrum.build.options import BuildOptions
from rostrum.cli.execution import read_config
from rostrum.cli.option_values import check_format, read_path
from rostrum.cli.printing import FORMATS, print_lines, print_report, show_folder
from rostrum.cli.program import Command, Refusal
from rostrum.core.diagnostics import Report, SourceLocation, printable_text
from rostrum.core.system_errors import describe_error
from rostrum.core.translatable import NO_TEXT, Translatable, group_digits, ngettext_lazy
from rostrum.core.translatable import gettext_lazy as _

if TYPE_CHECKING:  # slow imports
    from rostrum.build.config import Config
    from rostrum.embargo.proof import Found, Proof, ProvenFolder
    from rostrum.embargo.record import EmbargoRecord


@task(
    klass=Command,
    help={
        "settings": "settings file (default: pelicanconf.py)",
        "output": "folder of the built site (default: that of the settings)",
        "report": "file to write what was searched and found to, as JSON",
        "full": "read every file again, also those proven before",
        "format": "how findings are printed: text, json, github, gitlab, sarif or markdown",
        "lang": "language of messages, such as de or en (default: that of the site)",
    },
)
def prove(
    context: Context,
    settings: str = "",
    output: str = "",
    report: str = "",
    full: bool = False,
    format: str = "text",
    lang: str = "",
) -> None:
    """Search the built site for drafts and scheduled posts; writes nothing there."""
    check_format(format, FORMATS)
    options = BuildOptions(
        settings=read_path("settings", settings), output=read_path("output", output), lang=lang
    )
    result = read_config(options)
    if result.config is None:
        print_report(result.report, "text", result)
        raise Exit(code=result.exitcode)
    config, file = result.config, read_path("report", report)
    proof, seconds = carry_out_proof(config, is_full=full)
    if file:
        _write_report(file, proof, seconds)
    findings = report_proof(proof, config)
    print_report(findings, format, config)
    if format == "text":
        print_lines([tell_proof(proof, config)], config)
    if findings.errors:
        raise Exit(code=1)


def carry_out_proof(config: Config, *, is_full: bool = False) -> tuple[Proof, float]:
    """Return the proof for the output of the last build, and its seconds; raises Refusal."""
    from rostrum.embargo.proof import prove as prove_folder
    from rostrum.embargo.record import read_record

    record = read_record(config.state_dir)
    if reason := _find_obstacle(record, config):
        raise Refusal(reason)
    assert record is not None
    progress = config.make_progress()
    try:
        with progress.stage(_("Searching for what is not out")):
            proof = prove_folder(_make_folder(config, record), record, is_full=is_full)
    except ImportError as error:
        message = _(
            "The proof of the embargo needs %(name)s: pip install 'pelican-rostrum[publish]'.",
            name=error.name or "",
        )
        raise Refusal(message) from None
    return proof, sum(progress.seconds.values())


def can_prove(config: Config) -> bool:
    """Return True if the output is that of the last build, and no preview."""
    from rostrum.embargo.record import read_record

    return not _find_obstacle(read_record(config.state_dir), config)


def _find_obstacle(record: EmbargoRecord | None, config: Config) -> Translatable:
    """Return the reason why nothing can be proven; NO_TEXT without any."""
    from rostrum.output.inventory import digest_manifest
    from rostrum.output.manifest import read_manifest

    folder = show_folder(config.output)
    if record is None:
        return _(
            "Nothing is known of %(folder)s/: the last build failed, or was made elsewhere. "
            "Build the site first: rostrum build.",
            folder=folder,
        )
    if record.is_preview:
        return _(
            "%(folder)s/ is a preview: it shows drafts and scheduled posts.",
            folder=folder,
        )
    if record.manifest != digest_manifest(read_manifest(config.output)):
        return _(
            "%(folder)s/ is not what the last build wrote. Build the site again: rostrum build.",
            folder=folder,
        )
    return NO_TEXT


def _make_folder(config: Config, record: EmbargoRecord) -> ProvenFolder:
    from functools import partial

    from rostrum.build.copies import read_copy
    from rostrum.embargo.proof import ProvenFolder

    return ProvenFolder(
        config.output,
        config.state_dir,
        config.content,
        partial(_list_sources, config, record),
        partial(read_copy, keep_credits=config.settings.picture_credits),
        config.settings.embargo_allowed,
        config.workers,
    )


def _list_sources(config: Config, record: EmbargoRecord) -> Iterator[str]:
    """Yield the files that say what is out: content, settings, theme, and the kit's messages."""
    from rostrum.cache.inputs import list_inputs, list_project_modules
    from rostrum.core.files import PACKAGE
    from rostrum.embargo.secrets import SecretKind
    from rostrum.embargo.sources import list_sources

    private = (each.text for each in record.secrets if each.kind is SecretKind.FILE)
    withheld = {str(config.content / path) for path in (*record.sources, *private)}
    modules = [path for path in list_project_modules() if Path(path).is_relative_to(config.root)]
    files = [config.settings_file, *modules, *list_inputs(config.inputs or ())]
    folders = [config.content, *config.theme_folders, PACKAGE / "i18n" / "locale"]
    return list_sources(map(str, folders), filter(None, files), withheld)


def report_proof(proof: Proof, config: Config) -> Report:
    """Return the findings of a proof; the words of a secret are in none of them."""
    report = Report(config.settings.levels)
    for found in proof.leaks:
        place = SourceLocation(config.show(config.output / found.path), 1, found.offset + 1)
        hint = _(
            "Find out what wrote it there. If it is no secret, allow it by its words or its file, "
            'with a reason: "embargo_allowed" in ROSTRUM.'
        )
        report.error("embargo", place, _describe(found, config), hint)
    for path, reason in proof.unsearched.items():
        place = SourceLocation(config.show(config.output / path))
        report.error("embargo", place, _("this file can't be searched: %(reason)s", reason=reason))
    for allowed, uses in proof.allowed.items():
        if not uses:
            message = _("what the proof of the embargo allows here is in no published file")
            report.note("embargo-unused", allowed.place, message, _("Remove it."))
    return report


def _describe(found: Found, config: Config) -> Translatable:
    from rostrum.embargo.secrets import name_kind

    source = config.show(config.content / found.secret.source)
    values: dict[str, int | str | Translatable] = {
        "what": name_kind(found.secret),
        "source": source,
        "offset": group_digits(found.offset),
    }
    if found.part:
        return _(
            "%(what)s of %(source)s is not out, but stands here, in %(part)s at byte %(offset)s",
            part=found.part,
            **values,
        )
    return _("%(what)s of %(source)s is not out, but stands here, at byte %(offset)s", **values)


def tell_proof(proof: Proof, config: Config) -> Translatable:
    """Return a sentence about what was searched and found."""
    values: dict[str, int | str | Translatable] = {
        "folder": show_folder(config.output),
        "files": group_digits(proof.files),
        "size": group_digits(max(1, round(proof.size / 1_000_000))),
        "secrets": group_digits(sum(proof.secrets.values())),
    }
    if proof.holds:
        return _(
            "Nothing that is not out is in %(folder)s/: %(secrets)s texts, addresses and files "
            "were searched for in %(files)s files (%(size)s MB).",
            **values,
        )
    return ngettext_lazy(
        "%(folder)s/ is not to be published: %(count)s place has what is not out, or can't be "
        "searched.",
        "%(folder)s/ is not to be published: %(count)s places have what is not out, or can't be "
        "searched.",
        len(proof.leaks) + len(proof.unsearched),
        **values,
    )


def _write_report(file: Path, proof: Proof, seconds: float) -> None:
    """Write what was searched and found; raises Refusal."""
    text = json.dumps(_to_json(proof, seconds), ensure_ascii=False, indent=2) + "\n"
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        message = _("%(file)s: %(reason)s.", file=show_folder(file), reason=describe_error(error))
        raise Refusal(message) from None


def _to_json(proof: Proof, seconds: float) -> dict[str, Any]:
    return {
        "holds": proof.holds,
        "files": proof.files,
        "files_read": proof.read,
        "bytes": proof.size,
        "seconds": round(seconds, 3),
        "secrets": {str(kind): count for kind, count in sorted(proof.secrets.items())},
        "leaks": [
            {
                "path": printable_text(each.path),
                "part": printable_text(each.part),
                "offset": each.offset,
                "kind": str(each.secret.kind),
                "source": each.secret.source,
            }
            for each in proof.leaks
        ],
        "unsearched": {path: str(reason) for path, reason in proof.unsearched.items()},
        "said_by_sources": [
            {"kind": str(secret.kind), "source": secret.source, "said_by": path}
            for secret, path in sorted(proof.said.items(), key=lambda item: item[0].key)
        ],
        "allowed": [
            {"text": item.text, "reason": item.reason, "uses": uses}
            for item, uses in proof.allowed.items()
        ],
    }

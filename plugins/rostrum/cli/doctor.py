"""The commands `rostrum doctor` and `rostrum override`: the state of an installation and a blog."""

from __future__ import annotations

import difflib
from importlib.metadata import distribution, version
from pathlib import Path
from typing import TYPE_CHECKING

from invoke import Exit, task
from invoke.context import Context

from rostrum.build.options import BuildOptions
from rostrum.cli.execution import carry_out
from rostrum.cli.file_selection import is_below
from rostrum.cli.option_values import check_format, read_path
from rostrum.cli.printing import load_site_language, print_lines, print_report, show_folder
from rostrum.cli.program import Command, Refusal
from rostrum.core.diagnostics import Report, printable_text, shorten, suggest
from rostrum.core.files import read_raw
from rostrum.core.system_errors import describe_error
from rostrum.core.translatable import Translatable, join_sentences, ngettext_lazy, verbatim
from rostrum.core.translatable import gettext_lazy as _

if TYPE_CHECKING:  # slow imports, not needed if the site is up to date
    from rostrum.build.result import BuildResult

_KIT = "pelican-rostrum"


@task(
    klass=Command,
    help={
        "settings": "settings file (default: pelicanconf.py)",
        "format": "how findings are printed: text or json",
    },
)
def doctor(context: Context, settings: str = "", format: str = "text") -> None:
    """Report the installation, and what in this blog is older than the kit."""
    from rostrum.doctor.ci_files import report_ci_files
    from rostrum.doctor.overrides import list_overrides, report_overrides
    from rostrum.doctor.requirements import report_requirement

    check_format(format, ("text", "json"))
    options = BuildOptions(settings=read_path("settings", settings), check_only=True)
    result = carry_out(options)
    config = result.config
    report = Report(config.settings.levels if config else {})
    if format == "text":
        _print_facts(result)
    if config is None:
        report.extend(result.report)
    else:
        kept = [config.settings_file, *map(str, config.overrides)]
        report.extend(found for found in result.report if is_below(Path(found.place.path), kept))
        overrides = [*list_overrides(config.overrides, config.theme / "templates")]
        report_overrides(overrides, config.show, report)
        report_ci_files(config.root, report)
        report_requirement(config.root, distribution(_KIT), report)
    print_report(report, format, result, all_findings=True)
    if format == "text" and not len(report):
        print_lines([_("Nothing is out of date.")], result)
    raise Exit(code=2 if config is None else 1 if report.errors else 0)


@task(
    klass=Command,
    positional=["template"],
    help={
        "template": "name of a template of the kit, such as partials/footer.html",
        "settings": "settings file (default: pelicanconf.py)",
        "diff": "show how your template differs from the kit's; writes nothing",
        "renew": "note in your template that you have compared it with the kit's present one",
    },
)
def override(
    context: Context,
    template: str | None = None,  # Invoke fills it with the first word of the call
    settings: str = "",
    diff: bool = False,
    renew: bool = False,
) -> None:
    """Copy a template of the kit into this blog, to change it there."""
    from rostrum.cli.content_files import change_file, create_file
    from rostrum.doctor.overrides import copy_template, drop_origin, renew_origin

    result = carry_out(BuildOptions(settings=read_path("settings", settings), check_only=True))
    config = result.config
    if config is None:
        print_report(result.report, "text", result)
        raise Exit(code=2)
    name = template or ""
    kits = _read_kits(config.theme / "templates", name)
    folder = config.overrides[0] if config.overrides else config.root / "templates"
    file = folder / name
    own = drop_origin(_read_own(file)) if diff or renew else ""
    if diff:
        names = f"rostrum/{name}", show_folder(file)
        lines = difflib.unified_diff(kits.splitlines(), own.splitlines(), *names, lineterm="")
        print(printable_text("\n".join(lines)))
        return
    try:
        if renew:
            change_file(file, renew_origin(own, kits, name, version(_KIT)).encode())
        else:
            create_file(file, copy_template(kits, name, version(_KIT)).encode())
    except FileExistsError:
        raise Refusal(
            _(
                "%(file)s is left as it is: it exists. Compare it: rostrum override %(name)s "
                "--diff.",
                file=show_folder(file),
                name=name,
            )
        ) from None
    except OSError as error:
        raise _refuse(file, describe_error(error)) from None
    message = _(
        "Wrote %(file)s. Change it there; rostrum doctor tells when the kit's changes.",
        file=show_folder(file),
    )
    print_lines([message], config)


def _read_own(file: Path) -> str:
    """Return the text of a template of the site; raises Refusal if it can't be read."""
    try:
        return read_raw(file).decode()
    except OSError as error:
        raise _refuse(file, describe_error(error)) from None
    except UnicodeDecodeError:
        raise _refuse(file, _("it is not UTF-8")) from None


def _refuse(file: Path, reason: Translatable) -> Refusal:
    return Refusal(_("%(file)s: %(reason)s.", file=show_folder(file), reason=reason))


def _read_kits(folder: Path, name: str) -> str:
    """Return the text of a template of the kit; raises Refusal for an unknown name."""
    known = sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*.html"))
    if name not in known:
        message = _('The kit has no template "%(name)s".', name=shorten(name))
        raise Refusal(join_sentences(message, suggest(name, known)))
    return (folder / name).read_text(encoding="utf-8")


def _print_facts(result: BuildResult) -> None:
    from rostrum.defaults import ROSTRUM_DEFAULTS
    from rostrum.doctor.installation import describe
    from rostrum.rendering.templates import CONTRACT

    config = result.config
    facts = [*describe()]
    if config is not None:
        facts.append((_("settings"), verbatim(config.settings_file)))
        facts.append((_("version of the defaults"), verbatim(str(ROSTRUM_DEFAULTS))))
        facts.append((_("version of the contract of templates"), verbatim(str(CONTRACT))))
        facts.append((_("theme"), verbatim(show_folder(config.theme))))
        count = sum(1 for folder in config.overrides for _file in folder.rglob("*.html"))
        facts.append(
            (
                _("own templates"),
                ngettext_lazy("%(count)s file", "%(count)s files", count) if count else _("none"),
            )
        )
        facts.append((_("cache"), verbatim(str(config.notes.parent))))
    language = load_site_language(result)
    rows = [(label.translate(language), value.translate(language)) for label, value in facts]
    width = max(len(label) for label, _value in rows)
    for label, value in rows:
        print(printable_text(f"{label:{width}}  {value}"))

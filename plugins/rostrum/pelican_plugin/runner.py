"""Run a complete build with Pelican and the kit, for the commands."""

from __future__ import annotations

import gc
import importlib
import os
import re
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from weakref import ReferenceType

from jinja2 import TemplateError
from pelican import Pelican
from pelican.log import console
from pelican.plugins import signals
from pelican.settings import get_settings_from_file, read_settings

from rostrum import defaults
from rostrum.build.build import build
from rostrum.build.config import Config, PriorityPages
from rostrum.build.embargo_record import record_embargo
from rostrum.build.options import PREVIEW, BuildOptions
from rostrum.build.result import BuildResult
from rostrum.cache.bodies import MissingBodyError
from rostrum.cache.directory import open_cache_dir
from rostrum.cache.inputs import digest_settings, import_beside, select_own
from rostrum.config.setting_locations import show_target
from rostrum.core.diagnostics import Diagnostic, Report, SourceLocation, shorten, suggest
from rostrum.core.files import PACKAGE
from rostrum.core.translatable import NO_TEXT, Translatable, verbatim
from rostrum.core.translatable import gettext_lazy as _
from rostrum.embargo.record import forget_record
from rostrum.i18n.user_language import choose_languages
from rostrum.pelican_plugin.compatibility import needs_pelican
from rostrum.pelican_plugin.config_checks import PUBLIC
from rostrum.pelican_plugin.log_capture import capture_logs
from rostrum.pelican_plugin.other_themes import renders_kit_pages
from rostrum.pelican_plugin.setting_places import SETTINGS_FILE, SettingPlaces
from rostrum.pelican_plugin.settings import EVALUATED, check_kinds, make_config
from rostrum.pelican_plugin.settings_errors import describe_text, explain
from rostrum.pelican_plugin.signals import end_theme, make_report
from rostrum.pelican_plugin.staged_build import BUILD, StagedBuild, Stop
from rostrum.pelican_plugin.subsites import is_subsites_plugin
from rostrum.pelican_plugin.unset_settings import fill_bare_folder, fill_unset
from rostrum.rendering.template_errors import TemplateFault, locate_template_error

_DROPPED = re.compile(r"Detected misconfigur(?:ation with|ed) (\w+)")  # pelican/settings.py


def run_build(
    options: BuildOptions, before: BuildResult | None = None, priority: PriorityPages | None = None
) -> BuildResult:
    """Run a build with some options and return its result; never raise for author errors.

    Reuse the content read by `before`, an earlier build in this process. Write the pages in
    `priority` first.
    """
    with _uncollected():
        result = _carry_out(options, before, priority)
    if result.config is None:
        languages = choose_languages(options.lang, "", options.user_languages)
        return replace(result, languages=languages)
    return result


@contextmanager
def _uncollected() -> Iterator[None]:
    """Disable garbage collection within the context, then freeze the new objects.

    A build creates many long-lived objects, with hardly any reference cycles. The search for
    cycles takes a fifth of the time of a build with few changes.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_on:
            gc.enable()


def read_config(options: BuildOptions) -> BuildResult:
    """Return the configuration of a build without reading any content.

    The result has no `config` if the settings are invalid, or the content folder can't be read.
    """
    report = Report()
    with capture_logs(report):
        _settings, config, exitcode = _configure(options, report)
    if config is None:
        languages = choose_languages(options.lang, "", options.user_languages)
        return BuildResult(exitcode, report, languages=languages)
    return BuildResult(0, report, config)


def _carry_out(
    options: BuildOptions, before: BuildResult | None, priority: PriorityPages | None
) -> BuildResult:
    report = Report()
    with capture_logs(report):
        settings, config, exitcode = _configure(options, report)
    if config is None:
        return BuildResult(exitcode, report)
    config = replace(config, priority=priority)
    if before is not None:
        config = replace(config, previous=before.sources.content.held)
    try:
        return _run(settings, config, options, report)
    except MissingBodyError:  # the cache was damaged or emptied during the build
        anew = replace(config, no_cache=True, keep_texts=True)
        return _run(settings, anew, options, report)


def _configure(options: BuildOptions, report: Report) -> tuple[dict[str, Any], Config | None, int]:
    """Return Pelican's settings, the configuration, and the exit code.

    There is no configuration, and an exit code other than 0, if there are errors.
    """
    cache = open_cache_dir(options.folder)
    settings = _read_pelican_settings(options, report)
    if settings is None or report.errors:
        return {}, None, 2
    if not os.access(settings["PATH"], os.R_OK | os.X_OK):
        message = _("the content folder can't be read")
        place = SourceLocation(_display_path(settings["PATH"], None))
        report.error("unreadable", place, message, _("May you read it?"))
        return settings, None, 1
    config = make_config(settings, report, options, cache)
    return (settings, None, 2) if report.errors else (settings, config, 0)


def _run(
    settings: dict[str, Any], config: Config, options: BuildOptions, report: Report
) -> BuildResult:
    findings = make_report(config, is_strict=options.strict)
    findings.extend(report)
    if not config.check_only:
        forget_record(config.state_dir)
    if not needs_pelican(settings, config):
        result = build(config, findings)
    else:
        staged = StagedBuild(config, findings)
        try:
            result = _run_pelican(settings, staged)
        finally:
            staged.close()
    record_embargo(result)
    return result


def _run_pelican(settings: dict[str, Any], staged: StagedBuild) -> BuildResult:
    settings[BUILD] = staged
    with capture_logs(staged.report), _alone_with_signals(), _quiet():
        try:
            pelican = Pelican(settings)
        except Exception as error:  # any exception of a plugin, on import or registration
            _report_broken(error, staged.report)
            return staged.make_result(2)
        try:
            pelican.run()
            end_theme(pelican.settings)
        except Stop as stop:
            return staged.make_result(stop.exitcode)
        except TemplateError as error:  # of TEMPLATE_PAGES, or of a plugin
            _report_template(error, staged.report)
        except Exception as error:
            if isinstance(error, MissingBodyError) or _is_own(error):
                raise
            _report_broken(error, staged.report)
    return staged.make_result()


def _report_broken(error: Exception, report: Report) -> None:
    """Report an exception of Pelican, a plugin, a reader or a function in the settings."""
    frame = _find_end(error)
    message = _(
        "Pelican can't go on: %(name)s: %(error)s",
        name=type(error).__name__,
        error=shorten(str(error)),
    )
    hint = _("Look at PLUGINS, READERS, and the settings that Pelican or its theme uses.")
    location = SourceLocation(_display_path(frame.filename, None), frame.lineno or 1)
    report.error("pelican", location, message, hint)


def _is_own(error: Exception) -> bool:
    """Return True if the kit itself raised an exception: a bug in the kit."""
    return Path(_find_end(error).filename).is_relative_to(PACKAGE)


def _find_end(error: Exception) -> traceback.FrameSummary:
    return traceback.extract_tb(error.__traceback__)[-1]


def _report_template(error: TemplateError, report: Report) -> None:
    fault = locate_template_error(error) or TemplateFault("", 1, verbatim(str(error)))
    place = SourceLocation(fault.file or "TEMPLATE_PAGES", fault.line)
    report.error(
        "template", place, _("the template can't be rendered: %(reason)s", reason=fault.reason)
    )


def _read_pelican_settings(options: BuildOptions, report: Report) -> dict[str, Any] | None:
    file = options.settings_file
    if file is not None and not file.is_file():
        hint = _near(file, is_folder=False)
        report.error(
            "setting", SourceLocation(str(file)), _("there is no such settings file"), hint
        )
        return None
    if options.content and not options.content.is_dir():
        place = SourceLocation("--content")
        report.error("setting", *_explain_missing_content(place, file, options))
        return None
    # A settings file changes the lists it imports; reload them for the next build.
    importlib.reload(defaults)
    try:
        settings = _load(file, _chosen(options), options, report)
        if options.preview:
            settings[PUBLIC] = settings["OUTPUT_PATH"]
            preview = (file.parent if file else Path()).absolute() / PREVIEW
            settings["OUTPUT_PATH"] = str(options.output.resolve() if options.output else preview)
        _report_dropped(file, report)
        return settings
    except SyntaxError as error:
        path = _display_path(error.filename, file)
        location = SourceLocation(path, error.lineno or 1, error.offset or 1)
        report.error(
            "setting",
            location,
            _("the settings are not valid Python: %(error)s", error=error.msg),
            _("Look for a quote, bracket or comma that is missing here, or in the lines above."),
        )
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # a settings file is a program, and may raise anything
        _report_failure(error, file, options, report)
    return None


def _report_dropped(file: Path | None, report: Report) -> None:
    """Report settings rejected by Pelican as misconfigured and replaced with its default."""
    places = SettingPlaces({SETTINGS_FILE: file})
    for diagnostic in list(report):
        if dropped := _DROPPED.match(str(diagnostic.message)):
            key = dropped[1]
            message = _("%(key)s has a value of the wrong kind", key=key)
            hint = _("Pelican's documentation of settings says which kind it is.")
            report.error("setting", places.of_value(key), message, hint)


def _chosen(options: BuildOptions) -> dict[str, Any]:
    """Return the settings given by options; paths are relative to the current folder."""
    content = None if options.names_site_folder else options.content
    chosen = {
        "PATH": str(content.resolve()) if content else None,
        # A preview sets it later, after comparison with the public site's folder.
        "OUTPUT_PATH": str(options.output.resolve())
        if options.output and not options.preview
        else None,
        "SITEURL": options.site_url,
    }
    return {key: value for key, value in chosen.items() if value is not None}


def _load(
    file: Path | None, chosen: dict[str, Any], options: BuildOptions, report: Report
) -> dict[str, Any]:
    if file is None:
        content = options.content or Path(defaults.PATH)
        settings: dict[str, Any] = read_settings(override={**fill_bare_folder(content), **chosen})
        report.select(_concerns_kit_pages)
        return settings
    with import_beside(file):
        evaluated = get_settings_from_file(str(file))
    digest = digest_settings(evaluated)
    written = {**evaluated, **chosen, SETTINGS_FILE: str(file), EVALUATED: digest}
    folder = file.absolute().parent
    filled = fill_unset(check_kinds(written, report), folder)
    if options.names_site_folder and "PATH" not in written:
        filled["PATH"] = _choose_content(file.parent)
    settings = read_settings(override=_anchor(filled, file))
    if "rostrum" not in (settings["PLUGINS"] or ()):
        raise _NotAsked
    if renders_kit_pages(filled, folder):
        report.select(_concerns_kit_pages)
        settings["PLUGINS"] = [
            plugin for plugin in settings["PLUGINS"] if not is_subsites_plugin(plugin)
        ]
    return settings


def _concerns_kit_pages(diagnostic: Diagnostic) -> bool:
    """Return False for Pelican's warning of a missing locale: the kit formats dates without it."""
    return not str(diagnostic.message).startswith("Locale could not be set")


def _choose_content(folder: Path) -> str:
    """Return the content folder of a site whose settings name none."""
    return defaults.PATH if (folder / defaults.PATH).is_dir() else "."


def _anchor(settings: dict[str, Any], file: Path) -> dict[str, Any]:
    """Return settings with absolute paths, resolved from the settings file as in Pelican."""
    folder = os.path.dirname(os.path.abspath(file))  # noqa: PTH100, PTH120 - keep links

    def find(path: str) -> str:
        return os.path.normpath(os.path.join(folder, path))  # noqa: PTH118

    for key in ("PATH", "OUTPUT_PATH", "THEME", "CACHE_PATH"):
        # THEME may be the name of a theme of Pelican.
        if key in settings and (key != "THEME" or Path(find(settings[key])).exists()):
            settings[key] = find(settings[key])
    if "PLUGIN_PATHS" in settings:
        settings["PLUGIN_PATHS"] = [find(path) for path in settings["PLUGIN_PATHS"]]
    return settings


class _NotAsked(Exception):
    """The settings do not enable the kit."""


def _report_failure(
    error: BaseException, file: Path | None, options: BuildOptions, report: Report
) -> None:
    said, hint = describe_text(error), NO_TEXT
    place = _find_place(error, file) if file else SourceLocation(".")
    places = SettingPlaces({SETTINGS_FILE: file}, options.given)
    if "path containing the content" in said:  # part of Pelican's message
        place = places.of("PATH") if file else place
        place, reason, hint = _explain_missing_content(place, file, options)
    elif said.startswith("Could not find the theme"):
        place = places.of("THEME")
        name = said.removeprefix("Could not find the theme ")
        reason, hint = _('there is no theme "%(name)s"', name=name), _("Set THEME to its folder.")
    elif isinstance(error, _NotAsked):
        place = places.of("PLUGINS")
        reason = _('PLUGINS does not name "rostrum"')
        hint = _('Write PLUGINS = ["rostrum"], or add "rostrum" to the list.')
    elif isinstance(error, NameError) and error.name == "PLUGINS":
        reason, hint = _("PLUGINS is not set yet"), _('Write PLUGINS = ["rostrum"].')
    else:
        reason, hint = explain(error)
    report.error("setting", place, reason, hint)


def _explain_missing_content(
    place: SourceLocation, file: Path | None, options: BuildOptions
) -> tuple[SourceLocation, Translatable, Translatable]:
    """Return location, message and hint if there is no content folder."""
    if options.content:
        name = shorten(str(options.content))
        message = _('there is no content folder "%(name)s"', name=name)
        return SourceLocation("--content"), message, _near(options.content, is_folder=True)
    if file is not None:
        return place, _("there is no content folder"), _("Set PATH, or use --content.")
    hint = _("Go to the folder of your blog, or make a new one: rostrum init FOLDER.")
    folders = (Path(*([".."] * level)) for level in range(1, len(Path.cwd().parts)))
    site = next((folder for folder in folders if (folder / "pelicanconf.py").is_file()), None)
    if site:
        hint = _(
            "The site seems to be in the folder %(folder)s: go there, then try again.",
            folder=str(site),
        )
    return place, _("no blog is in this folder: neither pelicanconf.py nor content/"), hint


def _near(file: Path, *, is_folder: bool) -> Translatable:
    folder = file.parent
    siblings = [*folder.iterdir()] if folder.is_dir() else []
    names = [entry.name for entry in siblings if entry.is_dir() == is_folder]
    return suggest(file.name, [name for name in names if name.endswith(file.suffix)], NO_TEXT)


def _display_path(written: str | None, file: Path | None) -> str:
    path = Path(written) if written else file or Path("pelicanconf.py")
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)


def _find_place(error: BaseException, file: Path) -> SourceLocation:
    """Return where an exception arose in the settings file, or in a file that it imports."""
    frames = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if Path(frame.filename).is_file() and select_own([os.path.abspath(frame.filename)])  # noqa: PTH100
    ]
    if not frames:
        return SourceLocation(str(file))
    raised, line = Path(frames[-1].filename), frames[-1].lineno or 1
    is_main = raised.resolve() == file.resolve()
    return SourceLocation(str(file) if is_main else show_target(raised), line)


@contextmanager
def _quiet() -> Iterator[None]:
    """Suppress Pelican's closing line within the context."""
    was, console.quiet = console.quiet, True
    try:
        yield
    finally:
        console.quiet = was


@contextmanager
def _alone_with_signals() -> Iterator[None]:
    """Disconnect the receivers connected to Pelican's signals within the context."""
    all_signals = [signal for signal in vars(signals).values() if hasattr(signal, "receivers")]
    before = [set(signal.receivers) for signal in all_signals]
    try:
        yield
    finally:
        for signal, known in zip(all_signals, before, strict=True):
            for key in set(signal.receivers) - known:
                _disconnect(signal, key)


def _disconnect(signal: Any, key: Any) -> None:
    receiver = signal.receivers.get(key)
    if isinstance(receiver, ReferenceType):
        receiver = receiver()
    if receiver is not None:
        signal.disconnect(receiver)

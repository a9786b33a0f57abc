"""Convert Pelican's settings, including ROSTRUM, to a checked build configuration."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime
from glob import escape
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import UnknownLocaleError
from pelican.settings import DEFAULT_CONFIG
from pelican.utils import slugify

from rostrum import defaults
from rostrum.build.config import Config
from rostrum.build.overlaps import find_overlap, has_former_notes
from rostrum.cache.directory import CacheDir, open_cache_dir
from rostrum.cache.inputs import digest_settings
from rostrum.config.setting_locations import find_place, find_places
from rostrum.config.setting_types import DIALECTS, SERIAL
from rostrum.config.settings import Settings, read_settings
from rostrum.config.site_info import SiteInfo
from rostrum.core.content import Visibility
from rostrum.core.diagnostic_codes import FIXED
from rostrum.core.diagnostics import Report, SourceLocation, shorten
from rostrum.core.parallel import WorkerPool
from rostrum.core.text import spell_german
from rostrum.core.time_zones import place_in_zone
from rostrum.i18n.catalogs import CatalogError, Catalogs, Messages
from rostrum.markdown.labels import make_labels
from rostrum.markdown.options import MARKDOWN_OPTIONS
from rostrum.output.writer import Rules
from rostrum.pelican_plugin.setting_kinds import Unfit, find_kind
from rostrum.pelican_plugin.validation import check_markdown, validate_settings
from rostrum.reading.default_metadata import GivenMetadata, clean_path, read_metadata
from rostrum.reading.files import Folders
from rostrum.reading.source_file import SUFFIXES, ReadOptions
from rostrum.schema.types import is_site_url
from rostrum.site.images import Pictures
from rostrum.site.links import is_remote, report_remote
from rostrum.site.static_files import check_static_settings, make_statics

SETTINGS_FILE = "ROSTRUM_SETTINGS_FILE"
"""Key of the settings file's path, used to locate invalid settings in reports."""

ALLOW_REMOVAL = "ROSTRUM_ALLOW_REMOVAL"
"""Environment variable to confirm a large removal, for CI."""
EVALUATED = "ROSTRUM_EVALUATED"
"""Key of the digest of the evaluated settings file."""

PUBLIC = "ROSTRUM_PUBLIC"
"""Key of the public site's output folder, in the settings of a preview."""

DEFAULTS = "ROSTRUM_DEFAULTS"
"""Key set by rostrum.defaults."""

_PELICANS_MARKDOWN = deepcopy(DEFAULT_CONFIG["MARKDOWN"])

LOCAL = "http://127.0.0.1:8000"
"""Address of a site with an empty SITEURL."""


@dataclass(frozen=True, slots=True)
class Orders:
    """Build options in addition to the settings; None means the value in the settings."""

    preview: bool = False
    moment: datetime | None = None
    jobs: int | None = None
    check_only: bool = False
    no_cache: bool = False
    adopt: bool = False
    clean: bool = False
    allow_removal: bool = False
    removals_only: bool = False
    cache: CacheDir | None = None


def make_config(written: Mapping[str, Any], report: Report, orders: Orders | None = None) -> Config:
    """Return the build configuration; report each invalid setting and use its default."""
    orders = orders or Orders()
    places = _Places(written)
    settings = check_kinds(written, report)
    own = _read_own(settings, report)
    zone = _check_zone(settings, places, report)
    languages = tuple(dict.fromkeys((settings["DEFAULT_LANG"], *own.languages)))
    theme = Path(settings["THEME"]).resolve()
    overrides = tuple(Path(path).resolve() for path in settings["THEME_TEMPLATES_OVERRIDES"])
    catalogs = Catalogs.of_theme(theme, overrides)
    messages = dict(_load_messages(languages, catalogs, places.of("DEFAULT_LANG"), report))
    markdown = _find_markdown(settings, own, is_written=places.sets("MARKDOWN"))
    if markdown.is_written:
        check_markdown(markdown.options, places.of("MARKDOWN"), report)
    validate_settings(settings, places.of, report)
    cache = orders.cache or open_cache_dir(_find_folder(settings))
    _report_cache(cache, report)
    now = orders.moment or datetime.now(UTC)  # noqa: TID251 - a build reads the clock once
    config = Config(
        content=Path(settings["PATH"]).resolve(),
        output=Path(settings["OUTPUT_PATH"]).resolve(),
        theme=theme,
        root=Path.cwd(),
        notes=cache.folder,
        info=_site_info(settings, own, places, report),
        settings=own,
        settings_file=_find_file(settings),
        evaluated=settings.get(EVALUATED, digest_settings({})),
        inputs=_find_inputs(own, settings),
        reading=ReadOptions(
            lang=settings["DEFAULT_LANG"],
            languages=languages,
            timezone=zone.key,
            slugify=_slugs(settings),
            slug_from=settings["SLUGIFY_SOURCE"],
            dialect=markdown.dialect,
            markdown=markdown.options,
            metadata=_read_metadata(settings, places, report),
            labels={lang: make_labels(it.gettext) for lang, it in messages.items()},
        ),
        patterns={key: str(value) for key, value in settings.items() if _is_pattern(key)},
        folders=_folders(settings),
        messages=messages,
        visibility=Visibility(place_in_zone(now, zone), orders.preview),
        overrides=overrides,
        filters=settings["JINJA_FILTERS"],
        globals=settings["JINJA_GLOBALS"],
        static_names=_static_names(settings),
        statics=make_statics(settings, Path(settings["PATH"]).resolve(), _folders(settings)),
        workers=_make_crew(own, orders.jobs),
        check_only=orders.check_only,
        rules=Rules(
            adopt=orders.adopt,
            clean=orders.clean,
            no_cache=orders.no_cache,
            retained=frozenset(map(str, settings["OUTPUT_RETENTION"])),
        ),
        allow_removal=orders.allow_removal or orders.preview or _is_removal_confirmed(report),
        removals_only=orders.removals_only,
        no_cache=orders.no_cache,
        notices=(
            *(f"{it.message}." for it in cache.problems if not it.code),
            *markdown.notices,
        ),
    )
    check_static_settings(settings, config.statics, places.of, report)
    if orders.removals_only and not own.render:
        message = (
            "--removals-only works with the kit's own pages, and here another theme makes them"
        )
        report.error("setting", places.of("ROSTRUM"), message, "Remove the files by hand.")
    if SETTINGS_FILE in settings or not orders.check_only:
        _check_overlaps(config, settings, places.of("OUTPUT_PATH"), report)
    _check_logo(config, _find_logo(settings), report)
    if not orders.check_only:
        _check_output(config, places.of("OUTPUT_PATH"), report)
    return config


class Slugs:
    """Create slugs with Pelican, after German transliteration of umlauts (ä to ae).

    Slugs are cached: the same few tags recur in many posts.
    """

    def __init__(self, **options: Any) -> None:
        self.rules = options
        self._made: dict[str, str] = {}

    def __call__(self, text: str) -> str:
        """Return the slug of a text, empty if it has no characters valid in a URL."""
        if text not in self._made:
            self._made[text] = str(slugify(spell_german(text), **self.rules))
        return self._made[text]


class _Places:
    """Locations of settings, for top-level assignments in the settings file."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        file = settings.get(SETTINGS_FILE)
        self._file = SourceLocation(_shorten(Path(file)) if file else "pelicanconf.py")
        self._path = Path(file) if file else None
        self._lines = dict(_find_assignments(Path(file))) if file else {}

    def of(self, key: str) -> SourceLocation:
        return SourceLocation(self._file.path, self._lines.get(key, 1))

    def sets(self, key: str) -> bool:
        """Return True if the settings file assigns a setting at its top level."""
        return key in self._lines

    def within(self, key: str) -> dict[tuple[str, ...], SourceLocation]:
        """Return the locations of the keys in a setting; the empty path is the setting itself."""
        return find_places(self._path, self._file.path, key)


def _find_assignments(file: Path) -> Iterable[tuple[str, int]]:
    try:
        tree = ast.parse(file.read_text("utf-8"))
    except (OSError, SyntaxError, ValueError):
        return
    for node in tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else ()
        yield from ((target.id, node.lineno) for target in targets if isinstance(target, ast.Name))


def _shorten(path: Path) -> str:
    path, root = path.resolve(), Path.cwd()
    return (path.relative_to(root) if path.is_relative_to(root) else path).as_posix()


def _show(path: Path) -> str:
    """Return a path for messages, without resolving symbolic links."""
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)


def _find_folder(settings: Mapping[str, Any]) -> Path:
    """Return a site's folder: that of its settings file, else the current folder."""
    file = settings.get(SETTINGS_FILE)
    return Path(file).resolve().parent if file else Path.cwd()


def _find_file(settings: Mapping[str, Any]) -> str:
    """Return the absolute path of the settings file; empty for none."""
    file = settings.get(SETTINGS_FILE)
    return os.path.abspath(file) if file else ""  # noqa: PTH100 - keep links


def _find_inputs(own: Settings, settings: Mapping[str, Any]) -> tuple[str, ...] | None:
    """Return the absolute patterns of declared inputs; None if `inputs` is not set."""
    written = settings.get("ROSTRUM")  # an empty list declares no other inputs
    if not isinstance(written, Mapping) or written.get("inputs") is None:
        return None
    folder = escape(str(_find_folder(settings)))
    return tuple(os.path.join(folder, pattern) for pattern in own.inputs)  # noqa: PTH118


def check_kinds(settings: Mapping[str, Any], report: Report) -> dict[str, Any]:
    """Return the settings converted to their types.

    Report each invalid setting and replace it with its default.
    """
    places = _Places(settings)
    checked = dict(settings)
    usual = {**DEFAULT_CONFIG, **vars(defaults)}
    for key, value in settings.items():
        kind = find_kind(key, usual)
        if kind is None:
            continue
        try:
            checked[key] = kind.read(value)
        except (Unfit, RecursionError) as wrong:
            reason = wrong if isinstance(wrong, Unfit) else Unfit("is nested too deeply")
            message = kind.describe(key, value, reason)
            report.error("setting", places.of(key), message)
            checked[key] = deepcopy(usual.get(key))
    return checked


def _site_info(
    settings: Mapping[str, Any], own: Settings, places: _Places, report: Report
) -> SiteInfo:
    url = settings["SITEURL"] or LOCAL
    if not is_site_url(url):
        message = f'"{url}" is not the address of a site'
        hint = 'It looks like "https://blog.example.com", with a folder behind it or without.'
        report.error("setting", places.of("SITEURL"), message, hint)
        url = LOCAL
    size = settings["DEFAULT_PAGINATION"] or 20
    if not isinstance(size, int) or size < 1:
        message = "DEFAULT_PAGINATION is to be a whole number from 1"
        report.error("setting", places.of("DEFAULT_PAGINATION"), message)
        size = 20
    return SiteInfo(
        name=settings["SITENAME"],
        url=url.rstrip("/"),
        default_lang=settings["DEFAULT_LANG"],
        page_size=size,
        organisation=own.organisation or settings["SITENAME"],
    )


def _read_own(settings: Mapping[str, Any], report: Report) -> Settings:
    file = settings.get(SETTINGS_FILE)
    shown = _Places(settings).of("ROSTRUM").path
    return read_settings(settings.get("ROSTRUM", {}), Path(file) if file else None, shown, report)


def _check_zone(settings: Mapping[str, Any], places: _Places, report: Report) -> ZoneInfo:
    name = settings["TIMEZONE"]
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        hint = 'Names look like "Europe/Vienna".'
        report.error("setting", places.of("TIMEZONE"), f'there is no time zone "{name}"', hint)
        return ZoneInfo("UTC")


def _load_messages(
    languages: Iterable[str], catalogs: Catalogs, place: SourceLocation, report: Report
) -> Iterator[tuple[str, Messages]]:
    """Yield the messages of each language; report unknown languages and invalid catalogs."""
    for lang in languages:
        try:
            yield lang, catalogs.load(lang)
        except CatalogError as error:
            hint = "Check the file with msgfmt, or restore it."
            location = SourceLocation(_shorten(error.file), error.line)
            report.error("catalog", location, f"the catalog is invalid: {error.reason}", hint)
        except (UnknownLocaleError, ValueError):
            hint = 'Codes look like "de" or "en" (BCP 47).'
            report.error("setting", place, f'there is no language "{lang}"', hint)


def _is_removal_confirmed(report: Report) -> bool:
    """Return True if the environment confirms a large removal."""
    written = os.environ.get(ALLOW_REMOVAL, "")
    if written not in ("", "0", "1"):
        message = f'{ALLOW_REMOVAL} is to be 1 or 0, not "{shorten(written)}"'
        report.error(
            "setting", SourceLocation(ALLOW_REMOVAL), message, "1 confirms a large removal."
        )
    return written == "1"


def _find_logo(settings: Mapping[str, Any]) -> SourceLocation:
    """Return the location of the logo in the settings."""
    file = settings.get(SETTINGS_FILE)
    shown = _Places(settings).of("ROSTRUM").path
    return find_place(Path(file) if file else None, shown, "logo")


def _check_logo(config: Config, place: SourceLocation, report: Report) -> None:
    """Report a logo if it is missing, outside the content folder, or not a picture."""
    logo, pictures = config.settings.logo.lstrip("/"), Pictures(config.content)
    if not logo:
        return
    if is_remote(logo):
        report_remote(logo, place, report)
    elif ".." in logo.split("/") or not pictures.exists(logo):
        message = f'there is no picture "{shorten(logo)}" in the content folder, as logo'
        hint = "The path begins below the content folder: images/logo.svg."
        report.error("setting", place, message, hint)
    else:
        facts = pictures.look(config.content / logo)
        flaw = next(iter(facts.flaws), None)
        if flaw and flaw.code in (*FIXED, "not-image"):
            report.error("setting", place, f'the logo "{logo}": {flaw.message}', flaw.hint)
        elif not flaw and not facts.width and not logo.lower().endswith(".svg"):
            message = f'the logo "{shorten(logo)}" is no picture'
            report.error("setting", place, message, "Name an SVG, PNG, JPEG or WebP.")


def _report_cache(cache: CacheDir, report: Report) -> None:
    """Report a cache folder if it is writable by other users or tracked by Git."""
    for problem in cache.problems:
        place = SourceLocation(_show(problem.path))
        if problem.code == "cache-tracked":
            report.error("cache-tracked", place, problem.message, problem.hint)
        elif problem.code == "cache-dir":
            report.warning("cache-dir", place, problem.message, problem.hint)


def _check_overlaps(
    config: Config, settings: Mapping[str, Any], place: SourceLocation, report: Report
) -> None:
    """Report an output folder if it would publish private files."""
    output = config.output
    file, public = settings.get(SETTINGS_FILE), settings.get(PUBLIC)
    if other := find_overlap(output, config, file and Path(file), public and Path(public)):
        message = f'the output folder "{_shorten(output)}" and {other} lie in each other'
        hint = "A host publishes the whole output folder, drafts in it too. Choose another one."
        report.error("setting", place, message, hint)
    if has_former_notes(output):
        message = f'the output folder "{_shorten(output)}" holds notes of an earlier version'
        hint = 'They tell the texts of drafts: delete the folder ".rostrum" in it.'
        report.error("setting", place, message, hint)


def _check_output(config: Config, place: SourceLocation, report: Report) -> None:
    """Report an output folder if it is not writable."""
    output = config.output
    existing = next(folder for folder in (output, *output.parents) if folder.exists())
    if not existing.is_dir():
        message = f'the output folder can\'t be made: "{_shorten(existing)}" is a file'
        report.error("setting", place, message, "Choose another folder, or move the file.")
    elif not os.access(existing, os.W_OK | os.X_OK):
        message = f'nothing can be written to "{_shorten(existing)}"'
        report.error(
            "setting", place, message, "Choose another folder, or change who may write it."
        )


def _slugs(settings: Mapping[str, Any]) -> Slugs:
    return Slugs(
        regex_subs=settings["SLUG_REGEX_SUBSTITUTIONS"],
        preserve_case=settings["SLUGIFY_PRESERVE_CASE"],
        use_unicode=settings["SLUGIFY_USE_UNICODE"],
    )


@dataclass(frozen=True, slots=True)
class _Markdown:
    """The dialect of Markdown, and Python-Markdown's options, written in the settings or not."""

    dialect: str
    options: Mapping[str, Any]
    is_written: bool

    @property
    def notices(self) -> tuple[str, ...]:
        """A line about a MARKDOWN setting without effect."""
        if not self.is_written or self.dialect == "python-markdown":
            return ()
        return (f"MARKDOWN is not used: the texts are in {DIALECTS[self.dialect]}.",)


def _find_markdown(settings: Mapping[str, Any], own: Settings, *, is_written: bool) -> _Markdown:
    """Return the dialect: that of ROSTRUM["markdown"], else the one suited to the other settings.

    GitHub's dialect suits a site with the kit's defaults and no MARKDOWN. Every other site has
    its texts in Python-Markdown already.
    """
    is_written = is_written or settings["MARKDOWN"] != _PELICANS_MARKDOWN
    has_defaults = not is_written and DEFAULTS in settings
    dialect = own.markdown or ("gfm" if has_defaults else "python-markdown")
    if has_defaults or dialect != "python-markdown":
        return _Markdown(dialect, MARKDOWN_OPTIONS, is_written)
    return _Markdown(dialect, _markdown_options(settings), is_written)


def _markdown_options(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return the MARKDOWN setting as arguments of Markdown()."""
    options = dict(settings["MARKDOWN"])
    configs = dict(options.get("extension_configs", {}))
    configs.pop("markdown.extensions.meta", None)
    names = [*options.get("extensions", ()), *configs]
    options["extension_configs"] = configs
    options["extensions"] = list(dict.fromkeys(names))
    return options


def _make_crew(own: Settings, jobs: int | None) -> WorkerPool:
    jobs = own.jobs if jobs is None else jobs
    if own.executor == SERIAL:
        return WorkerPool(1)
    return WorkerPool(jobs, own.executor if callable(own.executor) else None)


def _is_pattern(key: str) -> bool:
    return key.endswith(("_URL", "_SAVE_AS"))


def _read_metadata(settings: Mapping[str, Any], places: _Places, report: Report) -> GivenMetadata:
    content, folders = Path(settings["PATH"]).resolve(), _folders(settings)

    def kinds_at(path: str) -> set[str]:
        is_other = not path.endswith(SUFFIXES) and (content / path).is_file()
        return set() if is_other else folders.kinds_at(path)

    file = places.of("EXTRA_PATH_METADATA").path
    return read_metadata(settings, content, kinds_at, places.within, file, report)


def _static_names(settings: Mapping[str, Any]) -> dict[str, str]:
    """Return the output paths of static files with a custom `save_as`, by source path."""
    return {
        clean_path(path): str(name)
        for path, meta in settings["EXTRA_PATH_METADATA"].items()
        if isinstance(meta, Mapping) and (name := meta.get("save_as", meta.get("path")))
    }


def _folders(settings: Mapping[str, Any]) -> Folders:
    return Folders(
        posts=tuple(settings["ARTICLE_PATHS"]),
        pages=tuple(settings["PAGE_PATHS"]),
        ignore=tuple(settings["IGNORE_FILES"]),
        post_excludes=_clean_paths(settings["ARTICLE_EXCLUDES"]),
        page_excludes=_clean_paths(settings["PAGE_EXCLUDES"]),
    )


def _clean_paths(paths: Iterable[str]) -> tuple[str, ...]:
    return tuple(clean_path(path) for path in paths)

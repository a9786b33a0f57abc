"""Convert Pelican's settings, including ROSTRUM, to a checked build configuration."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime
from glob import escape
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pelican.settings import DEFAULT_CONFIG
from pelican.utils import slugify

from rostrum import defaults
from rostrum.branding.palette import Palette
from rostrum.build.config import Config
from rostrum.build.options import BuildOptions
from rostrum.cache.directory import CacheDir, open_cache_dir
from rostrum.cache.inputs import digest_settings
from rostrum.config.setting_locations import show_target
from rostrum.config.setting_types import SERIAL
from rostrum.config.settings import Settings, read_settings
from rostrum.config.site_info import SiteInfo
from rostrum.core.ci import runs_in_ci
from rostrum.core.content import Visibility
from rostrum.core.diagnostics import Report, SourceLocation, shorten, suggest
from rostrum.core.hosts import write_ascii_host
from rostrum.core.languages import UnknownLanguageError, has_locale, list_fallbacks, read_language
from rostrum.core.parallel import WorkerPool
from rostrum.core.text import spell_german
from rostrum.core.theme_colors import ThemeColors, read_theme_colors
from rostrum.core.time_zones import place_in_zone
from rostrum.core.translatable import Translatable, verbatim
from rostrum.core.translatable import gettext_lazy as _
from rostrum.i18n.catalogs import DIAGNOSTICS, CatalogError, Catalogs, Messages
from rostrum.i18n.user_language import choose_languages, has_diagnostics
from rostrum.markdown.labels import TextLabels, make_labels
from rostrum.output.writer import Rules
from rostrum.pelican_plugin.config_checks import check_config, describe_cache, report_cache
from rostrum.pelican_plugin.link_settings import add_pelican_links
from rostrum.pelican_plugin.markdown_settings import DEFAULTS, MarkdownSettings, find_markdown
from rostrum.pelican_plugin.other_themes import choose_renderer
from rostrum.pelican_plugin.setting_kinds import Unfit, find_kind
from rostrum.pelican_plugin.setting_places import SETTINGS_FILE, SettingPlaces
from rostrum.pelican_plugin.subsites import SUBSITES, describe_subsites, map_subsites
from rostrum.pelican_plugin.unset_settings import MOVED
from rostrum.pelican_plugin.validation import check_markdown, validate_settings
from rostrum.reading.default_metadata import GivenMetadata, clean_path, read_metadata
from rostrum.reading.files import Folders
from rostrum.reading.source_file import SUFFIXES, ReadOptions
from rostrum.schema.renames import SETTING, FormerNames, rename_settings
from rostrum.schema.types import is_site_url
from rostrum.site.static_files import make_statics
from rostrum.site.translations import TranslationKeys

ALLOW_REMOVAL = "ROSTRUM_ALLOW_REMOVAL"
"""Environment variable to confirm a large removal, for CI."""

TRANSLATION_KEYS = ("ARTICLE_TRANSLATION_ID", "PAGE_TRANSLATION_ID")
"""Settings with the keys that translations have in common."""

EVALUATED = "ROSTRUM_EVALUATED"
"""Key of the digest of the evaluated settings file."""

LOCAL = "http://127.0.0.1:8000"
"""Address of a site with an empty SITEURL."""


def make_config(
    written: Mapping[str, Any],
    report: Report,
    options: BuildOptions | None = None,
    cache: CacheDir | None = None,
) -> Config:
    """Return the build configuration; report each invalid setting and use its default."""
    options = options or BuildOptions()
    places = SettingPlaces(written, options.given)
    settings = check_kinds(written, report)
    settings["DEFAULT_LANG"] = _read_default_lang(settings, places, report)
    _rename_settings(settings, places, options.renames, report)
    kit_settings = _read_kit_settings(settings, places, report)
    kit_settings = choose_renderer(settings, kit_settings, places, report)
    kit_settings = map_subsites(settings, kit_settings, places, report)
    validate_settings(settings, places.of, report)
    markdown = _read_markdown(settings, kit_settings, places, report)
    messages = dict(_load_messages(settings, kit_settings, report))
    _report_untranslated(kit_settings, messages, places, report)
    reading = replace(
        _make_read_options(settings, kit_settings, places, report),
        dialect=markdown.dialect,
        markdown=markdown.options,
        labels=_make_labels(messages),
        typography=_choose_typography(messages, kit_settings),
        has_typography=kit_settings.typography,
        metadata=_read_metadata(settings, kit_settings, places, options.renames, report),
        renames=options.renames,
    )
    cache = cache or open_cache_dir(_find_folder(settings))
    config = Config(
        content=Path(settings["PATH"]).resolve(),
        output=Path(settings["OUTPUT_PATH"]).resolve(),
        theme=Path(settings["THEME"]).resolve(),
        root=Path.cwd(),
        notes=cache.folder,
        info=_make_site_info(settings, kit_settings, places, report),
        settings=kit_settings,
        reading=reading,
        python_markdown=markdown.python_markdown,
        patterns=_read_patterns(settings),
        default_category=_find_default_category(settings, places),
        renames=options.renames,
        folders=_make_folders(settings),
        visibility=_make_visibility(reading, options),
        messages=messages,
        translation_keys=TranslationKeys(
            *(tuple(_list_translation_keys(settings, key)) for key in TRANSLATION_KEYS)
        ),
        notices=(
            *describe_cache(cache),
            *markdown.notices,
            *_describe_file(settings, options),
            *describe_subsites(settings, kit_settings),
            *_describe_addresses(settings),
            *(_describe_site_url(settings, options) if kit_settings.render else ()),
        ),
    )
    config = _add_theme(config, settings, kit_settings)
    config = _add_static_files(config, settings)
    config = _add_inputs(config, settings)
    config = _add_options(config, settings, options, report)
    _check_lang(config, options, report)
    report_cache(cache, report)
    check_config(config, settings, places, report)
    return config


def _check_lang(config: Config, options: BuildOptions, report: Report) -> None:
    """Report a language asked for without messages; the site may have its own catalogs."""
    if options.lang and not has_diagnostics(options.lang, config.diagnostics):
        message = _('there are no messages in the language "%(lang)s"', lang=shorten(options.lang))
        hint = suggest(options.lang, ("de", "en"))
        report.error("setting", SourceLocation("--lang"), message, hint)


def _add_theme(config: Config, settings: Mapping[str, Any], kit_settings: Settings) -> Config:
    """Return the configuration with the site's additions to the theme."""
    own = _find_own_folder(settings, "static") if kit_settings.render else None
    if own and (own.is_relative_to(config.content) or config.content.is_relative_to(own)):
        own = None  # what is below the content folder is published by other rules
    return replace(
        config,
        overrides=_find_overrides(settings, kit_settings),
        own_static=own,
        filters=settings["JINJA_FILTERS"],
        globals=settings["JINJA_GLOBALS"],
    )


def _add_static_files(config: Config, settings: Mapping[str, Any]) -> Config:
    """Return the configuration with the static files and their output paths."""
    return replace(
        config,
        static_names=_map_static_names(settings),
        statics=make_statics(settings, config.content, config.folders),
    )


def _add_inputs(config: Config, settings: Mapping[str, Any]) -> Config:
    """Return the configuration with what the next build compares."""
    return replace(
        config,
        settings_file=_find_file(settings),
        evaluated=settings.get(EVALUATED, digest_settings({})),
        inputs=_find_inputs(config.settings, settings),
    )


def _add_options(
    config: Config, settings: Mapping[str, Any], options: BuildOptions, report: Report
) -> Config:
    """Return the configuration with the options of the command."""
    return replace(
        config,
        workers=_make_workers(config.settings, options),
        check_only=options.check_only,
        rules=Rules(
            adopt=options.adopt,
            clean=options.clean,
            no_cache=options.no_cache,
            retained=frozenset(map(str, settings["OUTPUT_RETENTION"])),
        ),
        allow_removal=options.allow_removal or options.preview or _is_removal_confirmed(report),
        removals_only=options.removals_only,
        publishes=options.publishes and not options.removals_only,
        languages=choose_languages(options.lang, config.reading.lang, options.user_languages),
        no_cache=options.no_cache,
    )


def _make_read_options(
    settings: Mapping[str, Any], kit_settings: Settings, places: SettingPlaces, report: Report
) -> ReadOptions:
    """Return the options of reading, without those of Markdown."""
    return ReadOptions(
        lang=settings["DEFAULT_LANG"],
        languages=_list_languages(settings, kit_settings),
        timezone=_check_zone(settings, places, report).key,
        slugify=make_slugs(settings),
        slug_from=settings["SLUGIFY_SOURCE"],
        extra_keys=_list_extra_keys(settings, kit_settings),
        has_editor=kit_settings.admin is not None,
    )


def _read_markdown(
    settings: Mapping[str, Any], kit_settings: Settings, places: SettingPlaces, report: Report
) -> MarkdownSettings:
    markdown = find_markdown(settings, kit_settings, is_written=places.sets("MARKDOWN"))
    if markdown.is_written:
        check_markdown(markdown.options, places.of("MARKDOWN"), report)
    return markdown


def _make_visibility(reading: ReadOptions, options: BuildOptions) -> Visibility:
    now = options.moment or datetime.now(UTC)  # noqa: TID251 - a build reads the clock once
    return Visibility(place_in_zone(now, ZoneInfo(reading.timezone)), options.preview)


class Slugs:
    """Create slugs with Pelican, after German transliteration of umlauts (ä to ae).

    Slugs are cached: the same few tags recur in many posts.
    """

    def __init__(self, **options: Any) -> None:
        self.rules = options
        self._slugs: dict[str, str] = {}

    def __call__(self, text: str) -> str:
        """Return the slug of a text, empty if it has no characters valid in a URL."""
        if text not in self._slugs:
            self._slugs[text] = str(slugify(spell_german(text), **self.rules))
        return self._slugs[text]


def _find_folder(settings: Mapping[str, Any]) -> Path:
    """Return a site's folder: that of its settings file, else the current folder."""
    file = settings.get(SETTINGS_FILE)
    return Path(file).resolve().parent if file else Path.cwd()


def _find_file(settings: Mapping[str, Any]) -> str:
    """Return the absolute path of the settings file; empty for none."""
    file = settings.get(SETTINGS_FILE)
    return os.path.abspath(file) if file else ""  # noqa: PTH100 - keep links


def _describe_file(settings: Mapping[str, Any], options: BuildOptions) -> Iterator[Translatable]:
    """Yield a line about the settings that belong to the folder of `--content`."""
    if options.content is None or options.settings is not None:
        return
    file, content = settings.get(SETTINGS_FILE), show_target(Path(settings["PATH"]))
    if file:
        yield _(
            "The settings are those of %(file)s, the content is %(folder)s/.",
            file=show_target(Path(file)),
            folder=content,
        )
    else:
        yield _(
            "There is no pelicanconf.py at %(folder)s/: the kit's default settings apply.",
            folder=content,
        )


def _describe_addresses(settings: Mapping[str, Any]) -> Iterator[Translatable]:
    """Yield lines about addresses that differ from Pelican's, because the site sets none."""
    moved = [f"{kind}_URL" for kind in settings.get(MOVED, ())]
    if moved:
        yield _("Addresses that are not set are the kit's (Pelican's):")
        for key in moved:
            yield verbatim(f'  {key} = "{settings[key]}" ("{DEFAULT_CONFIG[key]}")')
        yield _("To choose, set …_URL and …_SAVE_AS.")


def _describe_site_url(
    settings: Mapping[str, Any], options: BuildOptions
) -> Iterator[Translatable]:
    """Yield a line if the site has no public address, and its feeds lead to this computer."""
    if options.site_url is None and settings["SITEURL"] in ("", LOCAL):
        yield _(
            "SITEURL is not set: feeds and previews of links lead to %(address)s.", address=LOCAL
        )


def _find_inputs(kit_settings: Settings, settings: Mapping[str, Any]) -> tuple[str, ...] | None:
    """Return the absolute patterns of declared inputs; None if `inputs` is not set."""
    written = settings.get("ROSTRUM")  # an empty list declares no other inputs
    if not isinstance(written, Mapping) or written.get("inputs") is None:
        return None
    folder = escape(str(_find_folder(settings)))
    return tuple(os.path.join(folder, pattern) for pattern in kit_settings.inputs)  # noqa: PTH118


def check_kinds(settings: Mapping[str, Any], report: Report) -> dict[str, Any]:
    """Return the settings converted to their types.

    Report each invalid setting and replace it with its default.
    """
    places = SettingPlaces(settings)
    checked = dict(settings)
    usual = {**DEFAULT_CONFIG, **vars(defaults)}
    for key, value in settings.items():
        kind = find_kind(key, usual)
        if kind is None:
            continue
        try:
            checked[key] = kind.read(value)
        except (Unfit, RecursionError) as wrong:
            reason = wrong if isinstance(wrong, Unfit) else Unfit(_("is nested too deeply"))
            message = kind.describe(key, value, reason)
            report.error("setting", places.of(key), message)
            checked[key] = deepcopy(usual.get(key))
    return checked


def _make_site_info(
    settings: Mapping[str, Any], kit_settings: Settings, places: SettingPlaces, report: Report
) -> SiteInfo:
    url = settings["SITEURL"] or LOCAL
    if not is_site_url(url):
        message = _('"%(url)s" is not the address of a site', url=url)
        hint = _('It looks like "https://blog.example.com", with a folder behind it or without.')
        report.error("setting", places.of("SITEURL"), message, hint)
        url = LOCAL
    size = settings["DEFAULT_PAGINATION"] or 20
    if not isinstance(size, int) or size < 1:
        message = _("DEFAULT_PAGINATION is to be a whole number from 1")
        report.error("setting", places.of("DEFAULT_PAGINATION"), message)
        size = 20
    return SiteInfo(
        name=settings["SITENAME"],
        url=write_ascii_host(url).rstrip("/"),
        default_lang=settings["DEFAULT_LANG"],
        page_size=size,
        organisation=kit_settings.organisation or settings["SITENAME"],
        colors=_read_colors(Path(settings["THEME"]), kit_settings.colors),
    )


def _read_colors(theme: Path, palette: Palette | None) -> ThemeColors:
    """Return the company's colours, then those of the theme, then those of the kit."""
    css = "".join(f"{name}: {value};" for name, value in (palette or Palette()).list_properties())
    with suppress(OSError):
        for file in sorted((theme / "static").rglob("*.css")):
            css += file.read_text("utf-8", errors="replace")
    return read_theme_colors(css)


def _rename_settings(
    settings: dict[str, Any], places: SettingPlaces, renames: FormerNames, report: Report
) -> None:
    """Give the kit's settings their present names, and report former ones."""
    written = settings.get("ROSTRUM")
    if not isinstance(written, Mapping):
        return
    settings["ROSTRUM"], found = rename_settings(written, renames.of(SETTING))
    for former in found:
        place = places.within("ROSTRUM").get(former.path, places.of("ROSTRUM"))
        renames.report_setting(former, place, report)
        places.rename("ROSTRUM", former.path, former.present_path)


def _read_kit_settings(
    settings: Mapping[str, Any], places: SettingPlaces, report: Report
) -> Settings:
    written = settings.get("ROSTRUM", {})
    within, start = places.within("ROSTRUM"), places.of("ROSTRUM")
    kit_settings = read_settings(written, within, start, report)
    return add_pelican_links(settings, kit_settings, places, report)


def _check_zone(settings: Mapping[str, Any], places: SettingPlaces, report: Report) -> ZoneInfo:
    name = settings["TIMEZONE"]
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        hint = _('Names look like "Europe/Vienna".')
        report.error(
            "setting", places.of("TIMEZONE"), _('there is no time zone "%(name)s"', name=name), hint
        )
        return ZoneInfo("UTC")


def _load_messages(
    settings: Mapping[str, Any], kit_settings: Settings, report: Report
) -> Iterator[tuple[str, Messages]]:
    """Yield the messages of each language; report invalid catalogs."""
    theme, overrides = Path(settings["THEME"]).resolve(), _find_overrides(settings, kit_settings)
    catalogs = Catalogs.of_theme(theme, overrides)
    for error in Catalogs.of_theme(theme, overrides, DIAGNOSTICS).find_invalid():
        _report_catalog(error, report)
    for lang in _list_languages(settings, kit_settings):
        try:
            yield lang, catalogs.load(lang)
        except CatalogError as error:
            _report_catalog(error, report)


def _read_default_lang(settings: Mapping[str, Any], places: SettingPlaces, report: Report) -> str:
    """Return the site's language in canonical case; report one that does not exist."""
    try:
        return read_language(settings["DEFAULT_LANG"])
    except UnknownLanguageError as wrong:
        report.error("setting", places.of_value("DEFAULT_LANG"), wrong.message, wrong.hint)
        return defaults.DEFAULT_LANG


def _make_labels(messages: Mapping[str, Messages]) -> dict[str, TextLabels]:
    """Return the labels of texts in each language of the site and in what they fall back to."""
    labels = {lang: make_labels(catalog.gettext) for lang, catalog in messages.items()}
    for lang in messages:
        for tag in list_fallbacks(lang):
            labels.setdefault(tag, labels[lang])
    return labels


def _choose_typography(langs: Iterable[str], kit_settings: Settings) -> dict[str, str]:
    """Return the language of typography by each of the site's and by what they fall back to."""
    chosen = {lang: kit_settings.locales.get(lang, lang) for lang in langs}
    for lang in tuple(chosen):
        for tag in list_fallbacks(lang):
            chosen.setdefault(tag, chosen[lang])
    return chosen


def _report_untranslated(
    kit_settings: Settings,
    messages: Mapping[str, Messages],
    places: SettingPlaces,
    report: Report,
) -> None:
    """Report each language of the site without a catalog: its readers see English words."""
    listed = places.within("ROSTRUM")
    for lang, catalog in messages.items():
        if catalog.lang in list_fallbacks(lang):
            continue
        place = places.of_value("DEFAULT_LANG")
        if lang in kit_settings.languages:
            place = places.of(SUBSITES) if places.sets(SUBSITES) else place
            number = str(kit_settings.languages.index(lang))
            place = listed.get(("languages", number), listed.get(("languages",), place))
        message = _('there is no catalog for "%(tag)s": menus and labels are in English', tag=lang)
        if not has_locale(lang):
            message = _(
                'there is no catalog and no calendar for "%(tag)s": menus, labels and dates are '
                "in English",
                tag=lang,
            )
        hint = _(
            'Translate them in FOLDER/locale/%(name)s/LC_MESSAGES/rostrum.po, with "FOLDER" in '
            "THEME_TEMPLATES_OVERRIDES; docs/templates.md says how.",
            name=lang.replace("-", "_"),
        )
        report.warning("catalog-missing", place, message, hint)


def _report_catalog(error: CatalogError, report: Report) -> None:
    location = SourceLocation(show_target(error.file), error.line)
    message = _("the catalog is invalid: %(reason)s", reason=error.reason)
    report.error("catalog", location, message, _("Check the file with msgfmt, or restore it."))


def _list_languages(settings: Mapping[str, Any], kit_settings: Settings) -> tuple[str, ...]:
    return tuple(dict.fromkeys((settings["DEFAULT_LANG"], *kit_settings.languages)))


def _find_overrides(settings: Mapping[str, Any], kit_settings: Settings) -> tuple[Path, ...]:
    """Return the folders of the site's own templates: those of the setting, then `templates/`."""
    named = [Path(path).resolve() for path in settings["THEME_TEMPLATES_OVERRIDES"]]
    own = _find_own_folder(settings, "templates") if kit_settings.render else None
    return tuple(dict.fromkeys([*named, own] if own else named))


def _find_own_folder(settings: Mapping[str, Any], name: str) -> Path | None:
    """Return a folder beside the settings file, which may not exist; None without such a file."""
    return _find_folder(settings) / name if settings.get(SETTINGS_FILE) else None


def _is_removal_confirmed(report: Report) -> bool:
    """Return True if the environment confirms a large removal."""
    written = os.environ.get(ALLOW_REMOVAL, "")
    if written not in ("", "0", "1"):
        message = _(
            '%(variable)s is to be 1 or 0, not "%(written)s"',
            variable=ALLOW_REMOVAL,
            written=shorten(written),
        )
        report.error(
            "setting", SourceLocation(ALLOW_REMOVAL), message, _("1 confirms a large removal.")
        )
    return written == "1"


def make_slugs(settings: Mapping[str, Any] = DEFAULT_CONFIG) -> Slugs:
    """Return a site's way to make slugs; without settings, that of a new site."""
    return Slugs(
        regex_subs=settings["SLUG_REGEX_SUBSTITUTIONS"],
        preserve_case=settings["SLUGIFY_PRESERVE_CASE"],
        use_unicode=settings["SLUGIFY_USE_UNICODE"],
    )


def _make_workers(kit_settings: Settings, options: BuildOptions) -> WorkerPool:
    jobs = kit_settings.jobs if options.jobs is None else options.jobs
    executor = kit_settings.executor
    if executor == SERIAL:
        return WorkerPool(1)
    return WorkerPool(jobs, executor if callable(executor) else None, options.chunk_size)


def _read_patterns(settings: Mapping[str, Any]) -> dict[str, str]:
    """Return the patterns of addresses; empty for pages that are not written.

    As in Pelican, an address may begin with a slash.
    """
    patterns = {
        key: str(value or "")
        for key, value in settings.items()
        if key.endswith(("_URL", "_SAVE_AS"))
    }
    return {
        key: value.lstrip("/") if key.endswith("_URL") else value for key, value in patterns.items()
    }


def _find_default_category(settings: Mapping[str, Any], places: SettingPlaces) -> str:
    """Return DEFAULT_CATEGORY as Pelican uses it in addresses.

    With the kit's defaults, it is empty unless it is set: a category may have been forgotten.
    """
    if DEFAULTS in settings and not places.sets("DEFAULT_CATEGORY"):
        return ""
    return str(settings["DEFAULT_CATEGORY"])


def _list_extra_keys(settings: Mapping[str, Any], kit_settings: Settings) -> tuple[str, ...]:
    """Return the keys of the site's own: those of the setting, and those of translations."""
    shared = (
        key for setting in TRANSLATION_KEYS for key in _list_translation_keys(settings, setting)
    )
    return tuple(dict.fromkeys((*kit_settings.extra_keys, *shared)))


def _list_translation_keys(settings: Mapping[str, Any], setting: str) -> list[str]:
    """Return the keys of front matter that a setting names, in small letters."""
    written = settings[setting] or ()
    keys = (written,) if isinstance(written, str) else written
    return sorted(key.lower() for key in keys)


def _read_metadata(
    settings: Mapping[str, Any],
    kit_settings: Settings,
    places: SettingPlaces,
    renames: FormerNames,
    report: Report,
) -> GivenMetadata:
    content, folders = Path(settings["PATH"]).resolve(), _make_folders(settings)

    def kinds_at(path: str) -> set[str]:
        is_other = not path.endswith(SUFFIXES) and (content / path).is_file()
        return set() if is_other else folders.kinds_at(path)

    return read_metadata(
        *(settings, content, kinds_at, places.within, places.of, report),
        extra_keys=_list_extra_keys(settings, kit_settings),
        is_ci=runs_in_ci(),
        renames=renames,
    )


def _map_static_names(settings: Mapping[str, Any]) -> dict[str, str]:
    """Return the output paths of static files with a custom `save_as`, by source path."""
    return {
        clean_path(path): str(name)
        for path, meta in settings["EXTRA_PATH_METADATA"].items()
        if isinstance(meta, Mapping) and (name := meta.get("save_as", meta.get("path")))
    }


def _make_folders(settings: Mapping[str, Any]) -> Folders:
    return Folders(
        posts=tuple(settings["ARTICLE_PATHS"]),
        pages=tuple(settings["PAGE_PATHS"]),
        ignore=tuple(settings["IGNORE_FILES"]),
        post_excludes=_clean_paths(settings["ARTICLE_EXCLUDES"]),
        page_excludes=_clean_paths(settings["PAGE_EXCLUDES"]),
        unread=_list_unread(settings),
    )


def _list_unread(settings: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the suffixes that READERS turns off, such as `.html`."""
    readers = settings["READERS"]
    return tuple(sorted(f".{name.lower()}" for name, reader in readers.items() if not reader))


def _clean_paths(paths: Iterable[str]) -> tuple[str, ...]:
    return tuple(clean_path(path) for path in paths)

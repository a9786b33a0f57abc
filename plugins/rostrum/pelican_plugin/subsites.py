"""The settings of the plugin pelican-i18n-subsites, whose work the kit does itself.

The plugin removes all posts in another language from a site, and has Pelican build one more site
for each. The kit writes all languages in one build, and needs only their names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from pelican.plugins import signals

from rostrum.config.settings import Settings
from rostrum.core.diagnostics import Report, shorten
from rostrum.core.languages import UnknownLanguageError, read_language
from rostrum.core.translatable import NO_TEXT, Translatable, join_sentences
from rostrum.core.translatable import gettext_lazy as _
from rostrum.pelican_plugin.setting_places import SettingPlaces

SUBSITES = "I18N_SUBSITES"
"""The plugin's setting: settings by language, besides DEFAULT_LANG."""

_PLUGIN = "i18n_subsites"
NamedSignal = type(signals.initialized)


def is_subsites_plugin(plugin: Any) -> bool:
    """Return True for the name or module of the plugin in PLUGINS."""
    name = plugin if isinstance(plugin, str) else getattr(plugin, "__name__", "")
    return str(name).rpartition(".")[2] == _PLUGIN


def map_subsites(
    settings: Mapping[str, Any], kit_settings: Settings, places: SettingPlaces, report: Report
) -> Settings:
    """Return the kit's settings with the languages of the plugin's.

    Report the plugin under another theme, where Pelican writes the pages, and a wrong value.
    """
    has_plugin = any(map(is_subsites_plugin, settings["PLUGINS"] or ()))
    if has_plugin and not kit_settings.render:
        report.error(
            "setting",
            places.of("PLUGINS"),
            _(
                "i18n_subsites takes all other languages out of a site whose pages "
                "another theme makes"
            ),
            _(
                'Take "i18n_subsites" out of PLUGINS: translations then stand beside their post. '
                "With the kit's theme it may stay."
            ),
        )
    subsites = settings.get(SUBSITES)
    if subsites is None:
        return kit_settings
    if not isinstance(subsites, Mapping) or not all(isinstance(lang, str) for lang in subsites):
        message = _("%(setting)s is to be a mapping from languages to settings", setting=SUBSITES)
        report.error("setting", places.of(SUBSITES), message)
        return kit_settings
    languages = dict.fromkeys(kit_settings.languages)
    for written in subsites:
        try:  # the plugin's keys are often names of locales
            languages[read_language(written.replace("_", "-"))] = None
        except UnknownLanguageError as error:
            report.error("setting", places.of(SUBSITES), error.message, error.hint)
    return replace(kit_settings, languages=tuple(languages))


def describe_subsites(
    settings: Mapping[str, Any], kit_settings: Settings
) -> Iterator[Translatable]:
    """Yield a line about settings of single languages, which the kit does not have."""
    subsites = settings.get(SUBSITES)
    if isinstance(subsites, Mapping) and kit_settings.render:
        values = [value for value in subsites.values() if isinstance(value, Mapping)]
        names = sorted({str(key) for value in values for key in value})
        line = _(
            "Of %(setting)s the kit reads the languages: %(languages)s.",
            setting=SUBSITES,
            languages=shorten(", ".join(subsites)),
        )
        unused = _("Not used: %(names)s.", names=shorten(", ".join(names))) if names else NO_TEXT
        yield join_sentences(line, unused)


def disconnect_subsites() -> None:
    """Disconnect the plugin from Pelican's signals, if Pelican has loaded it."""
    known = [signal for signal in vars(signals).values() if isinstance(signal, NamedSignal)]
    for signal in known:
        for receiver in [*signal.receivers_for(None)]:
            if str(receiver.__module__).rpartition(".")[2] == _PLUGIN:
                signal.disconnect(receiver)

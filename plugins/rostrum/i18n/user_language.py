"""The language of diagnostics: the one asked for, else that of the site, else of the person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from babel import UnknownLocaleError

from rostrum.i18n.catalogs import DIAGNOSTICS, ENGLISH, CatalogError, Catalogs, Messages

KIT = Catalogs(domain=DIAGNOSTICS)
"""The kit's own catalogs of diagnostics."""


def list_languages(environment: Mapping[str, str]) -> tuple[str, ...]:
    """Return the languages that environment variables ask for, the preferred one first.

    Nothing is returned for English, in which the messages are written. The variables and their
    order are those of GNU gettext (manual, 2.3.2 and 2.3.3): LANGUAGE is a list, and without effect
    in the locale C or POSIX.
    """
    chosen = (environment.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    locale = next(filter(None, chosen), "")
    if _to_tag(locale) in ("C", "POSIX"):
        return ()
    wanted = map(_to_tag, (environment.get("LANGUAGE") or locale).split(":"))
    languages: list[str] = []
    for tag in filter(None, wanted):
        if tag in ("C", "POSIX") or _is_english(tag):
            break
        languages.append(tag)
    return tuple(dict.fromkeys(languages))


def choose_languages(asked: str, site: str, of_user: Sequence[str]) -> tuple[str, ...]:
    """Return the languages of diagnostics about a site, the preferred one first.

    It is the one `asked` for (`--lang`), else that of the `site`; those `of_user` follow where it
    has no catalog. A person in Austria reads a site in German as `de-AT`. Nothing is returned for
    English, in which the messages are written.
    """
    regional = next((tag for tag in of_user if tag.partition("-")[0] == site), site)
    wanted = [asked] if asked else [tag for tag in (regional, *of_user) if tag]
    until = next((n for n, tag in enumerate(wanted) if _is_english(tag)), len(wanted))
    return tuple(dict.fromkeys(wanted[:until]))


def has_diagnostics(lang: str, catalogs: Catalogs = KIT) -> bool:
    """Return True if there are messages in a language."""
    return _is_english(lang) or load_diagnostics((lang,), catalogs) is not ENGLISH


def load_diagnostics(languages: Sequence[str], catalogs: Catalogs = KIT) -> Messages:
    """Return the messages in the first of some languages that there is a catalog of.

    Those that it lacks are taken from the next languages, then from the source, which is English.
    An unknown language is left out. In place of an invalid catalog of the site, which its build
    reports, the kit's own is used.
    """
    loaded = [messages for lang in languages if (messages := _load(lang, catalogs)) is not ENGLISH]
    if not loaded:
        return ENGLISH
    for messages in loaded[1:]:
        loaded[0].translations.add_fallback(messages.translations)
    return loaded[0]


def _load(lang: str, catalogs: Catalogs) -> Messages:
    try:
        messages = catalogs.load(lang)
    except CatalogError:
        messages = KIT.load(lang)
    except (UnknownLocaleError, ValueError):
        return ENGLISH
    return messages if messages.lang != "en" else ENGLISH


def _is_english(tag: str) -> bool:
    return tag.partition("-")[0].lower() == "en"


def _to_tag(locale: str) -> str:
    """Return the BCP 47 tag of a locale's name, such as `de-AT` for `de_AT.UTF-8@euro`."""
    return locale.strip().partition(".")[0].partition("@")[0].replace("_", "-")

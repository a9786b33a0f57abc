"""Translations of people and series: the main translation and one for each other language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from rostrum.core.diagnostics import Report
from rostrum.core.languages import find_fallback, list_fallbacks
from rostrum.core.model import Body, Person, Role, Series, Status
from rostrum.core.translatable import Translatable, ngettext_lazy
from rostrum.core.translatable import gettext_lazy as _

F = TypeVar("F", Person, Series)


def gather_translations(items: Iterable[F]) -> Mapping[str, Mapping[str, F]]:
    """Return the translations of people or series by key and language, sorted by key."""
    translations: dict[str, dict[str, F]] = defaultdict(dict)
    for item in items:
        translations[item.key][item.lang] = item
    return {key: dict(by_lang) for key, by_lang in sorted(translations.items())}


def leave_out_drafts(
    known: Mapping[str, Mapping[str, F]], default_lang: str
) -> Mapping[str, Mapping[str, F]]:
    """Return the translations without drafts; omit a key if its main translation is a draft."""
    return {
        key: {lang: item for lang, item in translations.items() if item.status is not Status.DRAFT}
        for key, translations in known.items()
        if not is_draft(translations, default_lang)
    }


def is_draft(translations: Mapping[str, F], default_lang: str) -> bool:
    """Return True if the main translation is a draft; the others then count as drafts too."""
    return find_main(translations, default_lang).status is Status.DRAFT


def find_main(translations: Mapping[str, F], default_lang: str) -> F:
    """Return the translation in the default language or its fallbacks, or else the first one."""
    return find_fallback(translations, default_lang) or next(iter(translations.values()))


def localize(translations: Mapping[str, Person], lang: str, default_lang: str) -> Person:
    """Return a person in a language: fields missing in `de-AT` come from `de`, then from the main.

    Without any translation, return the main one.
    """
    person = find_main(translations, default_lang)
    body = person.body if person.lang in list_fallbacks(lang) else Body()
    for tag in reversed(list_fallbacks(lang)):
        translation = translations.get(tag, person)
        if translation.lang != person.lang:
            body = translation.body if translation.body.digest else body
            person = _merge_translation(person, translation, body)
    return person


def _merge_translation(main: Person, translation: Person, body: Body) -> Person:
    """Return a translated person; missing fields come from the main translation."""
    return replace(
        main,
        lang=translation.lang,
        path=translation.path,
        place=translation.place,
        name=translation.name or main.name,
        role=translation.role or main.role,
        unit=translation.unit or main.unit,
        roles=_translate_roles(main.roles, translation.roles),
        summary=translation.summary or main.summary,
        quote=translation.quote or main.quote,
        body=body,
    )


def _translate_roles(main: Sequence[Role], translation: Sequence[Role]) -> tuple[Role, ...]:
    """Return the translated roles, matched by their order in the files."""
    if len(main) != len(translation):
        return tuple(main)
    return tuple(
        replace(role, title=translated.title, unit=translated.unit or role.unit)
        for role, translated in zip(main, translation, strict=True)
    )


def check_translated(main: Person, translation: Person, report: Report) -> None:
    """Report a translation with missing or surplus roles."""
    if translation.roles and len(translation.roles) != len(main.roles):
        message = _(
            "%(path)s has %(roles)s, this has %(number)s",
            path=main.place.path,
            roles=_count(len(main.roles)),
            number=len(translation.roles),
        )
        hint = _("Translate each of them, in the same order; the dates stay there.")
        report.error("roles-unlike", translation.where("roles"), message, hint)
    elif main.roles and (translation.role or translation.unit):
        key = "role" if translation.role else "unit"
        message = _(
            '"%(key)s" is shown nowhere, as %(path)s has "roles"', key=key, path=main.place.path
        )
        report.error(
            "roles-both", translation.where(key), message, _('Translate them under "roles:".')
        )


def _count(number: int) -> Translatable:
    if not number:
        return _("no list of roles")
    return ngettext_lazy("%(count)s role", "%(count)s roles", number)

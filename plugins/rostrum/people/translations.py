"""The faces of a person or series: the main one, and what each language says otherwise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from rostrum.core.diagnostics import Report
from rostrum.core.model import Body, Person, Role, Series, Status

F = TypeVar("F", Person, Series)


def gather_translations(items: Iterable[F]) -> Mapping[str, Mapping[str, F]]:
    """Return the faces of people, or of series, by key and language, in the order of the keys."""
    found: dict[str, dict[str, F]] = defaultdict(dict)
    for item in items:
        found[item.key][item.lang] = item
    return {key: dict(faces) for key, faces in sorted(found.items())}


def leave_out_drafts(
    known: Mapping[str, Mapping[str, F]], default_lang: str
) -> Mapping[str, Mapping[str, F]]:
    """Return the faces that are out: none of whose main one is a draft, else all but drafts."""
    return {
        key: {lang: face for lang, face in faces.items() if face.status is not Status.DRAFT}
        for key, faces in known.items()
        if not is_draft(faces, default_lang)
    }


def is_draft(faces: Mapping[str, F], default_lang: str) -> bool:
    """Say whether a person or series is a draft in every language, as its main face is one."""
    return find_main(faces, default_lang).status is Status.DRAFT


def find_main(faces: Mapping[str, F], default_lang: str) -> F:
    """Return the face that the others translate."""
    return faces.get(default_lang) or next(iter(faces.values()))


def localize(faces: Mapping[str, Person], lang: str, default_lang: str) -> Person:
    """Return a person as a language sees them: the main face where it has none."""
    main = find_main(faces, default_lang)
    face = faces.get(lang, main)
    return main if face is main else _merge_faces(main, face)


def _merge_faces(main: Person, face: Person) -> Person:
    """Return a person in another language: what its face leaves out is the main one's."""
    return replace(
        main,
        lang=face.lang,
        path=face.path,
        place=face.place,
        name=face.name or main.name,
        role=face.role or main.role,
        unit=face.unit or main.unit,
        roles=_translate_roles(main.roles, face.roles),
        summary=face.summary or main.summary,
        body=face.body if face.body.digest else Body(),
    )


def _translate_roles(main: Sequence[Role], face: Sequence[Role]) -> tuple[Role, ...]:
    """Return the roles in another language's words, matched by their order in the files."""
    if len(main) != len(face):
        return tuple(main)
    return tuple(
        replace(role, title=said.title, unit=said.unit or role.unit)
        for role, said in zip(main, face, strict=True)
    )


def check_translated(main: Person, face: Person, report: Report) -> None:
    """Report a translation that doesn't translate each of somebody's roles."""
    if face.roles and len(face.roles) != len(main.roles):
        message = f"{main.place.path} has {_count(len(main.roles))}, this has {len(face.roles)}"
        hint = "Translate each of them, in the same order; the dates stay there."
        report.error("roles-unlike", face.where("roles"), message, hint)
    elif main.roles and (face.role or face.unit):
        key = "role" if face.role else "unit"
        message = f'"{key}" is shown nowhere, as {main.place.path} has "roles"'
        report.error("roles-both", face.where(key), message, 'Translate them under "roles:".')


def _count(number: int) -> str:
    return f"{number} role{'' if number == 1 else 's'}" if number else "no list of roles"

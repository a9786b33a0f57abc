"""Find similar names of tags and categories, and names with the same slug.

Two names are similar if they differ only in capitals, accents, hyphens and blanks, or in a plural
ending. Plurals are recognised by closed lists of endings for each language: `Haus` and `Häuser`
are similar, `Haus` and `Hausbau`, or `Arbeit` and `Arbeiter`, are not.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from rostrum.schema.keys import find_main_language, fold_spelling

Singulars = Callable[[str], Iterator[str]]


def group_alike(names: Iterable[str], lang: str) -> list[list[str]]:
    """Return groups of similar names in a language, each of at least two names."""
    spellings: dict[str, list[str]] = defaultdict(list)
    ends: dict[str, str] = {}
    for name in names:
        key, end = fold_spelling(name, lang)
        if key:
            spellings[key].append(name)
            ends[key] = end
    groups = {key: [key] for key in ends}
    for plural, singular in _pair_plurals(ends, _SINGULARS.get(find_main_language(lang))):
        _join(groups, plural, singular)
    joined = {id(group): group for group in groups.values()}
    candidates = ([name for key in group for name in spellings[key]] for group in joined.values())
    return [group for group in candidates if len(group) > 1]


def _pair_plurals(
    ends: Mapping[str, str], singulars: Singulars | None
) -> Iterator[tuple[str, str]]:
    for key, end in ends.items():
        for word in singulars(end) if singulars else ():
            singular = key.removesuffix(end) + word
            if singular in ends:
                yield key, singular


def _join(groups: dict[str, list[str]], one: str, other: str) -> None:
    if groups[one] is not groups[other]:
        groups[one] += groups[other]
        for key in groups[other]:
            groups[key] = groups[one]


# Nouns with a plural in -er, with an umlaut if possible. The list is closed: with other nouns,
# -er forms the name of an agent (Arbeit, Arbeiter; Kauf, Käufer).
_ER = re.compile(
    r"(?:amt|bad|band|bild|blatt|brett|buch|dach|dorf|fach|fass|feld|gehalt|geld|gesicht|gespenst"
    r"|gewand|glas|glied|grab|gras|gut|haus|holz|horn|huhn|kalb|kind|kleid|korn|kraut|lamm|land"
    r"|licht|lied|loch|mann|mund|nest|pfand|rad|rand|rind|schild|schloss|schwert|tal|tuch|tum"
    r"|volk|wald|wort|wurm)$"
)
_PLAIN_S = frozenset({"arms", "customs", "goods", "means", "news"})  # no plurals of arm, custom …
_SHORTEST = 4  # minimum letters before -e or -en, so that Not and Note stay separate


def _singulars_de(word: str) -> Iterator[str]:
    """Yield possible singulars of a German word; umlauts are spelled ae, oe, ue."""
    if word.endswith("nisse"):
        yield word[:-2]  # Ergebnisse
    if word.endswith("innen"):
        yield word[:-3]  # Lehrerinnen
    if word.endswith("en"):
        yield word[:-1]  # Maschinen
        if len(word) - 2 >= _SHORTEST:
            yield word[:-2]  # Zahlen
    elif word.endswith("e") and len(word) - 1 >= _SHORTEST:
        yield from _with_and_without_umlaut(word[:-1])  # Dialoge, Vorschläge
    elif word.endswith("er"):
        yield from filter(_ER.search, _with_and_without_umlaut(word[:-2]))  # Bilder, Häuser
    yield from _singulars_in_s(word)


def _with_and_without_umlaut(word: str) -> Iterator[str]:
    yield word
    before, umlaut, after = word.rpartition("e")
    if umlaut and before[-1:] in ("a", "o", "u"):
        yield before + after


def _singulars_in_s(word: str) -> Iterator[str]:
    """Yield possible singulars of an English word; also used for English words in German."""
    if word.endswith("ies"):
        yield f"{word[:-3]}y"  # Communities
    if word.endswith(("ses", "xes", "zes", "ches", "shes", "oes")):
        yield word[:-2]  # Processes
    if word.endswith("s") and not word.endswith("ss") and len(word) > 3 and word not in _PLAIN_S:
        yield word[:-1]  # Teams


_SINGULARS: Mapping[str, Singulars] = {"de": _singulars_de, "en": _singulars_in_s}


def group_merged(
    names: Iterable[str], lang: str, slugify: Callable[[str], str]
) -> list[Sequence[str]]:
    """Return groups of different names with the same slug, e.g. `C++` and `C#`.

    Each name is listed in one spelling only.
    """
    slugs: dict[str, list[str]] = defaultdict(list)
    for name in names:
        slugs[slugify(name)].append(name)
    shared = [spellings for slug, spellings in slugs.items() if slug and len(spellings) > 1]
    groups = [
        tuple({fold_spelling(name, lang)[0]: name for name in spellings}.values())
        for spellings in shared
    ]
    return [group for group in groups if len(group) > 1]

"""Check the vocabulary of a blog: all tags and categories in use, and their descriptions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from rostrum.core.diagnostic_codes import CHANGEABLE
from rostrum.core.diagnostics import Diagnostic, Report, Severity, SourceLocation, shorten, suggest
from rostrum.core.model import Description, Post, Topics
from rostrum.core.translatable import verbatim
from rostrum.schema.types import LONGEST_SLUG
from rostrum.topics.similar_names import group_alike, group_merged

_FILES = 3  # maximum number of files listed in a hint for each spelling

Uses = Mapping[str, Sequence[Post]]
"""Posts by the tag or category they use."""


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """Tags or categories: the field name in posts, the singular and the plural.

    `described` returns their descriptions in topics.yaml; the plural is the key there.
    """

    key: str
    noun: str
    many: str
    names_of: Callable[[Post], Sequence[str]]
    described: Callable[[Topics], Sequence[Description]]


TAGS = Taxonomy("tags", "tag", "tags", lambda post: post.tags, lambda topics: topics.tags)
CATEGORIES = Taxonomy(
    *("category", "category", "categories"),
    lambda post: (post.category,) if post.category else (),
    lambda topics: topics.categories,
)


def collect_descriptions(
    topics: Iterable[Topics], kind: Taxonomy, lang: str, slugify: Callable[[str], str]
) -> dict[str, str]:
    """Return the descriptions of tags or categories in a language, by slug."""
    of_lang = [entry for entry in topics if entry.lang == lang]
    return {slugify(item.name): item.text for entry in of_lang for item in kind.described(entry)}


def check_vocabulary(
    posts: Iterable[Post],
    topics: Sequence[Topics],
    slugify: Callable[[str], str],
    report: Report,
) -> None:
    """Report names without a slug, similar names, names with the same slug, and unknown names."""
    for kind in (TAGS, CATEGORIES):
        by_lang = _find_uses(posts, kind)
        for lang in sorted({*by_lang, *(entry.lang for entry in topics)}):
            described = [
                item for entry in topics if entry.lang == lang for item in kind.described(entry)
            ]
            _Check(kind, lang, by_lang.get(lang, {}), slugify, report).run(described)


def _find_uses(posts: Iterable[Post], kind: Taxonomy) -> dict[str, dict[str, list[Post]]]:
    uses: dict[str, dict[str, list[Post]]] = {}
    for post in posts:
        names = uses.setdefault(post.lang, defaultdict(list))
        for name in kind.names_of(post):
            names[name].append(post)
    return uses


@dataclass(frozen=True, slots=True)
class _Check:
    """Check the tags or the categories of one language."""

    kind: Taxonomy
    lang: str
    uses: Uses
    slugify: Callable[[str], str]
    report: Report

    def run(self, described: Sequence[Description]) -> None:
        self._check_slugs()
        self._check_described(described)
        self._check_alike({item.name for item in described})
        for names in group_merged(self.uses, self.lang, self.slugify):
            self._report_merged(names)

    def _check_slugs(self) -> None:
        """Report names with an empty or too long slug: they get no page."""
        for name, posts in self.uses.items():
            if not 0 < len(self.slugify(name).encode()) <= LONGEST_SLUG:
                message = f'no address can be made of "{shorten(name)}": it gets no page'
                hint = f"Use letters and digits, at most {LONGEST_SLUG}."
                for post in posts:
                    self.report.warning(
                        "topic-slug", post.where_item(self.kind.key, name), message, hint
                    )

    def _check_described(self, described: Sequence[Description]) -> None:
        """Report descriptions of unused names, and duplicate descriptions."""
        used = {self.slugify(name) for name in self.uses}
        seen: dict[str, SourceLocation] = {}
        for item in described:
            slug = self.slugify(item.name)
            if slug not in used:
                message = f'no post has the {self.kind.noun} "{shorten(item.name)}"'
                hint = suggest(item.name, self.uses) or "Correct the name, or remove the line."
                self.report.warning("topic-unknown", item.place, message, hint)
            elif slug in seen:
                message = f'"{shorten(item.name)}" is described twice'
                self.report.error("key-twice", item.place, message, f"{seen[slug]} is the other.")
            seen.setdefault(slug, item.place)

    def _check_alike(self, meant: set[str]) -> None:
        for names in group_alike(self.uses, self.lang):
            described = [name for name in self._rarest_first(names) if name in meant]
            kept = [name for name in names if name not in meant] + described[-1:]
            if len(kept) > 1:
                self._report_alike(kept)

    def _report_alike(self, names: Iterable[str]) -> None:
        *rarer, first = self._rarest_first(names)
        message = f"{self._list([*rarer, first])} look alike"
        hint = f'Is "{shorten(first)}" meant?'
        self._tell("tags-similar", message, hint, rarer)

    def _report_merged(self, names: Iterable[str]) -> None:
        *rarer, first = self._rarest_first(names)
        message = f'{self._list([*rarer, first])} would share one page, "{self.slugify(first)}"'
        self._tell("tags-merged", message, "Spell the signs of one in letters.", rarer)

    def _tell(self, code: str, message: str, hint: str, rarer: Sequence[str]) -> None:
        """Report names at the first use of the rarest one.

        The hint lists the files of all names but the most frequent one.
        """
        location = min(self._places(rarer[0]))
        files = (self._word_files(name, location) for name in rarer)
        whole = " ".join([hint, *filter(None, files)])
        level = Severity(CHANGEABLE[code])
        self.report.add(Diagnostic(location, level, code, verbatim(message), verbatim(whole)))

    def _rarest_first(self, names: Iterable[str]) -> list[str]:
        """Return names sorted by number of posts, then in reverse alphabetical order."""
        return sorted(sorted(names, reverse=True), key=lambda name: len(self.uses[name]))

    def _places(self, name: str) -> list[SourceLocation]:
        return sorted(post.where_item(self.kind.key, name) for post in self.uses[name])

    def _list(self, names: Sequence[str]) -> str:
        *rest, last = (f'"{shorten(name)}" ({_count(len(self.uses[name]))})' for name in names)
        return f"the {self.kind.many} {', '.join(rest)} and {last}"

    def _word_files(self, name: str, reported: SourceLocation) -> str:
        """Return a sentence with the other files of a name, or an empty string."""
        paths = [location.path for location in self._places(name) if location != reported]
        listed = [*paths[:_FILES], *([f"{len(paths) - _FILES} more"] if paths[_FILES:] else [])]
        return f'"{shorten(name)}" also stands in {", ".join(listed)}.' if listed else ""


def _count(number: int) -> str:
    return f"{number} post{'' if number == 1 else 's'}"

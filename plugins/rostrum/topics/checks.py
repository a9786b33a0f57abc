"""Check the vocabulary of a blog: all tags and categories in use, and their descriptions."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from rostrum.core.diagnostic_codes import CHANGEABLE
from rostrum.core.diagnostics import Diagnostic, Report, Severity, SourceLocation, shorten, suggest
from rostrum.core.languages import list_fallbacks
from rostrum.core.model import Alias, Description, Post, Topics
from rostrum.core.translatable import (
    NO_TEXT,
    Translatable,
    join_names,
    join_sentences,
    ngettext_lazy,
)
from rostrum.core.translatable import gettext_lazy as _
from rostrum.schema.keys import is_slip
from rostrum.schema.types import LONGEST_SLUG
from rostrum.topics.similar_names import group_alike, group_merged

_NOT_DIGIT = re.compile(r"\D")
_FILES = 3  # maximum number of files listed in a hint for each spelling

Uses = Mapping[str, Sequence[Post]]
"""Posts by the tag or category they use."""


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """Tags or categories: the field name in posts, and messages.

    `unused` is the message for a name without posts, `several` names the names in a list.
    `described` returns their descriptions in topics.yaml, `translated` their names in the default
    language, `aliased` the former addresses of their pages.
    """

    key: str
    unused: Translatable
    several: Translatable
    names_of: Callable[[Post], Sequence[str]]
    described: Callable[[Topics], Sequence[Description]]
    translated: Callable[[Topics], Sequence[Description]]
    aliased: Callable[[Topics], Sequence[tuple[str, tuple[Alias, ...]]]]


TAGS = Taxonomy(
    "tags",
    _('no post has the tag "%(name)s"'),
    _("the tags %(names)s"),
    lambda post: post.tags,
    lambda topics: topics.tags,
    lambda topics: topics.tag_translations,
    lambda topics: topics.tag_aliases,
)
CATEGORIES = Taxonomy(
    "category",
    _('no post has the category "%(name)s"'),
    _("the categories %(names)s"),
    lambda post: (post.category,) if post.category else (),
    lambda topics: topics.categories,
    lambda topics: topics.category_translations,
    lambda topics: topics.category_aliases,
)


def collect_descriptions(
    topics: Iterable[Topics], kind: Taxonomy, lang: str, slugify: Callable[[str], str]
) -> dict[str, str]:
    """Return the descriptions of tags or categories in a language or its fallbacks, by slug."""
    entries = tuple(topics)
    return {
        slugify(item.name): item.text
        for tag in reversed(list_fallbacks(lang))
        for entry in entries
        if entry.lang == tag
        for item in kind.described(entry)
    }


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
            tags = list_fallbacks(lang)
            meant = {
                item.name
                for entry in topics
                if entry.lang in tags
                for item in kind.described(entry)
            }
            served = {
                name
                for tag, names in by_lang.items()
                if lang in list_fallbacks(tag)
                for name in names
            }
            check = _Check(kind, lang, by_lang.get(lang, {}), slugify, report)
            check.run(described, meant, served)
            translated = [
                item for entry in topics if entry.lang == lang for item in kind.translated(entry)
            ]
            others = {name for code, names in by_lang.items() if code != lang for name in names}
            check.check_translations(translated, served, others)
            for entry in topics:
                if entry.lang == lang:
                    check.check_aliases(kind.aliased(entry), served)


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

    def run(
        self, described: Sequence[Description], meant: Collection[str], served: Collection[str]
    ) -> None:
        """Check the names of the language, and the descriptions written in it.

        `meant` are the names described in it or in a language that it falls back to, `served` the
        names in all languages that fall back to it.
        """
        self._check_slugs()
        self._check_described(described, served)
        self._check_alike(meant)
        self._check_known(meant)
        for names in group_merged(self.uses, self.lang, self.slugify):
            self._report_merged(names)

    def _check_slugs(self) -> None:
        """Report names with an empty or too long slug: they get no page."""
        for name, posts in self.uses.items():
            if not 0 < len(self.slugify(name).encode()) <= LONGEST_SLUG:
                message = _(
                    'no address can be made of "%(name)s": it gets no page', name=shorten(name)
                )
                hint = _("Use letters and digits, at most %(maximum)s.", maximum=LONGEST_SLUG)
                for post in posts:
                    self.report.warning(
                        "topic-slug", post.where_item(self.kind.key, name), message, hint
                    )

    def _check_described(self, described: Sequence[Description], served: Collection[str]) -> None:
        """Report descriptions of unused names, and duplicate descriptions."""
        used = {self.slugify(name) for name in served}
        seen: dict[str, SourceLocation] = {}
        for item in described:
            slug = self.slugify(item.name)
            if slug not in used:
                message = self.kind.unused.fill(name=shorten(item.name))
                hint = suggest(item.name, served) or _("Correct the name, or remove the line.")
                self.report.warning("topic-unknown", item.place, message, hint)
            elif slug in seen:
                message = _('"%(name)s" is described twice', name=shorten(item.name))
                self.report.error(
                    "key-twice",
                    item.place,
                    message,
                    _("%(place)s is the other.", place=str(seen[slug])),
                )
            seen.setdefault(slug, item.place)

    def check_translations(
        self, translated: Sequence[Description], served: Collection[str], others: Collection[str]
    ) -> None:
        """Report translations between names of which one is unused.

        `served` are the names in the language, `others` those in all other languages.
        """
        for item in translated:
            for name, known in ((item.name, served), (item.text, others)):
                if self.slugify(name) not in {self.slugify(other) for other in known}:
                    message = self.kind.unused.fill(name=shorten(name))
                    hint = suggest(name, known) or _("Correct the name, or remove the line.")
                    self.report.warning("topic-unknown", item.place, message, hint)

    def check_aliases(
        self, aliased: Iterable[tuple[str, tuple[Alias, ...]]], served: Collection[str]
    ) -> None:
        """Report former addresses of names without a post: they lead nowhere."""
        for name, aliases in aliased:
            if aliases and self.slugify(name) not in {self.slugify(other) for other in served}:
                message = self.kind.unused.fill(name=shorten(name))
                hint = suggest(name, served) or _("Correct the name, or remove the line.")
                self.report.warning("topic-unknown", aliases[0].place, message, hint)

    def _check_alike(self, meant: Collection[str]) -> None:
        for names in group_alike(self.uses, self.lang):
            described = [name for name in self._rarest_first(names) if name in meant]
            kept = [name for name in names if name not in meant] + described[-1:]
            if len(kept) > 1:
                self._report_alike(kept)

    def _check_known(self, meant: Collection[str]) -> None:
        """Report names that are not described, and resemble one that is."""
        reported = {name for names in group_alike(self.uses, self.lang) for name in names}
        unknown = [name for name in self.uses if name not in meant and name not in reported]
        if not unknown or not meant:
            return
        alike: dict[str, str] = {}
        for names in group_alike({*unknown, *meant}, self.lang):
            alike |= {name: min({*names} & {*meant}, default="") for name in names}
        for name in unknown:
            near = alike.get(name) or self._find_meant(name, meant)
            if near and self.slugify(near) != self.slugify(name):  # else the description is shown
                message = _(
                    '"%(name)s" resembles "%(near)s", which is described in topics.yaml',
                    name=shorten(name),
                    near=shorten(near),
                )
                hint = _('Is "%(near)s" meant? If not, describe both.', near=shorten(near))
                self._tell("tags-similar", message, hint, [name])

    def _find_meant(self, name: str, meant: Collection[str]) -> str:
        """Return the described name of which a rarer one may be a slip, or nothing.

        Names that differ in a number are different.
        """
        near = (
            each
            for each in meant
            if is_slip(name.casefold(), each.casefold())
            and _NOT_DIGIT.sub("", name) == _NOT_DIGIT.sub("", each)
            and len(self.uses[name]) <= len(self.uses.get(each, ()))
        )
        return min(near, default="")

    def _report_alike(self, names: Iterable[str]) -> None:
        *rarer, first = self._rarest_first(names)
        message = _("%(names)s look alike", names=self._list([*rarer, first]))
        hint = _('Is "%(first)s" meant?', first=shorten(first))
        self._tell("tags-similar", message, hint, rarer)

    def _report_merged(self, names: Iterable[str]) -> None:
        *rarer, first = self._rarest_first(names)
        message = _(
            '%(names)s would share one page, "%(slug)s"',
            names=self._list([*rarer, first]),
            slug=self.slugify(first),
        )
        self._tell("tags-merged", message, _("Spell the signs of one in letters."), rarer)

    def _tell(
        self, code: str, message: Translatable, hint: Translatable, rarer: Sequence[str]
    ) -> None:
        """Report names at the first use of the rarest one.

        The hint lists the files of all names but the most frequent one.
        """
        location = min(self._places(rarer[0]))
        files = (self._word_files(name, location) for name in rarer)
        whole = join_sentences(hint, *files)
        level = Severity(CHANGEABLE[code])
        self.report.add(Diagnostic(location, level, code, message, whole))

    def _rarest_first(self, names: Iterable[str]) -> list[str]:
        """Return names sorted by number of posts, then in reverse alphabetical order."""
        return sorted(sorted(names, reverse=True), key=lambda name: len(self.uses[name]))

    def _places(self, name: str) -> list[SourceLocation]:
        return sorted(post.where_item(self.kind.key, name) for post in self.uses[name])

    def _list(self, names: Sequence[str]) -> Translatable:
        return self.kind.several.fill(names=join_names([self._count(name) for name in names]))

    def _count(self, name: str) -> Translatable:
        """Return a name with the number of its posts."""
        return ngettext_lazy(
            '"%(name)s" (%(count)s post)',
            '"%(name)s" (%(count)s posts)',
            len(self.uses[name]),
            name=shorten(name),
        )

    def _word_files(self, name: str, reported: SourceLocation) -> Translatable:
        """Return a sentence with the other files of a name, or NO_TEXT."""
        paths = [location.path for location in self._places(name) if location != reported]
        if not paths:
            return NO_TEXT
        files: str | Translatable = ", ".join(paths[:_FILES])
        if len(paths) > _FILES:
            files = _("%(files)s, %(number)s more", files=files, number=len(paths) - _FILES)
        return _('"%(name)s" also stands in %(files)s.', name=shorten(name), files=files)

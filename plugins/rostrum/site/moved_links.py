"""Links to posts and pages that were renamed: one finding for all links to one of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from rostrum.core.diagnostics import Report, SourceLocation
from rostrum.core.model import Page, Person, Post, Series
from rostrum.core.translatable import NO_TEXT, Translatable, ngettext_lazy
from rostrum.site.link_hints import write_target
from rostrum.site.links import LinkTarget
from rostrum.site.schedule import ScheduledLinks


@dataclass(frozen=True)
class MovedLinks:
    """The links to the former file or address of a post or page, by the path of its present file.

    What another finding tells of a renamed post is taken out.
    """

    by_path: dict[str, dict[SourceLocation, LinkTarget]] = field(default_factory=dict)

    def take(self, path: str) -> Translatable:
        """Return a sentence with the links to a renamed post, NO_TEXT if there is none."""
        links = self.by_path.pop(path, None)
        return _describe(path, links) if links else NO_TEXT

    def check(self, report: Report) -> None:
        """Report all links that are left, once for each renamed post or page."""
        for path, links in sorted(self.by_path.items()):
            first = min(links)
            message, hint = links[first].message, links[first].hint
            if len(links) > 1:
                message = ngettext_lazy(
                    '%(count)s link leads to a former name or address of "%(path)s"',
                    '%(count)s links lead to a former name or address of "%(path)s"',
                    len(links),
                    path=path,
                )
                hint = _describe(path, links)
            report.warning("link-missing", first, message, hint)


def find_moved_links(later: ScheduledLinks) -> MovedLinks:
    """Return the links in all texts to the former file or address of a post or page."""
    library = later.schedule.site.library
    texts: list[Post | Page | Person | Series] = [*library.posts, *library.pages]
    texts += [*library.people, *library.series]
    moved = MovedLinks()
    for item in texts:
        then = later.of(item) if isinstance(item, Post) else None
        for reference in item.body.references:
            if reference.attribute == "alt":
                continue
            target = later.links.resolve_on_day(reference.target, item.path, item.lang, then)
            if target.moved:
                moved.by_path.setdefault(target.moved, {})[reference.place] = target
    return moved


def _describe(path: str, links: Iterable[SourceLocation]) -> Translatable:
    places = sorted(links)
    return ngettext_lazy(
        "%(count)s link leads to its former name or address: %(places)s. %(hint)s",
        "%(count)s links lead to its former name or address: %(places)s. %(hint)s",
        len(places),
        places=", ".join(map(str, places)),
        hint=write_target(f"{{filename}}/{path}"),
    )

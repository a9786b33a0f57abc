"""Assemble a site from a library of content."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from rostrum.comments.threads import build_thread, check_scheduled
from rostrum.core.content import Library, Visibility
from rostrum.core.diagnostics import Report, merge
from rostrum.core.model import Person, Status, Thread
from rostrum.site.site import Site, _group, newest_first


def assemble(
    library: Library,
    visibility: Visibility,
    default_lang: str,
    slugify: Callable[[str], str],
    report: Report,
) -> Site:
    """Return the site at the moment of `visibility`.

    Report errors in threads, such as replies to missing comments, including errors due once
    scheduled comments are published.
    """
    site = Site(library, visibility, default_lang, slugify)
    posts = tuple(sorted(filter(visibility.is_published, library.posts), key=newest_first))
    pages = tuple(
        page for page in library.pages if visibility.preview or page.status is not Status.DRAFT
    )
    threads = _make_threads(library, visibility, site, report)
    return replace(site, posts=posts, pages=pages, threads=threads)


def _make_threads(
    library: Library, visibility: Visibility, site: Site, report: Report
) -> Mapping[str, Thread]:
    posts = {post.id: post for post in library.posts}
    known = (comment for comment in library.comments if comment.post in posts)
    people: dict[str, dict[str, Person]] = {}
    threads: dict[str, Thread] = {}
    for key, comments in _group(known, lambda comment: [comment.post]).items():
        post, current = posts[key], Report()
        if post.lang not in people:
            people[post.lang] = {
                name: site.localized_person(name, post.lang)
                for name, faces in site.people.items()
                if any(face.has_file for face in faces.values())
            }
        published = tuple(filter(visibility.shows, comments))
        if published:
            authors = [name for name in post.authors if name in people[post.lang]]
            threads[key] = build_thread(published, people[post.lang], authors, current)
        if len(published) < len(comments):
            later = Report()
            check_scheduled(comments, visibility.moment, later)
            current = merge(later, current)
        report.extend(current)
    return threads

"""The site that the commands for authors work on, and the posts that they name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from invoke import Exit

from rostrum.build.options import BuildOptions
from rostrum.cli.execution import carry_out
from rostrum.cli.printing import print_report, refuse_to_write
from rostrum.cli.program import Refusal
from rostrum.core.diagnostics import shorten, suggest
from rostrum.core.translatable import gettext_lazy as _
from rostrum.core.translatable import join_sentences

if TYPE_CHECKING:  # slow imports
    from rostrum.build.assembly import AssembledSite
    from rostrum.core.model import Post


def open_site(settings: Path | None, content: Path | None) -> AssembledSite:
    """Return the site, drafts included in its library; ends the program for wrong settings."""
    options = BuildOptions(settings=settings, content=content, check_only=True)
    result = carry_out(options)
    if result.checked is None:
        print_report(result.report, "text", result)
        raise Exit(code=result.exitcode or 2)
    return result.checked.assembled


def find_post(assembled: AssembledSite, named: str) -> Post:
    """Return the post that a word names: by file, id or slug; raises Refusal."""
    posts, content = assembled.site.library.posts, assembled.config.content
    by_id = {post.id: post for post in posts}
    try:
        path = Path(named).expanduser().resolve()
    except (OSError, RuntimeError, ValueError):
        path = content
    for post in posts:
        if (content / post.path).resolve() == path or named in (post.path, post.id):
            return post
    found = [post for post in posts if named == post.slug]
    if len({post.translation_key or post.path for post in found}) == 1:
        default = assembled.config.reading.lang
        return min(found, key=lambda post: (post.lang != default, post.lang))
    if found:
        files = ", ".join(sorted(assembled.config.show(content / post.path) for post in found))
        message = _(
            'Several posts have the slug "%(slug)s": %(files)s. Name the file.',
            slug=shorten(named),
            files=files,
        )
        raise Refusal(message)
    if not named:
        raise Refusal(_("Name a post: by its file, its id or its slug."))
    slugs = {post.slug for post in posts}
    message = _('There is no post "%(post)s".', post=shorten(named))
    raise Refusal(join_sentences(message, suggest(named, {*by_id, *slugs})))


def name_files(assembled: AssembledSite, posts: Iterable[Post]) -> str:
    """Return the files of posts for a message."""
    config = assembled.config
    return ", ".join(config.show(config.content / post.path) for post in posts)


@contextmanager
def refusing_errors() -> Iterator[None]:
    """Turn an OSError within the context into a Refusal."""
    try:
        yield
    except OSError as error:
        raise refuse_to_write(error) from None

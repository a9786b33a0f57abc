"""The site that the commands for authors work on, and the posts that they name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
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
    """Return the post that a word names: by file, id, slug, or the name of its file.

    A word for a post and its translations stands for the post. Raises Refusal for a word that names
    no post or several.
    """
    posts, content = assembled.site.library.posts, assembled.config.content
    if not named:
        raise Refusal(_("Name a post: by its file, the name of its file, its id or its slug."))
    try:
        path = Path(named).expanduser().resolve()
    except (OSError, RuntimeError, ValueError):
        path = content
    for post in posts:
        file = (content / post.path).resolve()
        if path in (file, file.with_suffix("")) or named in (post.path, post.id):
            return post
    languages = frozenset(lang.lower() for lang in assembled.config.reading.languages)
    exact = [post for post in posts if _is_called(post, named)]
    found = exact or [post for post in posts if _is_called(post, named, languages)]
    if len({post.translation_key or post.path for post in found}) == 1:
        default = assembled.config.reading.lang
        return min(found, key=lambda post: (post.lang != default, post.lang))
    if found:
        message = _(
            'Several posts are called "%(name)s": %(files)s. Name the file.',
            name=shorten(named),
            files=name_files(assembled, sorted(found, key=lambda post: post.path)),
        )
        raise Refusal(message)
    names = {name for post in posts for name in (post.id, post.slug, Path(post.path).stem)}
    message = _('There is no post "%(post)s".', post=shorten(named))
    raise Refusal(join_sentences(message, suggest(named, names)))


def _is_called(post: Post, named: str, languages: Collection[str] = ()) -> bool:
    """Return True if a word is the slug of a post, or the end of its path.

    The ending of a file and one of these languages before it may be left out.
    """
    path = PurePosixPath(post.path)
    spellings = [path, path.with_suffix("")]
    if path.with_suffix("").suffix[1:].lower() in languages:
        spellings.append(path.with_suffix("").with_suffix(""))
    ending = f"/{named}"
    return named == post.slug or any(f"/{path}".endswith(ending) for path in spellings)


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

"""The site that the commands for authors work on, and the posts that they name."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, TextIO

from invoke import Exit

from rostrum.build.options import BuildOptions
from rostrum.cli.execution import carry_out
from rostrum.cli.printing import load_site_language, print_lines, print_report, refuse_to_write
from rostrum.cli.program import Refusal, use_language
from rostrum.cli.unfinished import JOURNAL
from rostrum.core.diagnostics import shorten, suggest
from rostrum.core.portable_names import find_obstacle
from rostrum.core.translatable import gettext_lazy as _
from rostrum.core.translatable import join_sentences

if TYPE_CHECKING:  # slow imports
    from rostrum.build.assembly import AssembledSite
    from rostrum.build.config import Config
    from rostrum.core.diagnostics import Report
    from rostrum.core.model import Post


def open_site(settings: Path | None, content: Path | None) -> AssembledSite:
    """Return the site, drafts included in its library; ends the program for wrong settings."""
    return open_checked_site(settings, content)[0]


def open_recorded_site(settings: Path | None, content: Path | None) -> tuple[AssembledSite, Report]:
    """Return the site and its findings; ends the program if its record of addresses is damaged.

    A command that writes the record would lose what it can't read.
    """
    site, report = open_checked_site(settings, content)
    damaged = [it for it in report if it.code == "addresses"]
    if damaged:
        report.select(lambda it: it.code == "addresses")
        print_report(report, "text", site.config)
        print_lines([_("Nothing was written. Repair what is reported above.")], site.config)
        raise Exit(code=1)
    return site, report


def open_checked_site(settings: Path | None, content: Path | None) -> tuple[AssembledSite, Report]:
    """Return the site and its findings; ends the program for wrong settings."""
    options = BuildOptions(settings=settings, content=content, check_only=True)
    result = carry_out(options)
    use_language(load_site_language(result))
    if result.config is not None and undo_unfinished(result.config):
        result = carry_out(options)
    if result.checked is None:
        print_report(result.report, "text", result)
        raise Exit(code=result.exitcode or 2)
    return result.checked.assembled, result.report


def undo_unfinished(config: Config, stream: TextIO | None = None) -> bool:
    """Undo and tell the changes of a command that was killed; return True if there were any."""
    if not (config.content / JOURNAL).exists():
        return False
    from rostrum.cli import content_files

    with refusing_errors():
        lines = [*content_files.undo_unfinished(config)]
    print_lines(lines, config, stream or sys.stderr)
    return bool(lines)


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


def check_portable(path: str) -> None:
    """Raise Refusal for the path of a new file that another system can't have."""
    for part in path.split("/"):
        if obstacle := find_obstacle(part):
            message = _(
                "Windows can't have the file %(file)s: %(obstacle)s.",
                file=shorten(path),
                obstacle=obstacle,
            )
            raise Refusal(join_sentences(message, _("Choose another name.")))


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

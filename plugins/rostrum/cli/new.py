"""The command `rostrum new`: a new post, page, person, series or comment."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo

from invoke import task
from invoke.context import Context

from rostrum.cli.option_values import check_choice, read_language, read_path, read_value
from rostrum.cli.printing import print_lines
from rostrum.cli.program import Command, Refusal
from rostrum.cli.questions import Ask, ask_until, choose_ask, find_git_name
from rostrum.core.diagnostics import shorten, suggest
from rostrum.core.translatable import Translatable, join_sentences
from rostrum.core.translatable import gettext_lazy as _

if TYPE_CHECKING:  # slow imports
    from rostrum.build.assembly import AssembledSite
    from rostrum.core.model import Post, Series

T = TypeVar("T")

_KINDS = ("post", "page", "person", "series", "comment")
_STATUS = ("draft", "published")
_OPTIONS: Mapping[str, tuple[str, ...]] = {
    "post": ("title", "author", "series", "lang", "date", "slug", "status", "text"),
    "page": ("title", "lang", "slug", "status", "text"),
    "person": ("title", "lang", "slug", "status", "text"),
    "series": ("title", "lang", "slug", "status", "text"),
    "comment": ("post", "author", "date", "text"),
}
"""The options that each kind of text has."""


@task(
    klass=Command,
    positional=["kind"],
    help={
        "kind": "what to write: post, page, person, series or comment",
        "title": "title of the post, page or series; name of the person",
        "author": "who writes: a name, or a file in people/ (default for a post: whom git knows)",
        "series": "series of the post, by title or file in series/; it becomes the next part",
        "lang": "language, which becomes part of the file's name (default: that of the site)",
        "date": "date of the post or comment (default: now); one to come schedules the post",
        "post": "post that is commented on: its file or file's name, id or slug",
        "slug": "part of the address, or name of the file (default: made of the title)",
        "status": "draft or published (default: draft for posts and pages)",
        "text": "first paragraph of the text",
        "open": "open the file in the editor of the environment variable VISUAL or EDITOR",
        "settings": "settings file (default: pelicanconf.py)",
        "content": "folder of the content",
    },
)
def new(
    context: Context,
    kind: str | None = None,  # Invoke fills it with the first word of the call
    title: str = "",
    author: str = "",
    series: str = "",
    lang: str = "",
    date: str = "",
    post: str = "",
    slug: str = "",
    status: str = "",
    text: str = "",
    open: bool = False,
    settings: str = "",
    content: str = "",
) -> None:
    """Write a new post, page, person, series or comment."""
    from rostrum.cli.authored_site import open_site, refusing_errors
    from rostrum.cli.content_files import create_file

    kind = _read_kind(kind or "")
    given = {
        "title": title,
        "author": author,
        "series": series,
        "lang": lang,
        "date": date,
        "post": post,
        "slug": slug,
        "status": status,
        "text": text,
    }
    _check_options(kind, given)
    editor = _find_editor() if open else []
    site = open_site(read_path("settings", settings), read_path("content", content))
    made = _NewText(site, choose_ask(), given, is_opened=open).make(kind)
    file = site.config.content / made.path
    with refusing_errors():
        try:
            create_file(file, made.source)
        except FileExistsError:
            raise Refusal(_("%(file)s exists already.", file=site.config.show(file))) from None
    print_lines([_("Wrote %(file)s.", file=site.config.show(file)), *made.notes], None)
    if editor:
        subprocess.run([*editor, str(file)], check=False)


def _read_kind(written: str) -> str:
    if written not in _KINDS:
        message = _('There is no "%(kind)s" to write.', kind=shorten(written))
        otherwise = _("Write one of these: %(kinds)s.", kinds=", ".join(_KINDS))
        raise Refusal(join_sentences(message, suggest(written, _KINDS, otherwise)))
    return written


def _check_options(kind: str, given: Mapping[str, str]) -> None:
    for option, value in given.items():
        if value and option not in _OPTIONS[kind]:
            message = _(
                "--%(option)s is no option of rostrum new %(kind)s. Its options: %(known)s.",
                option=option,
                kind=kind,
                known=", ".join(f"--{name}" for name in _OPTIONS[kind]),
            )
            raise Refusal(message)
    if given["status"]:
        check_choice("status", given["status"], _STATUS)


def _find_editor() -> list[str]:
    """Return the command of the editor; raises Refusal if there is none."""
    written = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    if written and shutil.which(written):  # a path may hold blanks, or backslashes on Windows
        return [written]
    try:
        words = shlex.split(written)
    except ValueError:  # a quotation mark without a second one
        words = []
    if not words:
        raise Refusal(_("--open: no editor is set. Set the environment variable EDITOR to one."))
    if shutil.which(words[0]) is None:
        message = _('--open: there is no program "%(name)s".', name=shorten(words[0]))
        raise Refusal(join_sentences(message, _("Set the environment variable EDITOR.")))
    return words


class _Made:
    """A new file: its path below the content folder, its bytes, and what to say about it."""

    def __init__(self, path: str, source: bytes, notes: tuple[Translatable, ...] = ()) -> None:
        self.path, self.source, self.notes = path, source, notes


class _NewText:
    """Makes a new text from the options of a call, and by asking for what they leave out."""

    def __init__(
        self, site: AssembledSite, ask: Ask, given: Mapping[str, str], *, is_opened: bool
    ) -> None:
        self._site, self._ask, self._given = site, ask, given
        self._is_opened = is_opened
        self._config, self._library = site.config, site.site.library
        self._reading = site.config.reading

    def make(self, kind: str) -> _Made:
        """Return the new file; raises Refusal for a wrong or missing answer."""
        if kind == "post":
            return self._make_post()
        return self._make_comment() if kind == "comment" else self._make_other(kind)

    def _make_post(self) -> _Made:
        from rostrum.authoring.new_texts import find_next_part, find_pattern, write_source
        from rostrum.reading.source_file import SourceFile

        series = self._answer("series", _("Series"), "", self._find_series)
        next_part = find_next_part(series, self._library.posts) if series else None
        planned = next_part.planned if next_part else None
        title = self._read_title(_("Title"), planned.written_title if planned else "")
        author = self._read_author()
        lang = self._read_lang()
        date, written_date = self._read_date()
        status = self._read_status("draft")
        slug = self._read_slug(title)
        posts, folders = self._library.posts, self._config.folders.posts
        path = find_pattern(posts, folders).name(slug, date, self._suffix(lang))
        root = max((it for it in folders if f"{path}/".startswith(f"{it}/")), key=len, default="")
        post_id = SourceFile("post", path, path, root).id
        post = self._draft_post(post_id, path, title, date, lang, slug)
        self._check_post(post)
        values = {
            "title": title,
            "date": written_date,
            "authors": [author] if author else None,
            "series": series.key if series else None,
            "part": next_part.part if next_part else None,
            "slug": slug if self._given["slug"] else None,
            "id": post_id,
            "status": status,
        }
        address = self._config.addresses.post(post)
        note = _("Its address: /%(url)s.", url=address.url)
        return _Made(path, write_source(values, self._given["text"]), (note,))

    def _make_other(self, kind: str) -> _Made:
        from rostrum.authoring.new_texts import write_source
        from rostrum.schema.keys import make_key

        is_person = kind == "person"
        title = self._read_title(_("Name of the person") if is_person else _("Title"))
        lang = self._read_lang()
        status = self._read_status("draft" if kind == "page" else "published")
        name = self._read_slug(title)
        values: dict[str, Any] = {"name" if is_person else "title": title}
        if kind == "page":
            folder = next(iter(self._config.folders.pages), "pages")
            values |= {"slug": name if self._given["slug"] else None, "status": status}
        else:
            folders = self._config.folders
            folder = folders.people if is_person else folders.series
            name = make_key(name, lambda text: text) or name
            values |= {"status": status if status == "draft" else None}
        path = (PurePosixPath(folder) / f"{name}{self._suffix(lang)}.md").as_posix()
        return _Made(path, write_source(values, self._given["text"]))

    def _make_comment(self) -> _Made:
        from rostrum.authoring.new_texts import write_source
        from rostrum.cli.authored_site import find_post, name_files
        from rostrum.core.model import CommentStatus

        post = self._answer("post", _("Post"), "", partial(find_post, self._site))
        if post.comments is not CommentStatus.OPEN:
            message = _(
                'The comments on %(file)s are "%(status)s".',
                file=name_files(self._site, [post]),
                status=post.comments.value,
            )
            raise Refusal(message)
        author = self._answer("author", _("Who writes"), "", self._read_commenter)
        _date, written_date = self._read_date()
        text = self._given["text"] or self._ask(_("Text of the comment"), "")
        if not text and not self._is_opened:
            raise Refusal(_("A comment needs a text: --text, or --open to write it."))
        folder = PurePosixPath(self._config.folders.comments) / post.id
        numbers = [int(it.stem) for it in self._list(folder) if it.stem.isdecimal()]
        path = folder / f"{max(numbers, default=0) + 1:03}.md"
        return _Made(path.as_posix(), write_source({"author": author, "date": written_date}, text))

    def _answer(
        self, option: str, question: Translatable, default: str, read: Callable[[str], T]
    ) -> T:
        """Return the value of an option, or the answer to a question, as it is read."""
        written = self._given[option]
        return read(written) if written else ask_until(self._ask, question, default, read)

    def _read_commenter(self, written: str) -> str:
        """Return who wrote a comment; raises Refusal for the displayed name of a person.

        It says nothing of who wrote.
        """
        from rostrum.comments.names import LONGEST_NAME, read_line
        from rostrum.schema.keys import fold_name

        if not written:
            raise Refusal(_("Name who writes: --author."))
        author: str = read_value("author", written, read_line(LONGEST_NAME))
        for person in self._library.people:
            if fold_name(person.name) == fold_name(author) != person.key:
                message = _(
                    '"%(name)s" is the name of a person of this blog. If it is that person, write '
                    "--author %(key)s.",
                    name=author,
                    key=person.key,
                )
                raise Refusal(message)
        return author

    def _list(self, folder: PurePosixPath) -> list[Path]:
        place = self._config.content / folder
        return [*place.iterdir()] if place.is_dir() else []

    def _read_title(self, question: Translatable, default: str = "") -> str:
        from rostrum.reading.fields import LONGEST_TITLE
        from rostrum.schema.types import line_of

        def read(written: str) -> str:
            if not written:
                raise Refusal(_("A title is missing: --title."))
            title: str = read_value("title", written, line_of(LONGEST_TITLE))
            return title

        return self._answer("title", question, default, read)

    def _read_slug(self, title: str) -> str:
        from rostrum.schema.types import LONGEST_SLUG, slug

        if self._given["slug"]:
            written: str = read_value("slug", self._given["slug"], slug)
            return written
        made = self._reading.slugify(title)
        if 0 < len(made.encode()) <= LONGEST_SLUG:
            return made
        message = (
            _("--title: the title is too long to make an address of it.")
            if made
            else _('--title: no address can be made of "%(title)s".', title=shorten(title))
        )
        raise Refusal(join_sentences(message, _("Add --slug.")))

    def _read_lang(self) -> str:
        languages, default = self._reading.languages, self._reading.lang
        if len(languages) == 1 and not self._given["lang"]:
            return default
        return self._answer("lang", _("Language"), default, partial(read_language, languages))

    def _suffix(self, lang: str) -> str:
        return "" if lang == self._reading.lang else f".{lang.lower()}"

    def _read_date(self) -> tuple[datetime, str]:
        """Return the date in the time zone of the site, and as it is written."""
        from rostrum.schema.dates import has_time
        from rostrum.schema.types import moment

        zone = ZoneInfo(self._reading.timezone)
        now = datetime.now(zone).replace(second=0, microsecond=0)  # noqa: TID251 - no build

        def read(written: str) -> tuple[datetime, str]:
            date: datetime = read_value("date", written, moment)
            if date.tzinfo is None:
                text = f"{date:%Y-%m-%d %H:%M}" if has_time(written) else f"{date:%Y-%m-%d}"
                return date.replace(tzinfo=zone), text
            return date.astimezone(zone), date.isoformat(" ", "minutes")

        return self._answer("date", _("Date"), f"{now:%Y-%m-%d %H:%M}", read)

    def _read_status(self, default: str) -> str:
        def read(written: str) -> str:
            check_choice("status", written, _STATUS)
            return written

        if default != "draft":
            return self._given["status"] or default
        return self._answer("status", _("Status, draft or published"), default, read)

    def _read_author(self) -> str:
        """Return the key of the author, or the name on a site without files of people.

        It is empty if the settings name the author of all posts.
        """
        from rostrum.schema.keys import fold_name

        people = {person.key: person.name for person in self._library.people if person.has_file}
        by_name = {fold_name(name): key for key, name in people.items() if name}
        git = by_name.get(fold_name(find_git_name()), "")
        usual = git or (next(iter(people)) if len(people) == 1 else "")

        def read(written: str) -> str:
            if not written:
                raise Refusal(_("Name who writes: --author."))
            key = written if written in people else by_name.get(fold_name(written))
            if key is None and people:
                message = _('There is no person "%(name)s".', name=shorten(written))
                otherwise = _('rostrum new person --title "…" writes the file of one.')
                names = {*people, *people.values()}
                raise Refusal(join_sentences(message, suggest(written, names, otherwise)))
            return key or written

        if self._reading.metadata.author and not self._given["author"]:
            return ""
        return self._answer("author", _("Author"), usual, read)

    def _find_series(self, written: str) -> Series | None:
        from rostrum.schema.keys import fold_name

        if not written:
            return None
        default = self._reading.lang
        known = sorted(self._library.series, key=lambda it: (it.lang != default, it.path))
        for series in known:
            if written == series.key or fold_name(written) == fold_name(series.title):
                return next(item for item in known if item.key == series.key)
        message = _('There is no series "%(name)s".', name=shorten(written))
        otherwise = _('rostrum new series --title "…" writes the file of one.')
        names = {series.key for series in known} | {series.title for series in known}
        raise Refusal(join_sentences(message, suggest(written, names, otherwise)))

    def _draft_post(
        self, post_id: str, path: str, title: str, date: datetime, lang: str, slug: str
    ) -> Post:
        """Return the new post as far as its address needs it."""
        from rostrum.core.diagnostics import SourceLocation
        from rostrum.core.model import Body, Post

        place = SourceLocation(self._config.show(self._config.content / path))
        return Post(post_id, path, place, title, date, (), lang, slug, Body())

    def _check_post(self, post: Post) -> None:
        """Raise Refusal if another post has the address or the id."""
        from rostrum.cli.authored_site import name_files

        addresses = self._config.addresses
        address = addresses.post_with_slug(post, post.slug)
        for other in self._library.posts:
            is_same = address.is_written and addresses.post(other).file == address.file
            if is_same or other.id == post.id:
                message = _(
                    'The address "/%(url)s" or the id "%(id)s" is that of %(file)s.',
                    url=address.url,
                    id=post.id,
                    file=name_files(self._site, [other]),
                )
                raise Refusal(join_sentences(message, _("Choose another title or --slug.")))
        if address.url in self._site.links.pages:
            message = _('The address "/%(url)s" is in use.', url=address.url)
            raise Refusal(join_sentences(message, _("Choose another title or --slug.")))

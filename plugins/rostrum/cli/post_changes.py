"""The commands `rostrum rename`, `translate` and `unpublish`: changes of a post that is there."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from invoke import task
from invoke.context import Context

from rostrum.cli.option_values import read_language, read_path, read_value
from rostrum.cli.printing import print_lines
from rostrum.cli.program import Command, Refusal
from rostrum.core.diagnostics import shorten
from rostrum.core.translatable import Translatable, join_sentences, ngettext_lazy
from rostrum.core.translatable import gettext_lazy as _

if TYPE_CHECKING:  # slow imports
    from rostrum.authoring.links import Renames
    from rostrum.build.assembly import AssembledSite
    from rostrum.cli.content_files import FileChanges
    from rostrum.core.diagnostics import SourceLocation
    from rostrum.core.model import Page, Person, Post, Series

_NAME = re.compile(r"\w[\w.-]*(?:/\w[\w.-]*)*")
_HELP = {
    "post": "the post: its file or file's name, id or slug",
    "settings": "settings file (default: pelicanconf.py)",
    "content": "folder of the content",
}


@task(
    klass=Command,
    positional=["post"],
    help=_HELP
    | {
        "slug": "new part of its address",
        "file": "new name of its file, in the same folder or not",
    },
)
def rename(
    context: Context,
    post: str | None = None,  # Invoke fills it with the first word of the call
    slug: str = "",
    file: str = "",
    settings: str = "",
    content: str = "",
) -> None:
    """Give a post another slug, or its file another name."""
    from rostrum.cli.authored_site import find_post, open_site

    if bool(slug) == bool(file):
        raise Refusal(_("Name either a new slug or a new file: --slug or --file."))
    paths = read_path("settings", settings), read_path("content", content)
    site = open_site(*paths)
    found = find_post(site, post or "")
    change = _change_slug if slug else _change_file
    changes, lines = change(site, found, slug or file)
    later = _make_changes(changes, paths, site, found, slug)
    print_lines([*lines, *_record(later)], None)


@task(
    klass=Command,
    positional=["post", "lang"],
    help=_HELP | {"lang": "language of the translation", "title": "title in that language"},
)
def translate(
    context: Context,
    post: str | None = None,
    lang: str | None = None,
    title: str = "",
    settings: str = "",
    content: str = "",
) -> None:
    """Begin the translation of a post, in a file beside it."""
    from rostrum.cli.authored_site import find_post, open_site, refusing_errors
    from rostrum.cli.content_files import create_file

    site = open_site(read_path("settings", settings), read_path("content", content))
    config = site.config
    found = find_post(site, post or "")
    target = _read_target(site, found, lang or "")
    path = _name_translation(site, found, target)
    with refusing_errors():
        source = _write_translation(site, found, path, title)
        try:
            create_file(config.content / path, source)
        except FileExistsError:
            message = _("%(file)s exists already.", file=config.show(config.content / path))
            raise Refusal(message) from None
    lines = [_("Wrote %(file)s.", file=config.show(config.content / path))]
    lines.append(_("It is a draft with the text of the original: translate it, then publish it."))
    print_lines(lines, None)


@task(klass=Command, positional=["post"], help=_HELP)
def unpublish(
    context: Context, post: str | None = None, settings: str = "", content: str = ""
) -> None:
    """Make a post a draft again; its address is kept on record."""
    from rostrum.cli.authored_site import find_post, name_files, open_site, refusing_errors
    from rostrum.cli.content_files import FileChanges
    from rostrum.core.files import read_raw
    from rostrum.core.model import Status
    from rostrum.reading.front_matter_edits import set_value

    site = open_site(read_path("settings", settings), read_path("content", content))
    config = site.config
    found = find_post(site, post or "")
    name, file = name_files(site, [found]), config.content / found.path
    if found.status is Status.DRAFT:
        raise Refusal(_("%(file)s is a draft already.", file=name))
    lines: list[Translatable] = []
    with refusing_errors():
        lines += _record(site)
        changed = set_value(read_raw(file), "status", "draft")
        if changed is None:
            raise Refusal(_('%(file)s: write "status: draft" yourself.', file=name))
        FileChanges({file: changed}).make()
    lines.append(_("%(file)s is a draft now.", file=name))
    if any(found.id == other.id for other in site.site.posts):
        address = config.addresses.post(found)
        lines.append(
            _("The next build takes it off; nothing is at /%(url)s then.", url=address.url)
        )
    others = [it for it in _list_translations(site, found) if it.status is not Status.DRAFT]
    if others:
        lines.append(_("Still published: %(files)s.", files=name_files(site, others)))
    print_lines(lines, None)


# Slugs


def _change_slug(
    site: AssembledSite, post: Post, written: str
) -> tuple[FileChanges, list[Translatable]]:
    from rostrum.authoring.published_posts import give_slug
    from rostrum.cli.authored_site import name_files, refusing_errors
    from rostrum.cli.content_files import FileChanges
    from rostrum.core.files import read_raw
    from rostrum.schema.types import slug as read_slug

    config, addresses = site.config, site.config.addresses
    slug: str = read_value("slug", written, read_slug)
    name = name_files(site, [post])
    if post.url or post.save_as:
        key = "save_as" if post.save_as else "url"
        message = _('%(file)s has its address by "%(key)s": change that.', file=name, key=key)
        raise Refusal(message)
    old, new = addresses.post(post), addresses.post_with_slug(post, slug)
    if old == new and "slug" in post.places:
        raise Refusal(_('%(file)s has the slug "%(slug)s" already.', file=name, slug=slug))
    _check_free(site, post, new.url, new.file)
    published = site.sources.published.find(post)
    is_out = any(post.id == other.id for other in site.site.posts)
    former = old.url if (is_out or published) and old != new and old.is_written else ""
    file = config.content / post.path
    with refusing_errors():
        changed = give_slug(read_raw(file), post, slug, addresses, former)
    if changed is None:
        raise Refusal(_('%(file)s: write "slug: %(slug)s" yourself.', file=name, slug=slug))
    lines = [_("%(file)s has the address /%(url)s now.", file=name, url=new.url)]
    if former:
        lines.append(_("Its former one, /%(url)s, leads there.", url=former))
    return FileChanges({file: changed}), lines


def _check_free(site: AssembledSite, post: Post, url: str, file: str) -> None:
    """Raise Refusal if an address is that of something else."""
    from rostrum.cli.authored_site import name_files
    from rostrum.pages.redirects import place_alias

    addresses = site.config.addresses
    for other in site.site.library.posts:
        if other.id != post.id and addresses.post(other).file == file:
            message = _(
                'The address "/%(url)s" is that of %(file)s.',
                url=url,
                file=name_files(site, [other]),
            )
            raise Refusal(message)
    own = {addresses.post(post).url, *(place_alias(alias).url for alias in post.aliases)}
    if url in site.links.pages and url not in own:
        raise Refusal(_('The address "/%(url)s" is in use.', url=url))


# Files


def _change_file(
    site: AssembledSite, post: Post, written: str
) -> tuple[FileChanges, list[Translatable]]:
    from rostrum.authoring.links import Renames
    from rostrum.cli.authored_site import refusing_errors
    from rostrum.cli.content_files import FileChanges

    config = site.config
    moved = _list_moves(site, post, _read_file(site, post, written))
    for path in moved.values():
        if (config.content / path).exists():
            message = _("%(file)s exists already.", file=config.show(config.content / path))
            raise Refusal(message)
    renames = Renames(moved, lambda path: (config.content / path).is_file())
    changes = FileChanges(moved={config.content / a: config.content / b for a, b in moved.items()})
    lines: list[Translatable] = [
        _(
            "%(file)s is named %(new)s now.",
            file=config.show(config.content / old),
            new=config.show(config.content / new),
        )
        for old, new in moved.items()
    ]
    with refusing_errors():
        lines += _rewrite(site, renames, changes)
        _pin(site, moved, changes)
    return changes, lines


def _read_file(site: AssembledSite, post: Post, written: str) -> str:
    """Return the new path of a post below the content folder; raises Refusal."""
    content, folders = site.config.content, site.config.folders.posts
    path = read_path("file", written)
    assert path is not None
    if path.parent == Path():  # a name alone: in the same folder
        path = content / posixpath.dirname(post.path) / path
    path = path.expanduser().resolve()
    if not path.is_relative_to(content.resolve()):
        raise Refusal(_("--file: the file has to lie in the folder of posts."))
    name = path.relative_to(content.resolve()).as_posix()
    if not written.strip("./\\") or written.endswith(("/", "\\")) or path.is_dir():
        raise Refusal(_("--file: %(name)s is a folder.", name=shorten(written)))
    if posixpath.splitext(name)[1] != posixpath.splitext(post.path)[1]:
        name += posixpath.splitext(post.path)[1]
    if not any(folder in ("", ".") or name.startswith(f"{folder}/") for folder in folders):
        raise Refusal(_("--file: the file has to lie in the folder of posts."))
    if not _NAME.fullmatch(name):
        message = _('--file: "%(name)s" is not the name of a file.', name=shorten(written))
        hint = _("It has letters, digits, hyphens and dots, no blanks.")
        raise Refusal(join_sentences(message, hint))
    if name == post.path:
        raise Refusal(_("--file: the file has this name already."))
    return name


def _list_moves(site: AssembledSite, post: Post, new: str) -> Mapping[str, str]:
    """Return the new path of a post, and of its translations with the same name."""
    stem, suffix = _split(site, post.path)
    new_stem, new_suffix = _split(site, new)
    if new_suffix != suffix:
        if new_suffix:
            message = _(
                '--file: the name ends in ".%(suffix)s", which is another language.',
                suffix=new_suffix,
            )
            raise Refusal(message)
        new_stem = posixpath.splitext(new)[0]
    moved = {}
    for other in site.site.library.posts:
        other_stem, own = _split(site, other.path)
        if other_stem == stem:
            ending = f".{own}" if own else ""
            moved[other.path] = f"{new_stem}{ending}{posixpath.splitext(other.path)[1]}"
    return moved


def _split(site: AssembledSite, path: str) -> tuple[str, str]:
    """Return the path of a post without its endings, and the language in its name."""
    stem = posixpath.splitext(path)[0]
    bare, dot, suffix = stem.rpartition(".")
    languages = {lang.lower() for lang in site.config.reading.languages}
    return (bare, suffix) if dot and suffix.lower() in languages else (stem, "")


def _rewrite(site: AssembledSite, renames: Renames, changes: FileChanges) -> Iterator[Translatable]:
    """Add the rewritten links of all texts to the changes; yield a sentence about them."""
    from rostrum.authoring.links import rewrite_links
    from rostrum.core.files import read_raw

    config, library = site.config, site.site.library
    texts: list[Post | Page | Person | Series] = [*library.posts, *library.pages]
    texts += [person for person in library.people if person.has_file]
    texts += [series for series in library.series if series.has_file]
    count = 0
    left: list[SourceLocation] = []
    for item in texts:
        written = [*_list_links(item)]
        if all(renames.retarget(target, item.path) == target for target, _place in written):
            continue
        file = config.content / item.path
        raw = read_raw(file)
        changed, places = rewrite_links(raw, item.path, written, renames)
        left += places
        if changed != raw:
            changes.contents[file] = changed
            count += item.path not in renames.paths
    if count:
        yield ngettext_lazy(
            "The links in %(count)s other file lead to it.",
            "The links in %(count)s other files lead to it.",
            count,
        )
    if left:
        yield _("Correct these links yourself: %(places)s.", places=", ".join(map(str, left)))


def _list_links(item: Post | Page | Person | Series) -> Iterator[tuple[str, SourceLocation]]:
    from rostrum.core.model import Post

    for reference in item.body.references:
        if reference.attribute != "alt":
            yield reference.target, reference.place
    if isinstance(item, Post):
        for name in item.related:
            if name.endswith(".md") or name.startswith("{filename}"):
                yield name, item.where_item("related", name)


def _pin(site: AssembledSite, moved: Mapping[str, str], changes: FileChanges) -> None:
    """Add to the changes what keeps the identity and address of each moved post."""
    from rostrum.core.files import read_raw
    from rostrum.reading.front_matter_edits import set_value
    from rostrum.site.published import is_slug_written

    config = site.config
    for post in site.site.library.posts:
        if post.path not in moved:
            continue
        file = config.content / post.path
        raw: bytes | None = changes.contents.get(file) or read_raw(file)
        if "id" not in post.places and raw is not None:
            raw = set_value(raw, "id", post.id)
        is_written = is_slug_written(post)
        if config.reading.slug_from == "basename" and not is_written and raw is not None:
            raw = set_value(raw, "slug", post.slug)
        if raw is None:
            raise Refusal(
                _(
                    'Write "id: %(id)s" into %(file)s first: it keeps comments and feeds right.',
                    id=post.id,
                    file=config.show(file),
                )
            )
        changes.contents[file] = raw


# Both


def _make_changes(
    changes: FileChanges,
    paths: tuple[Path | None, Path | None],
    site: AssembledSite,
    post: Post,
    slug: str,
) -> AssembledSite:
    """Make changes, and return the site with them; they are undone if anything else changes."""
    from rostrum.cli.authored_site import open_site, refusing_errors

    with refusing_errors():
        changes.make()
        try:
            later = open_site(*paths)
        except BaseException:
            changes.undo()
            raise
        before, after = _identify(site), _identify(later)
        if slug:
            url = site.config.addresses.post_with_slug(post, slug).url
            before[post.id] = (url, *before[post.id][1:])
        differing = sorted({key for key in before if before[key] != after.get(key)})
        if differing:
            changes.undo()
            message = _(
                "Nothing was changed: the address, date, language or translation of %(posts)s "
                "would be another one.",
                posts=", ".join(differing[:3]),
            )
            raise Refusal(message)
    return later


def _identify(site: AssembledSite) -> dict[str, tuple[object, ...]]:
    """Return what has to stay the same of each post, by its id."""
    posts = site.site.library.posts
    groups: dict[str, set[str]] = {}
    for post in posts:
        groups.setdefault(post.translation_key or post.path, set()).add(post.id)
    addresses = site.config.addresses
    return {
        post.id: (
            *(addresses.post(post).url, post.date, post.lang, post.category),
            frozenset(groups[post.translation_key or post.path]),
        )
        for post in posts
    }


def _record(site: AssembledSite) -> Iterator[Translatable]:
    """Record the addresses of published posts, unless a post can't be read."""
    from rostrum.cli.authored_site import refusing_errors
    from rostrum.cli.content_files import record_present

    if site.site.library.has_unread("post"):
        yield _("The published addresses are left as they are: correct the errors first.")
        return
    with refusing_errors():
        yield from record_present(site)


# Translations


def _list_translations(site: AssembledSite, post: Post) -> Iterable[Post]:
    return [
        other
        for other in site.site.library.posts
        if other.translation_key == post.translation_key != "" and other.id != post.id
    ]


def _read_target(site: AssembledSite, post: Post, written: str) -> str:
    """Return the language of a new translation; raises Refusal."""
    from rostrum.cli.authored_site import name_files

    lang = read_language(site.config.reading.languages, written)
    there = [it for it in (post, *_list_translations(site, post)) if it.lang == lang]
    if there:
        message = _("%(file)s is the post in this language.", file=name_files(site, there))
        raise Refusal(message)
    return lang


def _name_translation(site: AssembledSite, post: Post, lang: str) -> str:
    stem = _split(site, post.path)[0]
    suffix = "" if lang == site.config.reading.lang else f".{lang.lower()}"
    return f"{stem}{suffix}{posixpath.splitext(post.path)[1]}"


_NOT_TRANSLATED = (
    "aliases",
    "slug",
    "lang",
    "url",
    "save_as",
    "translation",
    "crosspost",
    "changes",
)
"""Keys of a post that belong to one language alone."""


def _write_translation(site: AssembledSite, post: Post, path: str, title: str) -> bytes:
    """Return the bytes of a translation to be made: those of the post, as a draft of its own."""
    from rostrum.core.files import read_raw
    from rostrum.reading.fields import LONGEST_TITLE
    from rostrum.reading.front_matter_edits import remove_key, set_value
    from rostrum.schema.types import line_of

    config = site.config
    raw: bytes | None = read_raw(config.content / post.path)
    values = {"status": "draft"}
    if title:
        values["title"] = read_value("title", title, line_of(LONGEST_TITLE))
    if "id" in post.places:
        values["id"] = post.shared_id or post.id
    for key in _NOT_TRANSLATED:
        raw = remove_key(raw, key) if raw is not None else None
    for key, value in values.items():
        raw = set_value(raw, key, value) if raw is not None else None
    if raw is None:
        message = _(
            "The front matter of %(file)s is too unusual to be copied: write %(new)s yourself.",
            file=config.show(config.content / post.path),
            new=config.show(config.content / path),
        )
        raise Refusal(message)
    return raw

"""The published addresses of posts: a file of the content, committed with the posts.

Each line of `addresses.tsv` has the id of a post, its language and its address, separated by tabs.
Of a hidden post, id and address are digests. A build only reads the file. By it, a post without
`slug` keeps its address when its title changes, and a published address can't disappear unnoticed.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from rostrum.core.content import Library
from rostrum.core.diagnostics import Report, SourceLocation
from rostrum.core.files import read_raw
from rostrum.core.model import Post, Status
from rostrum.core.portable_names import compose
from rostrum.core.system_errors import describe_error
from rostrum.core.translatable import gettext_lazy as _
from rostrum.core.translatable import ngettext_lazy
from rostrum.schema.schema import Invalid
from rostrum.schema.source_value import SourceValue
from rostrum.schema.types import site_path
from rostrum.site.site import Site
from rostrum.site.static_files import ADDRESSES as ADDRESSES
from rostrum.site.urls import Addresses

_DIGEST = re.compile(r"#[0-9a-f]{24}")
_LANG = re.compile(r"[A-Za-z0-9-]{2,60}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
_HINT = _(
    "Restore the file from its last good version. After a merge, keep the lines of both sides."
)
_SHOWN = 3  # posts that are named, of those that are not on record
_PROBE = "0probe0of0slug0"  # a slug that no pattern of addresses holds


@dataclass(frozen=True, slots=True)
class PublishedAddress:
    """The published address of a post: of its id, its language, and relative to the site's root.

    Of a hidden post, `id` and `url` are digests.
    """

    id: str
    lang: str
    url: str
    place: SourceLocation = field(default=SourceLocation(""), compare=False)

    @property
    def url_place(self) -> SourceLocation:
        """The location of the address in its line."""
        return replace(self.place, column=len(f"{self.id}\t{self.lang}\t") + 1)

    @property
    def is_hashed(self) -> bool:
        """Return True for the address of a hidden post."""
        return self.id.startswith("#")

    def is_of(self, post: Post) -> bool:
        """Return True if the address is that of a post."""
        return self.lang == post.lang and self.id in (identify(post), hash_text(identify(post)))

    def is_at(self, url: str) -> bool:
        """Return True if this is the published address."""
        return self.url == (hash_text(f"{self.id}\n{url}") if self.is_hashed else url)

    @property
    def line(self) -> str:
        """The line of the file, without its end."""
        return f"{self.id}\t{self.lang}\t{self.url}"


@dataclass(frozen=True)
class PublishedAddresses:
    """All published addresses, in the order of their file."""

    entries: tuple[PublishedAddress, ...] = ()

    @cached_property
    def _by_id(self) -> Mapping[tuple[str, str], PublishedAddress]:
        # Of two lines for one post, as a merge leaves them, the last one in the order of the file
        # that is written counts, wherever it stands.
        ordered = sorted(self.entries, key=lambda entry: entry.line)
        return {(entry.id, entry.lang): entry for entry in ordered}

    def find(self, post: Post) -> PublishedAddress | None:
        """Return the published address of a post, also if the post is hidden; None without one."""
        known, post_id = self._by_id, identify(post)
        return known.get((post_id, post.lang)) or known.get((hash_text(post_id), post.lang))


def identify(post: Post) -> str:
    """Return the id of a post that its translations may share."""
    return post.shared_id or post.id


def hash_text(text: str) -> str:
    """Return the digest that stands for a text, 12 bytes."""
    return f"#{hashlib.blake2b(text.encode(), digest_size=12, person=b'rostrum').hexdigest()}"


def make_entry(post: Post, url: str) -> PublishedAddress:
    """Return the published address of a post, with digests if it is hidden."""
    post_id = identify(post)
    if post.status is Status.HIDDEN:
        hashed = hash_text(post_id)
        return PublishedAddress(hashed, post.lang, hash_text(f"{hashed}\n{url}"))
    return PublishedAddress(post_id, post.lang, url)


def read_addresses(file: Path, name: str, report: Report) -> PublishedAddresses:
    """Return the published addresses of a file; none if it does not exist.

    Diagnostics show `name` as the file's name. What can't be read is reported as an error.
    """
    if not file.exists():
        return PublishedAddresses()
    try:
        text = compose(read_raw(file).decode("utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        reason = describe_error(error) if isinstance(error, OSError) else _("it is not UTF-8")
        message = _("the published addresses can't be read: %(reason)s", reason=reason)
        report.error("addresses", SourceLocation(name), message, _HINT)
        return PublishedAddresses()
    entries = []
    for number, line in enumerate(text.split("\n"), 1):
        fields = line.removesuffix("\r").split("\t")
        column = _find_fault(fields)
        if not column:
            place = SourceLocation(name, number)
            entries.append(PublishedAddress(fields[0], fields[1], fields[2], place))
        elif line.strip():
            message = _("this is no published address: an id, a language and a path")
            report.error("addresses", SourceLocation(name, number, column), message, _HINT)
    return PublishedAddresses(tuple(entries))


def _find_fault(fields: Sequence[str]) -> int:
    """Return the column of what the kit does not write: a line from elsewhere may hold anything.

    Return 0 for a line as the kit writes it.
    """
    if len(fields) != 3 or not fields[0] or _CONTROL.search(fields[0]):
        return 1
    post_id, lang, url = fields
    if not _LANG.fullmatch(lang):
        return len(f"{post_id}\t") + 1
    return 0 if _is_path(post_id, url) else len(f"{post_id}\t{lang}\t") + 1


def _is_path(post_id: str, url: str) -> bool:
    """Return True for an address, or for its digest beside that of an id."""
    if _DIGEST.fullmatch(post_id):
        return bool(_DIGEST.fullmatch(url))
    with suppress(Invalid):
        return bool(site_path(SourceValue(url, SourceLocation("")))) and url[0] != "/"
    return False


def write_addresses(entries: Iterable[PublishedAddress]) -> bytes:
    """Return the bytes of the file: one line for each address, sorted."""
    return "".join(f"{line}\n" for line in sorted({entry.line for entry in entries})).encode()


def keep_slugs(library: Library, published: PublishedAddresses, addresses: Addresses) -> Library:
    """Return a library in which a post without `slug` has the one of its published address.

    The location of such a slug is that of the address. One that no slug makes, because the date or
    the pattern has changed, is left alone.
    """
    if not published.entries:
        return library
    kept = {}
    for post in library.posts:
        entry = published.find(post)
        if entry and not is_slug_written(post) and not _has_slug(entry.url, post.slug):
            slug = _find_slug(post, entry, addresses)
            if slug and slug != post.slug:
                places = {**post.places, "slug": entry.url_place}
                kept[post.path] = replace(post, slug=slug, places=places)
    if not kept:
        return library
    return replace(library, posts=tuple(kept.get(post.path, post) for post in library.posts))


def _has_slug(url: str, slug: str) -> bool:
    """Return True if a slug is a part of an address: quicker than making the address anew."""
    return f"/{slug}/" in f"/{url}" or f"/{url}".endswith(f"/{slug}.html")


def is_slug_written(post: Post) -> bool:
    """Return True if the file of a post decides on its address, not its title or the record."""
    slug = post.places.get("slug")
    is_in_file = slug is not None and slug.path == post.place.path
    return bool(post.url or post.save_as) or (is_in_file and slug != post.places.get("title"))


def _find_slug(post: Post, entry: PublishedAddress, addresses: Addresses) -> str:
    """Return the slug by which a post has its published address; empty if there is none."""
    url = addresses.post_with_slug(post, _PROBE).url
    before, *rest = url.split(_PROBE)
    if entry.is_hashed or not rest:
        return ""
    pattern = re.escape(before) + r"(?P<slug>[^/]+?)" + "(?P=slug)".join(map(re.escape, rest))
    match = re.fullmatch(pattern, entry.url)
    return match["slug"] if match else ""


@dataclass(frozen=True)
class AddressCheck:
    """Compares the published addresses with those of a site.

    `urls` returns all addresses of the site, also the former ones that are redirected.
    """

    published: PublishedAddresses
    site: Site
    addresses: Addresses
    urls: Callable[[], frozenset[str]]

    def list_gone(self) -> list[tuple[PublishedAddress, Post | None]]:
        """Return the addresses at which nothing is any more, with their posts if published."""
        if not self.published.entries or self.site.library.has_unread("post"):
            return []
        posts = {(identify(post), post.lang): post for post in self.site.posts}
        if any(entry.is_hashed for entry in self.published.entries):
            posts |= {(hash_text(key), lang): post for (key, lang), post in posts.items()}
        gone = []
        for entry in self.published.entries:
            post = posts.get((entry.id, entry.lang))
            if not self._is_there(entry, post):
                gone.append((entry, post))
        return gone

    def _is_there(self, entry: PublishedAddress, post: Post | None) -> bool:
        if post is not None and entry.is_at(self.addresses.post(post).url):
            return True
        if not entry.is_hashed:
            return entry.url in self.urls() or f"{entry.url}/" in self.urls()
        # The former addresses of a hidden post are compared as they were published.
        return post is not None and any(
            entry.is_at(url) for alias in post.aliases for url in spell_alias(alias.path)
        )

    def list_present(self) -> list[PublishedAddress]:
        """Return the addresses of all published posts."""
        located = ((post, self.addresses.post(post)) for post in self.site.posts)
        return [make_entry(post, address.url) for post, address in located if address.is_written]

    def check(self, report: Report) -> None:
        """Report each published address at which nothing is any more."""
        for entry, post in self.list_gone():
            if post is not None:
                self._report_moved(entry, post, report)
            else:
                self._report_lost(entry, report)

    def check_recorded(self, place: SourceLocation, report: Report) -> None:
        """Report the published posts that are not on record, in one note.

        `place` is the file of the record. A preview shows posts that are not published.
        """
        if self.site.visibility.preview or self.site.library.has_unread("post"):
            return
        new = [post for post in self.site.posts if not self.published.find(post)]
        paths = sorted(post.place.path for post in new if self.addresses.post(post).is_written)
        if paths:
            message = ngettext_lazy(
                "the address of %(count)s published post is not on record: %(files)s",
                "the addresses of %(count)s published posts are not on record: %(files)s",
                len(paths),
                files=", ".join([*paths[:_SHOWN], *(["…"] if paths[_SHOWN:] else [])]),
            )
            hint = _("rostrum check --fix writes them: then a change of title keeps the address.")
            report.note("address-unrecorded", place, message, hint)

    def _report_moved(self, entry: PublishedAddress, post: Post, report: Report) -> None:
        if entry.is_hashed:
            message = _("the address of this hidden post has changed")
            hint = _('Add the former one to it: aliases: ["/…"].')
        else:
            message = _(
                'nothing is at the published address "/%(former)s" of this post any more',
                former=entry.url,
            )
            hint = _(
                'Add a line to it: aliases: ["/%(former)s"]. rostrum check --fix does. If the '
                "address on record is wrong, correct it: %(place)s.",
                former=entry.url,
                place=str(entry.url_place),
            )
        report.warning("address-gone", post.where("slug"), message, hint)

    def _report_lost(self, entry: PublishedAddress, report: Report) -> None:
        if entry.is_hashed:
            message = _("a hidden post is not published any more")
            hint = _("If that is intended, remove this line.")
        else:
            message = _(
                'nothing is at the published address "/%(former)s" any more', former=entry.url
            )
            hint = _(
                'Add a line to what takes its place: aliases: ["/%(former)s"]. If nothing does, '
                "remove this line.",
                former=entry.url,
            )
        report.warning("address-gone", entry.place, message, hint)


def spell_alias(path: str) -> tuple[str, ...]:
    """Return the addresses that a path in `aliases` may stand for."""
    return path, path.rstrip("/"), f"{path.rstrip('/')}/"

"""Resolve the links in authors' texts to the addresses of published pages and files.

An author may link with Pelican's `{filename}`, `{static}`, `{attach}`, `{tag}`, `{category}`,
`{author}` and `{index}`, with a path relative to the source file, or with an address.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote, urlsplit

from rostrum.cache.bodies import BodyStore
from rostrum.core.assets import Asset
from rostrum.core.diagnostics import Report, SourceLocation, nearest, shorten, suggest
from rostrum.core.languages import find_fallback, list_fallbacks
from rostrum.core.lazy_html import LazyHtml
from rostrum.core.model import Body, Image, Page, Post, Reference, Status
from rostrum.core.portable_names import Spelling, compose
from rostrum.core.text import is_one_slip
from rostrum.core.translatable import NO_TEXT, Translatable
from rostrum.core.translatable import gettext_lazy as _
from rostrum.html.addresses import (
    LISTS,
    SCHEMES,
    end_at_quote,
    replace_addresses,
    strip_quotes,
)
from rostrum.html.responsive import SizedImages
from rostrum.html.tags import Attributes, rewrite_tags
from rostrum.image_metadata.data_uri import strip_data_uri
from rostrum.image_metadata.stripped import Unusable
from rostrum.reading.source_file import SUFFIXES
from rostrum.renditions.credits import PictureCredit
from rostrum.schema.keys import fold_name
from rostrum.site.captions import complete_captions
from rostrum.site.images import Pictures
from rostrum.site.link_hints import MARKS, suggest_enclosed, suggest_target, write_target
from rostrum.site.renames import find_renamed
from rostrum.site.shown_images import ImageMarkup, ShownImages, mend_pictures, show_alt
from rostrum.site.site import Site
from rostrum.site.static_files import ContentFiles
from rostrum.site.urls import Address, Addresses

_MARKED = re.compile(rf"[{{|]({'|'.join(MARKS)})[}}|](.*)", re.DOTALL)
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_EMBEDDED = frozenset(
    {
        *("audio", "embed", "feimage", "iframe", "image", "img", "input", "link", "object"),
        *("script", "source", "track", "use", "video"),
    }
)
_PICTURES = (*LISTS, "poster", "style")
_QUOTED = ("cite", "longdesc")
_REST = re.compile(r"[?#].*", re.DOTALL)
_NEAR = 3  # letters by which a name and the one that is meant may differ in length
_ANY_SLUG = "any-slug"


@dataclass(frozen=True, slots=True)
class LinkTarget:
    """The target of a link: an `href`, or None and the reason as code, message and hint.

    A name in other capitals (`name-case`) has the `href` of the file, and the finding as well.
    `asset` is the path, below the content folder, of a file to publish for the link. A link to a
    translation of a post or page has the path of its file as `twin`, and the target without
    regard to the language as `original`. `moved` is the path of the post or page that was probably
    the target before it was renamed.
    """

    href: str | None
    asset: str = ""
    code: str = ""
    message: Translatable = NO_TEXT
    hint: Translatable = NO_TEXT
    twin: str = ""
    original: LinkTarget | None = None
    moved: str = ""


@dataclass(frozen=True)
class LinkResolver:
    """Resolves the links in a site's texts. `pages` are the addresses of the site's pages.

    `corrects` is False if another theme writes the addresses as they are in the texts.
    """

    site: Site
    addresses: Addresses
    content: Path
    pictures: Pictures
    texts: BodyStore
    statics: ContentFiles
    pages: frozenset[str] = frozenset()
    corrects: bool = True
    _targets: dict[tuple[str, str], dict[str, LinkTarget]] = field(default_factory=dict)

    @cached_property
    def images(self) -> ShownImages:
        """How images are shown."""
        return ShownImages(self.pictures, self.addresses)

    @cached_property
    def _spelling(self) -> Spelling:
        return Spelling(self.content)

    @cached_property
    def _sources(self) -> Mapping[str, Post | Page]:
        known: list[Post | Page] = [*self.site.library.posts, *self.site.library.pages]
        return {compose(item.path): item for item in known} | {item.path: item for item in known}

    @cached_property
    def _sources_by_name(self) -> Mapping[str, Collection[str]]:
        paths: dict[str, set[str]] = {}
        for path in (item.path for item in self._sources.values()):
            paths.setdefault(posixpath.basename(path), set()).add(path)
        return paths

    @cached_property
    def _published(self) -> frozenset[str]:
        published: list[Post | Page] = [*self.site.posts, *self.site.pages]
        return frozenset(item.path for item in published)

    @cached_property
    def _people(self) -> Mapping[str, str]:
        return {compose(person.path): person.key for person in self.site.library.people}

    @cached_property
    def _series(self) -> Mapping[str, str]:
        return {compose(series.path): series.key for series in self.site.library.series}

    @cached_property
    def _later(self) -> Mapping[str, Translatable]:
        """The reasons for pages that do not exist yet, by URL: their content is not published."""
        reasons: dict[str, Translatable] = {}
        slugify, addresses = self.addresses.slugify, self.addresses
        for post in self.site.library.posts:
            if post.path not in self._published:
                reasons[addresses.of(post).url] = _('"%(path)s" is not out yet', path=post.path)
            for tag in post.tags:
                url = addresses.tag(slugify(tag), post.lang).url
                reasons[url] = _('the tag "%(tag)s" has no post that is out', tag=shorten(tag))
            if post.category:
                url = addresses.category(slugify(post.category), post.lang).url
                reasons[url] = _(
                    'the category "%(category)s" has no post that is out',
                    category=shorten(post.category),
                )
        for page in self.site.library.pages:
            if page.path not in self._published:
                reasons[addresses.of(page).url] = _('"%(path)s" is not out yet', path=page.path)
        for person in self.site.library.people:
            url = addresses.person(person.key, person.lang).url
            reasons[url] = _('the person "%(person)s" has no page yet', person=person.key)
        return reasons

    def prepare(
        self, body: Body, path: str, lang: str, images: ImageMarkup = ImageMarkup.RESPONSIVE
    ) -> LazyHtml:
        """Return a body's HTML with all links resolved and image dimensions added, on demand.

        A broken link, or a link to an unpublished post, is reduced to its text. The key contains
        all dependencies: the digest of the text and the target of each link. The assets are the
        content files among the targets, and the pictures shown in other sizes.
        """
        key = [body.digest, images]
        assets: dict[Asset, None] = {}
        for reference in body.references:
            if reference.attribute != "alt":
                target = self.resolve(reference.target, path, lang)
                key.append(target.href or "")
                if target.asset:
                    asset, digest = self.images.find_asset(target.asset, reference.is_sized, images)
                    assets[asset] = None
                    key.append(digest)
        return LazyHtml(tuple(key), lambda: self._render(body, path, lang, images), assets)

    def check(
        self,
        body: Body,
        path: str,
        lang: str,
        report: Report,
        then: Callable[[str], LinkTarget] | None = None,
    ) -> set[str]:
        """Return the content files in use by a text.

        Report each broken reference in it, and each image without alt text, but no link to a
        renamed post: see rostrum.site.moved_links. For a scheduled text, `then` returns the target
        of a link as of the publication date.
        """
        used: set[str] = set()
        for reference in body.references:
            if reference.attribute == "alt":
                _report_alt(reference, report)
                continue
            target = self.resolve_on_day(reference.target, path, lang, then)
            if target.moved:
                continue
            if target.code == "name-case":
                self._report_case(target, reference.place, report)
                used |= {target.asset} - {""}
            elif target.code:
                code = _code_for(target.code, reference)
                hint = target.hint or self._suggest_page(reference.target, target)
                report.warning(code, reference.place, target.message, hint)
            elif target.asset:
                used.add(target.asset)
                self._check_weight(
                    target.asset, reference.place, report, is_sized=reference.is_sized
                )
            elif _is_loaded(reference) and is_remote(reference.target):
                report_remote(reference.target, reference.place, report)
        return used

    def check_image(self, image: Image | None, place: SourceLocation, report: Report) -> set[str]:
        """Return the file of a front matter image; report it if it is missing or has no `alt`."""
        used = self.check_photo(image, place, report)
        if image is not None and not image.alt:
            hint = _("Say in a sentence what it shows, under image: alt.")
            report.error("image-alt", place, _("the picture has no alt text"), hint)
        return used

    def check_photo(self, image: Image | None, place: SourceLocation, report: Report) -> set[str]:
        """Return the content file of an image, if there is one; report it if it is missing.

        No `alt` is required: a person's photo is described by the name.
        """
        if image is None:
            return set()
        path = self.pictures.find_in_any_case(image.src)
        if is_remote(image.src):
            report_remote(image.src, place, report)
        elif reason := self._refuse(path):
            message = _('"%(src)s" %(reason)s', src=shorten(image.src), reason=reason)
            report.error("image-missing", place, message, _("Put the picture into another folder."))
        elif not self.is_file(path):
            hint = self._near_file(path)
            message = _(
                'there is no picture "%(src)s" in the content folder', src=shorten(image.src)
            )
            report.error("image-missing", place, message, hint)
        else:
            if self._find_near(self.pictures.find(image.src)):
                self._report_case(_misspelled(image.src, path, LinkTarget(path)), place, report)
            self._check_weight(path, place, report, is_sized=True)
            return {path}
        return set()

    def _check_weight(
        self, asset: str, place: SourceLocation, report: Report, *, is_sized: bool
    ) -> None:
        """Report a large picture that has no renditions here; static files are checked apart."""
        if asset not in self.statics.files and not (
            is_sized and self.pictures.find_original(asset)
        ):
            self.pictures.check_weight(asset, place, report)

    def _report_case(self, target: LinkTarget, place: SourceLocation, report: Report) -> None:
        """Report a name in other capitals; it is an error if the address stays as written.

        It may work on the author's machine.
        """
        tell = report.warning if target.href and self.corrects else report.error
        tell(target.code, place, target.message, target.hint)

    def locate(self, path: str) -> LinkTarget:
        """Return the target of an image or file, given by its path below the content folder."""
        if _SCHEME.match(path):
            return LinkTarget(path)
        clean = self.pictures.find_in_any_case(path)
        return LinkTarget(
            self.addresses.file_href(clean), asset=clean if self.is_file(clean) else ""
        )

    def resolve(self, target: str, path: str, lang: str) -> LinkTarget:
        """Return the target of a link in the file `path`, relative to the content folder."""
        known = self._known(path, lang)
        if target not in known:
            known[target] = _find_template(
                target, self._resolve(target, posixpath.dirname(path), lang)
            )
        resolved = known[target]
        if resolved.original and resolved.twin == path:  # to another language, from its twin
            return resolved.original
        return resolved

    def resolve_on_day(
        self, target: str, path: str, lang: str, then: Callable[[str], LinkTarget] | None
    ) -> LinkTarget:
        """Return the target of a link on the day of its text; see `check`."""
        resolved = self.resolve(target, path, lang)
        return then(target) if resolved.code and then else resolved

    def _known(self, path: str, lang: str) -> dict[str, LinkTarget]:
        """Return the cached targets, by link, for a file's folder and a language."""
        folder = path.rpartition("/")[0]
        return self._targets.setdefault((folder, lang), {})

    def _resolve(self, target: str, folder: str, lang: str) -> LinkTarget:
        target = strip_quotes(target)
        if not target:
            return LinkTarget(None, code="link-empty", message=_("the link has no target"))
        if target.startswith("#"):
            return LinkTarget(target)
        if target.startswith("//"):
            return self._hold_back(target) or LinkTarget(target)
        if match := _MARKED.match(target):
            return self._resolve_marked(match[1], match[2], folder, lang)
        if scheme_match := _SCHEME.match(target):
            return self._hold_back(target) or _resolve_scheme(scheme_match[1].lower(), target)
        if target.startswith("/"):
            return self._resolve_rooted(target)
        return self._resolve_path(target, folder, lang)

    def _resolve_marked(self, mark: str, rest: str, folder: str, lang: str) -> LinkTarget:
        if mark in ("filename", "static", "attach"):
            return self._resolve_path(rest, folder, lang)
        slug = self.addresses.slugify(unquote(rest))
        known: dict[str, Callable[[], Address]] = {
            "tag": lambda: self.addresses.tag(slug, lang),
            "category": lambda: self.addresses.category(slug, lang),
            "author": lambda: self._find_person(unquote(rest), lang),
            "index": lambda: self.addresses.folder("", lang),
        }
        page = known[mark]()
        if page.is_written and page.url in self.pages:
            return LinkTarget(self.addresses.href(page.url))
        if page.is_written and (later := self._later.get(page.url)):
            return _unpublished(later)
        if self.site.library.has_unread("post"):  # it may be in a post with an error
            return LinkTarget(None)
        message = _('there is no %(mark)s "%(rest)s" here', mark=mark, rest=shorten(rest))
        return _missing(
            message, self._suggest_person(unquote(rest)) if mark == "author" else NO_TEXT
        )

    def _suggest_person(self, name: str) -> Translatable:
        people = self.site.library.people
        names = {person.key for person in people} | {person.name for person in people}
        return suggest(name, names, NO_TEXT)

    def _find_person(self, name: str, lang: str) -> Address:
        """Return the page of a person, named as in a byline, in a language or a fallback of it."""
        names = self._people_by_name
        key = names.get(fold_name(name)) or names.get(self.addresses.slugify(name)) or name
        pages = self._list_person_pages(key, lang)
        return next((page for page in pages if page.url in self.pages), pages[0])

    def _list_person_pages(self, key: str, lang: str) -> list[Address]:
        codes = (*list_fallbacks(lang), self.site.default_lang)
        return [self.addresses.person(key, code) for code in codes]

    @cached_property
    def _people_by_name(self) -> Mapping[str, str]:
        """The keys of people by key, and by the displayed names of one person each."""
        people = self.site.library.people
        by_name: dict[str, set[str]] = {}
        for person in people:
            by_name.setdefault(fold_name(person.name), set()).add(person.key)
        unique = {name: min(keys) for name, keys in by_name.items() if len(keys) == 1}
        return unique | {person.key: person.key for person in people}

    def _resolve_rooted(self, target: str) -> LinkTarget:
        written = _REST.split(target, maxsplit=1)[0]
        path = unquote(written)
        below_root = self.addresses.relate(target)
        if below_root is None and self.addresses.site_roots and not self.addresses.owns(path):
            return LinkTarget(target)
        site_path = target.removeprefix("/") if below_root is None else below_root
        below, tail = self._read_rooted(site_path)
        if self._is_page(below):
            return LinkTarget(self.addresses.href(site_path))
        if self.is_file(below):
            return LinkTarget(self.addresses.file_href(below) + tail, asset=below)
        if reason := self._refuse(below):
            return _withhold(below, reason)
        if near := self._find_near(below):
            file = LinkTarget(self.addresses.file_href(near) + tail, asset=near)
            return _misspelled(below, near, file if self.is_file(near) else None)
        if later := self._find_later(below):
            return _unpublished(later)
        if not self.addresses.owns(path):
            return LinkTarget(target)
        name = posixpath.basename(below.rstrip("/"))
        if any(self.site.library.has_unread(kind, name) for kind in ("post", "page")):
            return LinkTarget(None)
        message = _('the site has no page "%(written)s"', written=shorten(written))
        return self._miss(message, self._find_readdressed(below))

    def _hold_back(self, target: str) -> LinkTarget | None:
        """Return the finding of a whole URL if it is that of an unpublished page of this site."""
        site_path = self.addresses.relate_url(end_at_quote(target))
        if site_path is None:
            return None
        below, _tail = self._read_rooted(site_path)
        later = None if self._is_page(below) else self._find_later(below)
        return _unpublished(later) if later else None

    def _is_page(self, below: str) -> bool:
        """Return True for the address of a page, with or without the slash at its end."""
        return below in self.pages or f"{below.rstrip('/')}/" in self.pages

    def _find_later(self, below: str) -> Translatable | None:
        """Return why there is no page at an address yet, or None."""
        return self._later.get(below) or self._later.get(f"{below.rstrip('/')}/")

    def _suggest_page(self, written: str, target: LinkTarget) -> Translatable:
        """Return a hint with the page nearest to a missing one of the site, or NO_TEXT.

        It names only pages that are published and listed, never what is to come or hidden.
        """
        address = strip_quotes(written)
        if target.code != "link-missing" or not address.startswith("/"):
            return NO_TEXT
        path = unquote(_REST.split(address, maxsplit=1)[0])
        below = self.addresses.relate(path)
        wanted = (path.removeprefix("/") if below is None else below).strip("/")
        name = posixpath.basename(wanted)
        if name not in self._listed_by_name:
            # Only names of about the same length: a search among all of them takes long.
            likely = [it for it in self._listed_by_name if abs(len(it) - len(name)) <= _NEAR]
            name = nearest(name, likely) or ""
        urls = self._listed_by_name.get(name, ())
        if len(urls) != 1:
            return NO_TEXT
        return _('Did you mean "%(near)s"?', near=self.addresses.href(next(iter(urls))))

    @cached_property
    def _listed(self) -> frozenset[str]:
        """The URLs of the pages that the site lists; it does not lead to hidden ones."""
        texts: list[Post | Page] = [*self.site.library.posts, *self.site.library.pages]
        hidden = (item for item in texts if item.status is not Status.PUBLISHED)
        return self.pages - {self.addresses.of(item).url for item in hidden} - {""}

    @cached_property
    def _listed_by_name(self) -> Mapping[str, Collection[str]]:
        """The URLs of pages by their last step, such as the slug."""
        named: dict[str, set[str]] = {}
        for url in self._listed:
            named.setdefault(posixpath.basename(url.strip("/")), set()).add(url)
        return named

    def _read_rooted(self, site_path: str) -> tuple[str, str]:
        """Return the path of an address below the site's root, and the rest of it."""
        readings = []
        for _written, path, tail in _read_address(site_path):
            rest = path.removeprefix("/")
            below = posixpath.normpath(rest) + ("/" if rest.endswith("/") else "") if rest else ""
            below = self.pictures.find(below)
            readings.append((below, tail))
            if self.pictures.exists(below):
                return readings[-1]
        return readings[0]

    def _read_path(self, target: str, folder: str) -> tuple[str, str, str]:
        """Return the path of a link as written, below the content folder, and the rest of it.

        `?` and `#` begin the rest, unless the name of the file has them.
        """
        readings = []
        for _written, path, tail in _read_address(target):
            base = "" if path.startswith("/") else folder
            joined = posixpath.normpath(posixpath.join(base, path.lstrip("/")))
            found = self.pictures.find(joined)
            readings.append((path, found, tail))
            if found in self._sources or self.pictures.exists(found):
                return readings[-1]
        return readings[0]

    def _resolve_path(self, target: str, folder: str, lang: str) -> LinkTarget:
        written, path, tail = self._read_path(target, folder)
        if known := self._resolve_file(path, tail, lang):
            return known
        if near := self._find_near(path):
            return _misspelled(path, near, self._resolve_file(near, tail, lang))
        hint = suggest_target(unquote(target), self.is_file, self._sources.__contains__)
        message = _('there is no file "%(written)s"', written=shorten(written))
        if hint:
            return _missing(message, hint)
        return self._miss(message, self._find_moved(path), self._near_file(path))

    def _resolve_file(self, path: str, tail: str, lang: str) -> LinkTarget | None:
        """Return the target of a link to a file by its path, None without such a file."""
        if item := self._sources.get(path) or self._sources.get(compose(path)):
            return self._resolve_source(item, tail, lang)
        if path in self.site.library.unread:  # reported already
            return LinkTarget(None)
        if url := self._find_face(compose(path), lang):
            return LinkTarget(self.addresses.href(url) + tail)
        if compose(path) in self._people or compose(path) in self._series:
            # never publish the source file itself
            message = _('"%(path)s" has no page yet', path=path)
            hint = _("Readers see the words without the link.")
            return LinkTarget(None, code="link-unpublished", message=message, hint=hint)
        if self.is_file(path):
            return LinkTarget(self.addresses.file_href(path) + tail, asset=path)
        if reason := self._refuse(path):
            return _withhold(path, reason)
        return None

    def _find_face(self, path: str, lang: str) -> str:
        """Return the address of the page of a person's or series' file; empty if there is none."""
        codes = (*list_fallbacks(lang), self.site.default_lang)
        if key := self._people.get(path):
            pages = self._list_person_pages(key, lang)
        elif key := self._series.get(path):
            pages = [self.addresses.folder(f"series/{key}/", code) for code in codes]
        else:
            return ""
        return next((page.url for page in pages if page.url in self.pages), "")

    def _resolve_source(self, item: Post | Page, tail: str, lang: str) -> LinkTarget:
        if item.path not in self._published:
            return _unpublished(_('"%(path)s" is not out yet', path=item.path))
        target = LinkTarget(self.addresses.href(self.addresses.of(item).url) + tail)
        twin = None if item.lang == lang else self._find_twin(item, lang)
        if not twin:
            return target
        href = self.addresses.href(self.addresses.of(twin).url) + tail
        return LinkTarget(href, twin=twin.path, original=target)

    def _find_twin(self, item: Post | Page, lang: str) -> Post | Page | None:
        """Return the published translation of a post or page to show in a language, or None.

        It is in that language, or in the first one that the language falls back to.
        """
        translations: Iterable[Post | Page] = (
            self.site.translations.get(item.id, ())
            if isinstance(item, Post)
            else self.site.translations_of(item)
        )
        by_lang = {item.lang: item} | {other.lang: other for other in translations}
        twin = find_fallback(by_lang, lang)
        return None if twin is item else twin

    def _render(self, body: Body, path: str, lang: str, images: ImageMarkup) -> str:
        if not body.references:
            return self.texts.read(body)
        sized = SizedImages()
        credits: dict[str, PictureCredit] = {}

        def rewrite(tag: str, attributes: Attributes) -> Attributes | str:
            is_sized = sized.includes(tag, attributes)
            rewritten = self._rewrite(tag, attributes, path, lang)
            if not is_sized or isinstance(rewritten, str):
                return rewritten
            asset = self.resolve((attributes.get("src") or "").strip(), path, lang).asset
            if not asset:
                return rewritten
            shown = self.images.show(asset, rewritten, attributes, images)
            credits[shown.src] = self.pictures.read_credit(asset)
            return shown.markup

        written = self.texts.read(body)
        html = mend_pictures(rewrite_tags(written, rewrite), written)
        return complete_captions(html, credits)

    def _rewrite(self, tag: str, attributes: Attributes, path: str, lang: str) -> Attributes | str:
        rewritten = replace_addresses(
            tag, attributes, lambda _name, address: self.resolve(address, path, lang).href
        )
        if (
            tag == "source"
            and rewritten.keys() < attributes.keys()
            and not ({"src", "srcset"} & rewritten.keys())
        ):
            return ""
        if tag != "img":
            return rewritten
        source = attributes.get("src")
        if source is not None and "src" not in rewritten:
            return show_alt(attributes)
        if source and (asset := self.resolve(source.strip(), path, lang).asset):
            rewritten |= self.images.measure(asset, attributes)
        rewritten.setdefault("alt", "")
        return rewritten

    def is_file(self, path: str) -> bool:
        """Return True if the path is a publishable file below the content folder."""
        is_below = (
            path not in ("", ".") and not path.startswith("/") and ".." not in path.split("/")
        )
        is_there = is_below and self.pictures.exists(path) and not self._refuse(path)
        return is_there and not self._find_near(path)

    def _find_near(self, path: str) -> str:
        """Return a path as spelled on disk, if it differs in case.

        Else, return the empty string. A name in different case is missing on Linux, but found on
        macOS and Windows.
        """
        if path in ("", ".") or path.startswith("/") or ".." in path.split("/"):
            return ""
        spelling = self._spelling.find(path)
        return spelling if compose(spelling) != compose(path) else ""

    def _refuse(self, path: str) -> Translatable:
        """Return the reason for never publishing an existing file; NO_TEXT if there is none."""
        path = posixpath.normpath(path)
        if path.startswith("..") or not self.pictures.exists(path):
            return NO_TEXT
        if reason := self.statics.refuse(path):
            return reason
        if path.endswith(SUFFIXES) and path not in self.statics.files:
            return _("is Markdown, which is published only where STATIC_PATHS names it")
        return NO_TEXT

    def _near_file(self, path: str) -> Translatable:
        """Return a hint with the file in the same folder whose name is nearest, or NO_TEXT.

        Suffixes count for nothing: all posts have the same.
        """
        folder, name = posixpath.split(path)
        stem, suffix = posixpath.splitext(name)
        names = sorted(
            (entry for entry in _names(self.content / folder) if entry != name),
            key=lambda entry: entry.endswith(suffix),
        )
        stems = {posixpath.splitext(entry)[0]: entry for entry in names}
        if near := nearest(stem, stems):
            return _('Did you mean "%(near)s"?', near=stems[near])
        return NO_TEXT

    def _miss(self, message: Translatable, moved: str, hint: Translatable = NO_TEXT) -> LinkTarget:
        """Return the missing target of a link, with the post or page that it may have become."""
        if moved:
            hint = write_target(f"{{filename}}/{moved}")
        return replace(_missing(message, hint), moved=moved)

    def _find_moved(self, path: str) -> str:
        """Return the path of the only post or page that a missing file may have become.

        Its file has the same name in another folder, or the post has the old name as its slug.
        """
        stem, suffix = posixpath.splitext(posixpath.basename(compose(path)))
        moved = self._sources_by_name.get(stem + suffix, ())
        if len(moved) == 1:
            return next(iter(moved))
        if moved or suffix not in SUFFIXES:
            return ""
        renamed = find_renamed(stem, self.site.library.posts, ())
        return renamed.path if renamed else ""

    def _find_readdressed(self, url: str) -> str:
        """Return the path of the only post that may have had an address with another slug."""
        folder, name = posixpath.split(url.rstrip("/"))
        slug, dot, suffix = name.partition(".")
        pattern = posixpath.join(folder, f"{_ANY_SLUG}{dot}{suffix}")
        renamed = find_renamed(slug, self._by_pattern.get(pattern, ()), ())
        return renamed.path if renamed else ""

    @cached_property
    def _by_pattern(self) -> Mapping[str, Sequence[Post]]:
        """The posts by their addresses without the slug."""
        posts: dict[str, list[Post]] = {}
        for post in self.site.library.posts:
            url = self.addresses.post_with_slug(post, _ANY_SLUG).url
            posts.setdefault(url.rstrip("/"), []).append(post)
        return posts


def _resolve_scheme(scheme: str, target: str) -> LinkTarget:
    if scheme == "file" or len(scheme) == 1:  # C:\Users\…
        message = _('"%(target)s" is a file on one computer', target=shorten(unquote(target)))
        hint = _("Copy it into the content folder, and write its path there.")
        return _missing(message, hint)
    if scheme in SCHEMES or scheme.startswith("web+"):
        return LinkTarget(end_at_quote(target) if scheme in ("http", "https") else target)
    if target.startswith("data:image/"):
        return _resolve_data(target)
    near = [each for each in SCHEMES if len(each) > 2 and is_one_slip(scheme, each)]
    hint = suggest_enclosed(target) or suggest(scheme, near, NO_TEXT)
    message = _(
        '"%(scheme)s:" is not a kind of address that a link may have', scheme=shorten(scheme)
    )
    return LinkTarget(None, code="link-scheme", message=message, hint=hint)


def _find_template(written: str, target: LinkTarget) -> LinkTarget:
    """Return a target with a finding if the address has a tag of a template, such as Liquid.

    The tag is no address: what is wrong with it as one is not reported.
    """
    address = unquote(written)
    if target.asset or not ("{{" in address or "{%" in address):
        return target
    message = _('the address "%(address)s" has markup of another system', address=shorten(address))
    hint = _("Write the address itself.")
    return replace(target, code="markup-left", message=message, hint=hint)


def _misspelled(path: str, near: str, target: LinkTarget | None) -> LinkTarget:
    """Return the `target` of the file `near` with the finding that the link has other capitals.

    Without a page or file there, the link has no address, for the reason of the target if it has
    one.
    """
    if target and target.code:
        return target
    message = _(
        'there is no file "%(path)s", but one that is named "%(near)s"',
        path=shorten(path),
        near=near,
    )
    finding = LinkTarget(
        None, code="name-case", message=message, hint=_("Write the name as the file has it.")
    )
    return _add_finding(target, finding) if target and target.href else finding


def _add_finding(target: LinkTarget, finding: LinkTarget) -> LinkTarget:
    original = target.original and _add_finding(target.original, finding)
    told = replace(target, code=finding.code, message=finding.message, hint=finding.hint)
    return replace(told, original=original)


def _resolve_data(target: str) -> LinkTarget:
    try:
        return LinkTarget(strip_data_uri(target))
    except Unusable as error:
        return LinkTarget(None, code=error.code, message=error.reason, hint=error.hint)


def _unpublished(message: Translatable) -> LinkTarget:
    hint = _("Until then readers see the words without the link.")
    return LinkTarget(None, code="link-unpublished", message=message, hint=hint)


def _missing(message: Translatable, hint: Translatable = NO_TEXT) -> LinkTarget:
    return LinkTarget(None, code="link-missing", message=message, hint=hint)


def _withhold(path: str, reason: Translatable) -> LinkTarget:
    hint = _("Readers see the words without the link.")
    return LinkTarget(
        None,
        code="file-withheld",
        message=_('"%(path)s" %(reason)s', path=shorten(path), reason=reason),
        hint=hint,
    )


def _read_address(target: str) -> Iterator[tuple[str, str, str]]:
    """Yield the ways to read an address: its path as written and decoded, and the rest of it.

    The first one is that of the standard (RFC 3986). The names of files may have the signs that
    separate the parts of an address, or look as if they were encoded.
    """
    match = _REST.search(target)
    path, rest = (target[: match.start()], match[0]) if match else (target, "")
    decoded = unquote(path)
    yield path, decoded, rest
    if decoded != path:
        yield path, path, rest
    if rest:
        yield target, unquote(target), ""
        yield target, target, ""


def _names(folder: Path) -> Iterable[str]:
    try:
        return [entry.name for entry in folder.iterdir() if entry.name.isprintable()]
    except (OSError, ValueError):  # no such folder, a name too long, a NUL byte
        return []


def _code_for(code: str, reference: Reference) -> str:
    is_picture = reference.tag == "img" or reference.attribute in _PICTURES
    return "image-missing" if code == "link-missing" and is_picture else code


def _is_loaded(reference: Reference) -> bool:
    """Return True if a page loads the target, rather than leading to it."""
    is_embedded = reference.tag in _EMBEDDED and reference.attribute not in _QUOTED
    return is_embedded or reference.attribute == "style"


def is_remote(target: str) -> bool:
    """Return True if the link points to another host."""
    return target.startswith(("http://", "https://", "//"))


def _report_alt(reference: Reference, report: Report) -> None:
    hint = _('Say what it shows: ![Halle 4 am Abend](…), in HTML alt="Halle 4 am Abend".')
    report.warning("image-alt", reference.place, _("the picture has no alt text"), hint)


def report_remote(target: str, place: SourceLocation, report: Report) -> None:
    """Report a file loaded by a page from another host."""
    host = _host_of(target)
    message = _("%(host)s learns who reads this: the page loads a file from there", host=host)
    hint = _("Keep a copy below content/images, or link to it.")
    report.warning("remote-file", place, message, hint)


def _host_of(target: str) -> str | Translatable:
    try:
        host = urlsplit(target).netloc
        return host if host and "%" not in host else _("another host")
    except ValueError:  # http://[bad
        return _("another host")

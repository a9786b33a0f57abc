"""What `rostrum check` does besides the checks of each build.

Some errors show only when a page is rendered, a picture is encoded or a cross-post is planned. An
editor should know of them before a merge, so a check tries each of these, and writes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import msgspec

from rostrum.build.assembly import AssembledSite
from rostrum.build.build import report_template
from rostrum.build.checks import CheckedSite, check_crossposts, list_copied
from rostrum.build.config import Config
from rostrum.build.encoded_pictures import refuse_picture
from rostrum.build.icons import draw_icons
from rostrum.build.publication import report_refused
from rostrum.build.rendering import find_icon_source, render_samples
from rostrum.cache.bodies import MissingBodyError
from rostrum.cache.checksummed_file import read_cache_file, write_cache_file
from rostrum.cache.fingerprints import digest_code
from rostrum.core.diagnostics import Report, Severity, SourceLocation
from rostrum.core.model import Status
from rostrum.core.parallel import Lost
from rostrum.core.translatable import gettext_lazy as _
from rostrum.defaults import THEME
from rostrum.icons.plan import IconSource
from rostrum.image_metadata.stripped import AGAIN, Unusable
from rostrum.output.atomic_move import OutputError
from rostrum.pages.routes import check_draft_addresses
from rostrum.rendering.template_errors import TemplateFault
from rostrum.site.static_files import ADDRESSES, LEDGER

_DECODED = "decoded-pictures"  # in the site's cache folder: digests of pictures that can be decoded
_SHARE = 8  # pictures that a worker decodes at a time


def check_fully(checked: CheckedSite, report: Report) -> None:
    """Report what a build would refuse later: pictures, templates, the stylesheet and fonts.

    Report what the plan of cross-posts would refuse, too.
    """
    assembled = checked.assembled
    is_rendered = assembled.config.settings.render
    if is_rendered:
        _check_pictures(assembled, checked.used, report)
    _check_own_texts(assembled, report)
    _check_addresses(checked, report)
    if report.errors:  # a post without its author, for one, can neither be rendered nor planned
        _read_ledger(assembled.config, report)
        return
    if is_rendered:
        _check_rendering(assembled, report)
    _check_plan(assembled, report)


def _check_own_texts(assembled: AssembledSite, report: Report) -> None:
    """Report what a network would refuse of the texts of new posts and drafts."""
    config, site = assembled.config, assembled.site
    since = site.visibility.moment - timedelta(days=config.settings.crosspost_days)
    new = [post for post in site.listed if post.date >= since]
    drafts = [post for post in site.library.posts if post.status is Status.DRAFT]
    check_crossposts((*new, *drafts), config.addresses, config.settings.networks, report)


def _check_addresses(checked: CheckedSite, report: Report) -> None:
    """Report addresses of drafts that are in use, and published posts that are not on record."""
    assembled = checked.assembled
    statics = list_copied(assembled, checked.used)
    fixed = assembled.list_fixed(statics)
    check_draft_addresses(assembled.schedule, assembled.files, statics, fixed, report)
    config, check = assembled.config, assembled.address_check
    file = config.content / ADDRESSES
    if file.exists():
        check.check_recorded(SourceLocation(config.show(file)), report)


def _read_ledger(config: Config, report: Report) -> None:
    """Report a broken ledger."""
    file = config.content / LEDGER
    if file.exists():
        from rostrum.crosspost.ledger import read_ledger

        read_ledger(file, config.show(file), report)


def _check_plan(assembled: AssembledSite, report: Report) -> None:
    """Report what `rostrum crosspost.plan` would refuse now."""
    # The rules of the networks are slow to import, and not needed by a build.
    from rostrum.crosspost.checks import OF_SITE
    from rostrum.crosspost.site_plan import make_site_plan

    config = assembled.config
    found = Report(report.levels, config.settings.strict)
    make_site_plan(
        *(assembled.site, config.addresses, config.content, config.settings, config.messages),
        found,
        ledger_name=config.show(config.content / LEDGER),
    )
    report.extend(it for it in found if it.code != OF_SITE or it.level is Severity.ERROR)


def _check_rendering(assembled: AssembledSite, report: Report) -> None:
    """Report an invalid stylesheet, font or template; the kit's own templates are valid."""
    config = assembled.config
    try:
        if config.theme != Path(THEME).resolve() or any(map(Path.exists, config.overrides)):
            render_samples(assembled)
        else:
            assembled.brand  # noqa: B018 - made on demand, and refused if it is invalid
    except TemplateFault as fault:
        report_template(config, fault, report)
    except OutputError as error:
        report_refused(config, error, report)
    except MissingBodyError:  # the cache was emptied since the texts were read
        return


@dataclass(frozen=True, slots=True)
class DecodeJob:
    """All data needed to decode any picture of a site, in any process."""

    content: Path
    keep_credits: bool

    def decode(self, pictures: Sequence[tuple[str, str]]) -> list[tuple[str, OutputError | None]]:
        """Return the key of each picture with its error; None for one that can be encoded."""
        return [(key, self._decode(path)) for key, path in pictures]

    def _decode(self, path: str) -> OutputError | None:
        from rostrum.renditions.encoder import try_decoding

        file = self.content / path
        try:
            try_decoding(file.read_bytes(), self.keep_credits)
        except Unusable as error:
            return OutputError(error.code, str(file), error.reason, error.hint)
        except Exception as error:  # Pillow's plugins may raise any exception
            return refuse_picture(str(file), error)
        return None


def _check_pictures(assembled: AssembledSite, used: Collection[str], report: Report) -> None:
    """Report pictures and icons that can't be decoded; one that could be is not tried again."""
    config = assembled.config
    store = config.notes / _DECODED
    known = _read_digests(store, config)
    pictures, icons = _list_pictures(assembled, used), _find_icons(assembled)
    results = [
        *_decode(assembled, {key: path for key, path in pictures.items() if key not in known}),
        *_draw({key: source for key, source in icons.items() if key not in known}),
    ]
    for _key, error in results:
        if error is not None:
            report_refused(config, error, report)
    if results:
        known &= {*pictures, *icons}
        known |= {key for key, error in results if error is None}
        write_cache_file(store, msgspec.msgpack.encode(sorted(known)), digest_code())


def _decode(
    assembled: AssembledSite, pictures: Mapping[str, str]
) -> Iterator[tuple[str, OutputError | None]]:
    """Yield the key of each picture with its error."""
    config = assembled.config
    job = DecodeJob(config.content, config.settings.picture_credits)
    items = [*pictures.items()]
    shares = [items[n : n + _SHARE] for n in range(0, len(items), _SHARE)]
    for result in config.workers.map(DecodeJob.decode, job, shares):
        if isinstance(result, Lost):
            message = _("the process that decoded this picture %(reason)s", reason=result.reason)
            file = config.content / result.share[0][1]
            yield "", OutputError("worker", str(file), message, AGAIN)
        else:
            yield from result


def _draw(icons: Mapping[str, IconSource]) -> Iterator[tuple[str, OutputError | None]]:
    """Yield the key of each source of icons with its error."""
    for key, source in icons.items():
        try:
            draw_icons(source)
        except OutputError as error:
            yield key, error
        else:
            yield key, None


def _find_icons(assembled: AssembledSite) -> dict[str, IconSource]:
    """Return what icons are made of by its digest; nothing for initials, which any site has."""
    settings = assembled.config.settings
    if not (settings.icon or settings.logos.light):
        return {}
    source = find_icon_source(assembled)
    return {f"icon-{source.digest}": source} if source.file else {}


def _list_pictures(assembled: AssembledSite, used: Collection[str]) -> dict[str, str]:
    """Return the path of each picture that may be encoded anew, by the digest of its bytes."""
    pictures = assembled.pictures
    paths = [
        *used,
        *filter(pictures.exists, map(pictures.find, assembled.config.settings.pictures)),
    ]
    found = ((path, pictures.find_original(path)) for path in sorted(paths))
    return {original.digest: path for path, original in found if original}


def _read_digests(store: Path, config: Config) -> set[str]:
    cached = b"" if config.no_cache else read_cache_file(store, digest_code())
    try:
        return set(msgspec.msgpack.decode(cached, type=list[str])) if cached else set()
    except msgspec.DecodeError:
        return set()

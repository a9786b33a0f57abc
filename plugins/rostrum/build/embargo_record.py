"""Save what a build knows of the embargo, for the proof before the publication."""

from __future__ import annotations

from functools import partial

from rostrum.build.assembly import AssembledSite
from rostrum.build.result import BuildResult
from rostrum.config.site_info import identify
from rostrum.embargo.record import EmbargoRecord, save_record
from rostrum.embargo.search import SearchedSite
from rostrum.embargo.secrets import SecretLister, name_host
from rostrum.output.inventory import digest_manifest
from rostrum.output.manifest import read_manifest


def record_embargo(result: BuildResult) -> None:
    """Save the secrets of a site after a build without errors; a check saves nothing."""
    if result.exitcode or result.checked is None or result.checked.assembled.config.check_only:
        return
    assembled = result.checked.assembled
    save_record(assembled.config.state_dir, make_record(assembled))


def make_record(assembled: AssembledSite) -> EmbargoRecord:
    """Return the record of a build: what is not out, and the sources of that."""
    config = assembled.config
    manifest = digest_manifest(read_manifest(config.output))
    if config.visibility.preview:
        return EmbargoRecord(True, manifest)
    settings, info = config.settings, config.info
    lister = SecretLister(
        assembled.site,
        config.addresses,
        assembled.usage,
        assembled.pictures,
        partial(identify, site_url=info.url, authority=settings.feed_authority),
        assembled.links.pages,
        frozenset(assembled.static_paths),
    )
    names = tuple(dict.fromkeys((info.name, *settings.names.values())))
    site = SearchedSite(config.addresses.root, name_host(info.url), names)
    return EmbargoRecord(False, manifest, site, lister.list_secrets(), lister.list_sources())

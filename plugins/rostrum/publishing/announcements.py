"""What follows a publication: a look at the live site, and word to hubs and search engines.

None of it changes what was published, so a failure is told and no more.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit

from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.simple_httpclient import HTTPStreamClosedError, SimpleAsyncHTTPClient

from rostrum.core.translatable import Translatable, verbatim
from rostrum.core.translatable import gettext_lazy as _
from rostrum.feeds.model import FORMATS
from rostrum.pages.indexnow import name_key_file
from rostrum.publishing.snapshot import Snapshot
from rostrum.publishing.target import Difference

INDEXNOW = "https://api.indexnow.org/indexnow"
_AGENT = "Mozilla/5.0 (compatible; Rostrum publication)"
_TIMEOUT = 20  # seconds
_PAUSES = (0, 1, 2, 4, 8, 15)  # seconds before each look: a network of caches needs a while
_MOST_URLS = 10_000  # of one submission (indexnow.org, documentation)
_FEEDS = tuple(format.filename for format in FORMATS)


@dataclass(frozen=True, slots=True)
class LiveSite:
    """Where a publication is announced: the site's URL, its hub of WebSub, its key of IndexNow.

    Hub and key are empty for none.
    """

    url: str
    hub: str = ""
    indexnow_key: str = ""
    indexnow: str = INDEXNOW


def announce(
    live: LiveSite,
    snapshot: Snapshot,
    difference: Difference,
    pauses: Sequence[float] = (),
) -> Iterator[Translatable]:
    """Look at the live site, then tell hub and search engines; yield what went wrong.

    `pauses` are the seconds before each look. If the live site is not the new one, nothing is
    announced: who comes would find the old one.
    """
    behind = asyncio.run(_look(live.url, snapshot, pauses or _PAUSES))
    if behind:
        yield from behind
        return
    if live.hub:
        topics = [_locate(live.url, path) for path in _list_feeds(difference.uploads)]
        if topics and (wrong := asyncio.run(_ping(live.hub, topics))):
            yield _("The hub was not told: %(reason)s.", reason=wrong)
    if live.indexnow_key:
        paths = (*difference.uploads, *difference.removed)
        urls = [_locate(live.url, path) for path in paths if path.endswith(".html")]
        if urls and (wrong := asyncio.run(_submit(live, urls))):
            yield _("The search engines were not told: %(reason)s.", reason=wrong)


def _list_feeds(paths: Iterable[str]) -> Iterator[str]:
    return (path for path in paths if path.rpartition("/")[2] in _FEEDS)


async def _look(url: str, snapshot: Snapshot, pauses: Sequence[float]) -> list[Translatable]:
    """Return what is not live yet of home page and feed, after several looks."""
    wanted = [path for path in ("index.html", *_FEEDS) if path in snapshot.files][:2]
    behind: list[Translatable] = []
    for pause in pauses:
        await asyncio.sleep(pause)
        found = [await _compare(url, path, snapshot) for path in wanted]
        behind = [wrong for wrong in found if wrong]
        if not behind:
            break
    return behind


async def _compare(url: str, path: str, snapshot: Snapshot) -> Translatable | None:
    """Return how a live file differs from the published one; None if it does not."""
    address = _locate(url, path)
    answer = await _request(HTTPRequest(address, headers={"Cache-Control": "no-cache"}))
    if answer.status != 200:
        return _("%(url)s can't be seen: %(reason)s.", url=address, reason=answer.describe())
    if answer.body != snapshot.files[path].read():
        return _("%(url)s is not the published one yet.", url=address)
    return None


async def _ping(hub: str, topics: Sequence[str]) -> Translatable | None:
    """Tell a hub which feeds have changed (PubSubHubbub 0.4, section 7).

    WebSub leaves the form to hub and publisher; hubs take this one.
    """
    fields = [("hub.mode", "publish"), *(("hub.url", topic) for topic in topics)]
    answer = await _request(HTTPRequest(hub, "POST", body=urlencode(fields)))
    return None if 200 <= answer.status < 300 else answer.describe()


async def _submit(live: LiveSite, urls: Sequence[str]) -> Translatable | None:
    """Tell search engines which pages have changed or are gone (indexnow.org, documentation)."""
    key = live.indexnow_key
    for start in range(0, len(urls), _MOST_URLS):
        body = {
            "host": urlsplit(live.url).netloc,
            "key": key,
            "keyLocation": _locate(live.url, name_key_file(key)),
            "urlList": urls[start : start + _MOST_URLS],
        }
        headers = {"Content-Type": "application/json; charset=utf-8"}
        request = HTTPRequest(live.indexnow, "POST", headers, json.dumps(body))
        answer = await _request(request)
        if answer.status not in (200, 202):
            return answer.describe()
    return None


@dataclass(frozen=True, slots=True)
class _Answer:
    """The answer of a server: status 0 and a reason if there was none."""

    status: int
    body: bytes = b""
    reason: str = ""

    def describe(self) -> Translatable:
        return _("status %(status)s", status=self.status) if self.status else verbatim(self.reason)


async def _request(request: HTTPRequest) -> _Answer:
    request.headers["User-Agent"] = _AGENT
    request.connect_timeout = request.request_timeout = _TIMEOUT
    request.decompress_response = True
    client = SimpleAsyncHTTPClient(force_instance=True)
    try:
        response = await client.fetch(request, raise_error=False)
    except (HTTPClientError, HTTPStreamClosedError, OSError, ValueError) as error:
        return _Answer(0, reason=str(error) or type(error).__name__)
    finally:
        client.close()
    if response.code == 599:  # of tornado: no answer
        return _Answer(0, reason=str(response.error))
    return _Answer(response.code, response.body or b"")


def _locate(url: str, path: str) -> str:
    """Return the URL of a file of the site, a folder's for its page."""
    shown = "" if path == "index.html" else path.removesuffix("/index.html")
    shown += "/" if path.endswith("/index.html") else ""
    return f"{url.rstrip('/')}/{quote(shown, safe='/-._~')}"

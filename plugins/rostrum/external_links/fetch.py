"""Ask for many addresses at once: few requests at a time for each host, with a pause between."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest
from tornado.simple_httpclient import HTTPStreamClosedError, SimpleAsyncHTTPClient

_AGENT = "Mozilla/5.0 (compatible; Rostrum link check)"
_AT_A_TIME, _OF_ONE_HOST = 16, 2
_PAUSE = 0.5  # seconds between the end of a request and the next one to its host
_TIMEOUT = 20  # seconds
_LARGEST = 100_000  # bytes of an answer that are read
_MOST_REDIRECTS = 8
_NO_HEAD = frozenset((400, 403, 404, 405, 500, 501, 503))
"""Answers to HEAD after which GET is tried: many servers do not know HEAD, or dislike it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer of a server: the status of HTTP, or 0 and the reason why there was none."""

    status: int
    reason: str = ""


async def fetch_all(addresses: Iterable[str], pause: float = _PAUSE) -> Mapping[str, Answer]:
    """Return the answer for each address; redirects are followed. Never raises.

    `pause` is the time in seconds between two requests to one host.
    """
    client = SimpleAsyncHTTPClient(
        force_instance=True, max_clients=_AT_A_TIME, max_body_size=_LARGEST
    )
    hosts: defaultdict[str, asyncio.Semaphore] = defaultdict(
        lambda: asyncio.Semaphore(_OF_ONE_HOST)
    )

    async def ask(address: str) -> Answer:
        async with hosts[_find_host(address)]:
            answer = await _request(client, address, "HEAD")
            if answer.status in _NO_HEAD or not answer.status:
                answer = await _request(client, address, "GET")
            await asyncio.sleep(pause)
            return answer

    wanted = [*dict.fromkeys(addresses)]
    answers = await asyncio.gather(*map(ask, wanted))
    client.close()
    return dict(zip(wanted, answers, strict=True))


async def _request(client: AsyncHTTPClient, address: str, method: str) -> Answer:
    """Return the answer to one request; what arrives of a large one is enough."""
    statuses: list[int] = []

    def note_header(line: str) -> None:
        parts = line.split(maxsplit=2)
        if line.startswith("HTTP/") and len(parts) > 1 and parts[1].isdecimal():
            statuses.append(int(parts[1]))

    try:
        request = HTTPRequest(
            address,
            method,
            {"User-Agent": _AGENT, "Accept": "text/html, */*;q=0.8"},
            connect_timeout=_TIMEOUT,
            request_timeout=_TIMEOUT,
            max_redirects=_MOST_REDIRECTS,
            header_callback=note_header,
        )
        response = await client.fetch(request, raise_error=False)
    except (HTTPClientError, HTTPStreamClosedError, OSError, ValueError, KeyError) as error:
        return Answer(statuses[-1] if statuses else 0, _describe(error))
    status = response.code
    if status == 599 or status < 100:  # of tornado: no answer
        return Answer(statuses[-1] if statuses else 0, _describe(response.error))
    return Answer(status, response.reason or "")


def _find_host(address: str) -> str:
    with suppress(ValueError):
        return urlsplit(address).netloc.lower()
    return ""


def _describe(error: BaseException | None) -> str:
    text = str(error) if error is not None else ""
    return text or type(error).__name__

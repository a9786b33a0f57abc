"""nginx, Apache and Caddy lead from each former address to the present one, by the kit's files."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote

import pytest
from support.redirect_servers import Answer
from support.sites import ANNA, Built, post, source

pytestmark = pytest.mark.e2e

Build = Callable[..., Built]
ALL = {"redirects": ["nginx", "caddy", "apache", "netlify"]}
PRESENT = "/2026/11/größe-$1&2/"
FOLDERS = [
    "2024/alt",
    "über/uns",
    "a+b",
    "klammer(1)",
    "[neu]",
    "preis$100",
    "it's",
    "a&b=c;d,e@f!",
    "~anna/v1.2",
    "alt.php",
    "日本語",
    "/".join(4 * ["a-long-name." * 20]),
]
FILES = ["alt.html", "Über_uns.html", "seiten/a.b.htm"]
SENT_AS_TYPED = "/+()[]$'&=;,@!~"  # signs that a browser does not encode


@pytest.fixture(params=["", "/blog"])
def site(request: pytest.FixtureRequest, build: Build) -> Built:
    """A site with a post at a present address of many signs, and a page; in a folder, or not."""
    aliases = [*(f"/{folder}/" for folder in FOLDERS), *(f"/{file}" for file in FILES)]
    files = {
        "people/anna.md": ANNA,
        "posts/a.md": post(slug="größe-$1&2", aliases=aliases),
        "pages/p.md": source("x", title="Seite", aliases=["/eins/index.html"]),
    }
    settings = {"SITEURL": f"https://blog.example{request.param}", "ROSTRUM": ALL}
    built = build(files, settings)
    assert built.findings == []
    return built


def spell(folder: str) -> list[str]:
    """Return the paths of a folder as they are sent: by browsers, by others, with a query."""
    path = quote(folder)
    lower = re.sub("%[0-9A-F]{2}", lambda match: match[0].lower(), path)
    sent = {path, lower, quote(folder, safe=SENT_AS_TYPED)}
    endings = ("", "/", "/index.html", "?x", "/?p=1&q=%20%C3%BC", "/index.html?x")
    return [f"/{path}{ending}" for path in sorted(sent) for ending in endings]


def test_each_former_address_leads_to_the_present_one(serve, site: Built):
    server, root = serve(site), site.outcome.config.addresses.root.rstrip("/")
    paths = [path for folder in FOLDERS for path in spell(folder)]
    paths += [f"/{quote(file)}{query}" for file in FILES for query in ("", "?x=1")]
    answers = {path: server.ask(root + path) for path in paths}
    right = Answer(301, root + PRESENT)
    assert {path: got for path, got in answers.items() if got != right} == {}
    pages = {server.ask(f"{root}/eins{ending}") for ending in ("", "/", "/index.html")}
    assert pages == {Answer(301, f"{root}/seite/")}


def test_no_other_address_leads_anywhere(serve, site: Built):
    server, root = serve(site), site.outcome.config.addresses.root.rstrip("/")
    others = ["/2024/alt/mehr", "/x/2024/alt/", "/2024/altes/", "/2024", "/alt_html", "/alt.html/x"]
    others += ["/a%20b/", "/klammer1/", "/%5Bneu/", "/preis00/", "/alt.htm"]
    assert [(it, got) for it in others if (got := server.ask(root + it)).status != 404] == []


def test_capitals_lead_to_the_same_or_nowhere(serve, site: Built):
    server, root = serve(site), site.outcome.config.addresses.root.rstrip("/")
    status = {"nginx": 301, "caddy": 301, "apache": 404}[server.kind]
    assert server.ask(f"{root}/2024/ALT/").status == status

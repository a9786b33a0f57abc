"""Addresses and templates that a post or page has of its own, as in Pelican."""

from __future__ import annotations

import json
from collections.abc import Callable
from html import escape
from urllib.parse import quote

import pytest
from support.sites import ANNA, BEN, Built, post, source

Build = Callable[..., Built]
PEOPLE = {"people/anna.md": ANNA}


@pytest.mark.parametrize(
    ("keys", "address", "file"),
    [
        ({"save_as": "about/team.html"}, "/about/team.html", "about/team.html"),
        ({"save_as": "about/index.html"}, "/about/", "about/index.html"),
        ({"save_as": "/about/x"}, "/about/x", "about/x/index.html"),
        ({"url": "about/"}, "/about/", "about/index.html"),
        ({"url": "about"}, "/about", "about/index.html"),
        ({"url": "a/b/", "save_as": "c.html"}, "/a/b/", "c.html"),
        ({"slug": "about/"}, None, None),
        ({"slug": "about.html"}, None, None),
        ({"slug": "/about/index.html"}, None, None),
    ],
)
@pytest.mark.parametrize("dialect", ["gfm", "python-markdown"])
def test_own_address_is_used_in_page_feed_sitemap_and_links(
    build: Build, dialect: str, keys: dict[str, str], address: str | None, file: str | None
) -> None:
    for kind, usual in (("posts", "2026/11/about/"), ("pages", "about/")):
        text = source("Text.\n", title="Über", **keys)
        if kind == "posts":
            text = post("Text.\n", title="Über", **keys)
        files = {
            **PEOPLE,
            f"{kind}/a.md": text,
            "posts/b.md": post(f"[a]({{filename}}/{kind}/a.md)", title="B"),
        }
        site = build(files, {"ROSTRUM": {"markdown": dialect}})
        assert (site.exitcode, site.findings) == (0, [])
        path = file or f"{usual}index.html"
        href = address or f"/{usual}"
        assert path in site.files
        assert site.page("2026/11/b/").find("a", string="a")["href"] == href
        absolute = f"https://blog.example{href}"
        assert f'<link rel="canonical" href="{absolute}">' in site.read(path)
        assert f"<loc>{absolute}</loc>" in site.read("sitemap.xml")
        if kind == "posts":
            assert f"<link>{absolute}</link>" in site.read("rss.xml")
        build({f"{kind}/a.md": None})


@pytest.mark.parametrize("dialect", ["gfm", "python-markdown"])
@pytest.mark.parametrize("slug", ["prim=regex", "web+pwn_435", "~a!b$c&d'e(f)g,h;i", "anna@home"])
def test_slug_with_signs_of_an_address_is_published(build: Build, dialect: str, slug: str) -> None:
    files = {
        **PEOPLE,
        f"posts/{slug}.md": post("Text.\n", title="Über", slug=slug),
        "pages/p.md": source("P.\n", title="P", slug=f"{slug}-p"),
        "posts/b.md": post(f"[a]({{filename}}/posts/{quote(slug)}.md)", title="B"),
    }
    site = build(files, {"ROSTRUM": {"markdown": dialect}})
    assert (site.exitcode, site.findings) == (0, [])
    path = f"2026/11/{slug}/"
    assert {f"{path}index.html", f"{slug}-p/index.html"} <= set(site.files)
    page = site.page(path)
    address = f"https://blog.example/{path}"
    assert page.find("link", rel="canonical")["href"] == address
    assert page.find("meta", property="og:url")["content"] == address
    data = json.loads(page.find("script", type="application/ld+json").string)
    assert data["mainEntityOfPage"] == address
    assert site.page("2026/11/b/").find("a", string="a")["href"] == f"/{path}"
    assert site.page(f"{slug}-p/").h1.text == "P"
    assert f"<loc>{escape(address, quote=False)}</loc>" in site.read("sitemap.xml")
    assert f"<link>{escape(address, quote=False)}</link>" in site.read("rss.xml")
    assert f'href="{escape(address, quote=False)}"' in site.read("atom.xml")


@pytest.mark.parametrize(
    "slug", ["a b", ".a", "a:b", "a*b", "a%b", "a#b", "a?b", "a\\b", "a/b", "<a>", "!", "-"]
)
def test_slug_that_no_address_or_file_may_have_is_an_error(build: Build, slug: str) -> None:
    site = build({**PEOPLE, "posts/a.md": post(slug=slug)})
    assert (site.exitcode, site.codes) == (1, ["slug"])


@pytest.mark.parametrize(
    "path", ["../x.html", "a/../b", "https://x.example/", "a//b", "a?b", "C:\\x", "/", "a%2fb"]
)
@pytest.mark.parametrize("key", ["url", "save_as"])
def test_own_address_outside_the_site_is_an_error(build: Build, key: str, path: str) -> None:
    site = build({**PEOPLE, "posts/a.md": post(**{key: path})})
    assert (site.exitcode, site.codes) == (1, ["address"])


def test_own_address_that_is_taken_is_an_error(build: Build) -> None:
    same = post(title="B", save_as="2026/11/a/index.html")
    site = build({**PEOPLE, "posts/a.md": post(title="A"), "posts/b.md": same})
    assert (site.exitcode, site.codes) == (1, ["address-taken"])
    kit = build({"posts/b.md": None, "pages/p.md": source(title="P", save_as="sitemap.xml")})
    assert (kit.exitcode, kit.codes) == (1, ["address-taken"])


@pytest.mark.parametrize("file", ["index.html", "404.html"])
def test_page_with_save_as_replaces_the_kits_home_or_404_page(build: Build, file: str) -> None:
    site = build({**PEOPLE, "pages/p.md": source("Text.\n", title="P", save_as=file)})
    assert (site.exitcode, site.codes) == (0, ["no-posts"])
    assert "<p>Text.</p>" in site.read(file)


def test_address_of_a_page_may_be_given_by_a_setting(build: Build) -> None:
    files = {**PEOPLE, "posts/a.md": post(), "pages/p.md": source("P", title="P")}
    site = build(files, {"EXTRA_PATH_METADATA": {"pages/p.md": {"save_as": "wir.html"}}})
    assert (site.exitcode, site.findings) == (0, [])
    assert "wir.html" in site.files


@pytest.mark.parametrize("name", ["brief", "brief.html"])
def test_own_template_renders_a_post_and_a_page(build: Build, name: str) -> None:
    files = {
        **PEOPLE,
        "people/ben.md": BEN,
        "posts/a.md": post(title="A", template=name),
        "posts/b.md": post(title="B", template="nix"),
        "pages/p.md": f"Title: P\nTemplate: {name}\n\nP.\n",
    }
    missing = build(files)
    assert missing.findings[1] == (
        'content/posts/a.md:5:11: warning[template-unknown]: the theme has no template "brief.html"'
    )
    assert missing.page("2026/11/a/").h1.get_text(strip=True) == "A"
    folder = missing.root / "theme" / "templates"
    folder.mkdir(parents=True)
    template = "Brief: {{ article.title if article is defined else page.title }}"
    (folder / "brief.html").write_text(template, "utf-8")
    site = build({}, {"THEME_TEMPLATES_OVERRIDES": ["theme/templates"]})
    assert (site.exitcode, site.codes) == (0, ["template-unknown"])
    assert (site.read("2026/11/a/"), site.read("p/")) == ("Brief: A\n", "Brief: P\n")
    assert site.page("2026/11/b/").h1.get_text(strip=True) == "B"


def test_own_template_with_a_fault_is_an_error_without_traceback(build: Build) -> None:
    files = {**PEOPLE, "posts/a.md": post(template="index")}
    site = build(files)
    assert (site.exitcode, site.codes) == (1, ["template"])

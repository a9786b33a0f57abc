"""Headers for caches and security, as files for nginx, Caddy, Apache, Netlify and Cloudflare."""

from __future__ import annotations

import pytest
from support.sites import ANNA, post

from rostrum.pages.security_policy import find_origin

GISCUS = {"repo": "a/b", "repo_id": "R_1", "category": "c", "category_id": "D_1"}
FILES = {
    "nginx": ["headers.nginx-server.conf", "headers.nginx.conf"],
    "caddy": ["headers.caddy"],
    "apache": [".htaccess"],
    "netlify": ["_headers"],
}


def build_with(build, text: str = "", **settings):
    files = {"people/anna.md": ANNA, "posts/a.md": post(text or "Ein Text.", title="Hallo")}
    return build(files, {"SITEURL": "https://blog.acme.example", "ROSTRUM": settings})


def read_policy(site) -> dict[str, str]:
    """The directives of the policy in `_headers`."""
    (line,) = [row for row in site.read("_headers").splitlines() if "Content-Security" in row]
    rows = line.partition(": ")[2].split("; ")
    return {name: values for name, _, values in (row.partition(" ") for row in rows)}


def test_no_header_file_is_written_unless_asked_for(build) -> None:
    assert not {file for files in FILES.values() for file in files} & {*build_with(build).files}


@pytest.mark.parametrize("server", FILES)
def test_each_server_gets_its_files_with_headers(build, server: str) -> None:
    site = build_with(build, headers=[server])
    assert site.exitcode == 0
    assert [name for name in sorted(site.files) if name in FILES[server]] == sorted(FILES[server])
    text = "".join(map(site.read, FILES[server]))
    for words in ("nosniff", "default-src 'none'", "max-age=31536000, immutable", "/media/"):
        assert words in text
    assert "unsafe-inline" not in text


def test_the_policy_allows_own_files_alone(build) -> None:
    assert read_policy(build_with(build, headers=["netlify"])) == {
        "default-src": "'none'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
        **dict.fromkeys(("connect-src", "font-src", "form-action", "manifest-src"), "'self'"),
        **dict.fromkeys(("media-src", "script-src", "style-src"), "'self'"),
        "img-src": "'self' data:",
    }


def test_the_policy_names_hosts_of_pictures_and_frames_in_texts(build) -> None:
    text = (
        "![A](https://pictures.example/a.png)\n\n"
        '<video src="//video.example:8443/a.mp4" poster="https://poster.example/a.png"></video>\n\n'
        '<iframe src="https://frames.example/x"></iframe>\n\n[A link](https://link.example/)\n'
    )
    policy = read_policy(build_with(build, text, headers=["netlify"]))
    assert policy["img-src"] == "'self' data: https://pictures.example https://poster.example"
    assert policy["media-src"] == "'self' https://video.example:8443"
    assert policy["frame-src"] == "https://frames.example"
    assert not any("link.example" in values for values in policy.values())


def test_the_policy_allows_the_comment_system_of_the_site(build) -> None:
    policy = read_policy(build_with(build, headers=["netlify"], giscus=GISCUS))
    assert policy["script-src"] == policy["style-src"] == "'self' https://giscus.app"
    assert policy["frame-src"] == "https://giscus.app"


def test_a_draft_adds_no_host_to_the_policy(build) -> None:
    files = {
        "people/anna.md": ANNA,
        "posts/a.md": post(title="Hallo"),
        "posts/b.md": post("![A](https://secret.example/a.png)", title="B", status="draft"),
    }
    site = build(files, {"ROSTRUM": {"headers": ["netlify"]}})
    assert "secret.example" not in site.read("_headers")


def test_the_editor_keeps_its_own_policy(build) -> None:
    admin = {"backend": "github", "repo": "acme/blog"}
    site = build_with(build, headers=["nginx", "netlify"], admin=admin)
    assert '    "~^/admin/" "";' in site.read("headers.nginx.conf")
    assert "Content-Security-Policy" not in site.read("_headers")


def test_one_htaccess_has_redirects_and_headers(build) -> None:
    site = build(
        {"people/anna.md": ANNA, "posts/a.md": post(title="Hallo", aliases=["/alt/"])},
        {"ROSTRUM": {"headers": ["apache"], "redirects": ["apache"]}},
    )
    text = site.read(".htaccess")
    assert 'RedirectMatch 301 "^/alt/$"' in text
    assert "<IfModule mod_headers.c>" in text


def test_https_is_insisted_on_only_where_the_site_has_it(build) -> None:
    assert "Strict-Transport-Security" in build_with(build, headers=["netlify"]).read("_headers")
    plain = build(
        {"people/anna.md": ANNA, "posts/a.md": post(title="Hallo")},
        {"SITEURL": "http://localhost:8000", "ROSTRUM": {"headers": ["netlify"]}},
    )
    assert "Strict-Transport-Security" not in plain.read("_headers")


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("https://a.example/b?c", "https://a.example"),
        ("//a.example:8443/b", "https://a.example:8443"),
        ("https://bücher.example/a.png", "https://xn--bcher-kva.example"),
        ("/media/a.png", ""),
        ("data:image/png;base64,AA", ""),
        ("https://[broken/", ""),
        ("https://a.example; script-src *", ""),
    ],
)
def test_the_origin_of_an_address(address: str, origin: str) -> None:
    assert find_origin(address) == origin

"""Links in a text to every kind of file that a build writes."""

import pytest
from support.sites import ANNA, post

DIALECTS = ("gfm", "python-markdown")
SITE_FILES = (
    "/rss.xml",
    "/page/2/",
    "/sitemap.xml",
    "/people/anna/rss.xml",
    "/robots.txt",
    "/404.html",
)


def build_with_link(build, href, dialect):
    """Return a site of three posts, of which one has a link."""
    files = {"people/anna.md": ANNA, "posts/a.md": post(f"[Ziel]({href})")}
    files |= {f"posts/b{n}.md": post(title=f"T{n}") for n in range(2)}
    return build(files, {"ROSTRUM": {"markdown": dialect, "home_posts": 1}})


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("href", SITE_FILES)
def test_link_to_a_file_of_the_site_is_kept(build, href, dialect):
    site = build_with_link(build, href, dialect)
    assert site.findings == []
    assert site.page("2026/11/hallo/").select_one(".e-content a")["href"] == href
    file = href.removeprefix("/")
    assert (f"{file}index.html" if file.endswith("/") else file) in site.files


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("href", ["/atom/", "/page/9/", "/people/eva/rss.xml", "/sitemap.txt"])
def test_link_to_an_address_that_the_site_lacks_is_lost(build, href, dialect):
    site = build_with_link(build, href, dialect)
    assert site.codes == ["link-missing"]
    assert f'the site has no page "{href}"' in site.text
    assert site.page("2026/11/hallo/").select(".e-content a[href]") == []


@pytest.mark.parametrize("dialect", DIALECTS)
def test_drawings_in_a_text_refer_to_files_of_the_site(build, pixel, dialect):
    images = '<image href="../images/a.png"/><image href="https://x.example/a.png"/>'
    drawing = f'<svg>{images}<use href="#b"/><use href="fehlt.svg#c"/></svg>'
    files = {
        "people/anna.md": ANNA,
        "posts/a.md": post(f"<div>{drawing}</div>"),
        "images/a.png": pixel,
    }
    site = build(files, {"ROSTRUM": {"markdown": dialect}})
    assert sorted(site.codes) == ["link-missing", "remote-file"]
    assert 'there is no file "fehlt.svg"' in site.text
    assert "x.example learns who reads this" in site.text
    shown = drawing.replace("../images", "/images").replace(' href="fehlt.svg#c"', "")
    assert shown in site.read("2026/11/hallo/index.html")
    assert "images/a.png" in site.files

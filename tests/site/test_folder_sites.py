"""Pictures and fragments by addresses of the site itself: absolute, or in a folder of its host."""

from __future__ import annotations

import pytest
from support.sites import ANNA, post

FOLDER = {"SITEURL": "https://firma.example/blog"}
TEXTS = {"people/anna.md": ANNA, "posts/ziel.md": post("## Mut\n", title="Ziel")}


@pytest.mark.parametrize("src", ["/blog/images/x.png", "/images/x.png", "images/x.png"])
def test_picture_of_a_post_may_begin_with_the_folder(build, pixel, src):
    files = {"posts/a.md": post(image={"src": src, "alt": "Ein Bild"}), "images/x.png": pixel}
    site = build(TEXTS | files, {**FOLDER, "ROSTRUM": {"cards": False}})
    assert (site.exitcode, site.codes) == (0, ["image-card"])  # it is small
    page = site.page("2026/11/hallo/")
    assert page.find("meta", property="og:image")["content"].endswith("/blog/images/x.png")
    assert "https://firma.example/blog/images/x.png" in site.read("atom.xml")


def test_logo_may_begin_with_the_folder(build, pixel):
    files = {"posts/a.md": post(), "images/x.png": pixel}
    settings = {**FOLDER, "ROSTRUM": {"logo": "/blog/images/x.png"}}
    site = build(TEXTS | files, settings)
    assert (site.exitcode, site.findings) == (0, [])
    assert 'src="/blog/images/x.png"' in site.read("")


def test_content_in_a_folder_of_the_same_name_is_found(build, pixel):
    files = {
        "posts/a.md": post(image={"src": "/blog/x.png", "alt": "Ein Bild"}),
        "blog/x.png": pixel,
    }
    site = build(TEXTS | files, FOLDER)
    assert (site.exitcode, site.codes) == (0, [])
    assert "blog/x.png" in site.files


@pytest.mark.parametrize("dialect", ["gfm", "python-markdown"])
@pytest.mark.parametrize(
    "target",
    [
        "https://firma.example/blog/2026/11/ziel/#{}",
        "http://firma.example/blog/2026/11/ziel/#{}",
        "//firma.example/blog/2026/11/ziel/#{}",
        "https://firma.example/blog/2026/11/ziel/index.html#{}",
        "/blog/2026/11/ziel?x=1#{}",
        "ziel.md?x=1#{}",
        "{{filename}}ziel.md?x#{}",
    ],
)
def test_fragments_of_each_link_to_the_site_are_checked(build, dialect, target):
    settings = {**FOLDER, "ROSTRUM": {"markdown": dialect}}
    wrong = build(TEXTS | {"posts/a.md": post(f"[x]({target.format('muht')})")}, settings)
    assert [str(found.hint) for found in wrong.report] == ['Did you mean "#mut"?']
    right = build(TEXTS | {"posts/a.md": post(f"[x]({target.format('mut')})")}, settings)
    assert right.findings == []


def test_fragments_of_other_hosts_are_left_alone(build):
    files = {"posts/a.md": post("[x](https://other.example/blog/2026/11/ziel/#muht)")}
    assert build(TEXTS | files, FOLDER).findings == []

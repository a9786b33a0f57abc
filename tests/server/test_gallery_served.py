"""The gallery in a running `rostrum serve`, with the templates and the look of the site."""

from __future__ import annotations

from pathlib import Path

from support.served import serving
from support.sites import ANNA, post, write_files, write_settings

FILES = {"content/people/anna.md": ANNA, "content/posts/a.md": post()}
FOOTER = "templates/partials/post_footer.html"


def test_the_gallery_shows_the_sites_own_templates(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    write_files(folder, {**FILES, FOOTER: "<p>Unser Fuß</p>\n"})
    write_settings(folder / "pelicanconf.py", {})
    with serving(folder) as served:
        assert "post-draft" in served.fetch("_gallery/")[1]
        status, page = served.fetch("_gallery/post")
        assert (status, "Unser Fuß" in page) == (200, True)
        assert 'src="/_gallery/images/' in page
        assert served.fetch("_gallery/images/x.jpg")[1].startswith("<svg")
        assert served.fetch("_gallery/missing")[0] == 404
        assert 'href="/theme/css/rostrum.css"' in served.fetch()[1]  # the address stays the same
        served.put({FOOTER: "<p>{{ nothing }}</p>\n"})
        served.prints("'nothing' is undefined")
        status, page = served.fetch("_gallery/post")
        assert (status, "post_footer.html:1: " in page) == (500, True)
    assert not list(folder.rglob("_gallery"))

"""Files that are published as they are: the theme's, the site's own, and what texts use."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sites import ANNA, Built, post

FILES = {"people/anna.md": ANNA, "posts/a.md": post()}


def test_a_static_file_is_published_where_it_lies(build: Callable[..., Built]) -> None:
    site = build({**FILES, "static/preise.csv": "a;b\n"})
    assert site.read("static/preise.csv") == "a;b\n"


def test_a_static_file_can_have_another_place(build: Callable[..., Built]) -> None:
    names = {"EXTRA_PATH_METADATA": {"static/robots.txt": {"path": "robots.txt"}}}
    site = build({**FILES, "static/robots.txt": "Mine.\n"}, settings=names)
    assert site.read("robots.txt") == "Mine.\n"


def test_a_link_out_of_the_content_folder_publishes_nothing(
    build: Callable[..., Built], tmp_path: Path
) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("Nicht für alle.", "utf-8")
    site = build({**FILES, "static/ok.txt": "Für alle."})
    link = site.root / "content" / "static" / "mine.txt"
    link.symlink_to(secret)
    again = build({})
    assert again.exitcode == 1
    words = "this link leads out of the content folder; what it shows would be public"
    assert again.findings == [f"content/static/mine.txt:1:1: error[file-outside]: {words}"]


def test_a_picture_that_is_a_link_out_of_the_content_folder_is_missing(
    build: Callable[..., Built], tmp_path: Path
) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(b"\x89PNG")
    site = build({**FILES, "images/ok.txt": ""})
    (site.root / "content" / "images" / "mine.png").symlink_to(secret)
    again = build({"posts/a.md": post("![Das Werk](../images/mine.png)\n")})
    assert "image-missing" in again.codes
    assert not [name for name in again.files if name.startswith("images/")]

"""Files that are published as they are: the theme's, the site's own, and what texts use."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from support.sites import ANNA, Built, post, source, write_files

FILES = {"people/anna.md": ANNA, "posts/a.md": post()}


def test_a_static_file_is_published_where_it_lies(build: Callable[..., Built]) -> None:
    site = build({**FILES, "static/preise.csv": "a;b\n"})
    assert site.read("static/preise.csv") == "a;b\n"


def test_a_static_file_can_have_another_place(build: Callable[..., Built]) -> None:
    names = {"EXTRA_PATH_METADATA": {"static/robots.txt": {"path": "robots.txt"}}}
    site = build({**FILES, "static/robots.txt": "Mine.\n"}, settings=names)
    assert site.read("robots.txt") == "Mine.\n"
    assert site.findings == [
        (
            "content/static/robots.txt:1:1: warning[robots-sitemap]: "
            "this file takes the place of the kit's and names no sitemap"
        )
    ]
    assert "Add a line: Sitemap: https://blog.example/sitemap.xml" in site.text
    named = build({"static/robots.txt": "Mine.\nsitemap: https://blog.example/sitemap.xml\n"})
    assert named.findings == []
    preview = build({}, preview=True)
    assert preview.read("robots.txt") == "User-agent: *\nDisallow: /\n"


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


def test_static_image_symlinked_outside_content_is_missing(
    build: Callable[..., Built], tmp_path: Path
) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(b"\x89PNG")
    site = build({**FILES, "images/ok.txt": ""})
    (site.root / "content" / "images" / "mine.png").symlink_to(secret)
    again = build({"posts/a.md": post("![Das Werk](../images/mine.png)\n")})
    assert "image-missing" in again.codes
    assert not [name for name in again.files if name.startswith("images/")]


# What is never published, and what is

PLAIN = {"THEME": "simple", "ROSTRUM": {"render": False}}
MODES = [{}, PLAIN, {"PLUGINS": ["rostrum", "nothing"], "PLUGIN_PATHS": ["plugins"]}]


@pytest.fixture(autouse=True)
def nothing(tmp_path: Path) -> None:
    """A plugin that does nothing, for which everything goes through Pelican."""
    write_files(tmp_path, {"plugins/nothing.py": "def register():\n    pass\n"})


@pytest.mark.parametrize("mode", MODES, ids=["kit", "other theme", "plugin"])
def test_static_hidden_files_are_published_only_by_setting(
    build: Callable[..., Built], mode: dict[str, object]
) -> None:
    hidden = {
        f"static/{name}": "x"
        for name in (".env", ".git/config", ".htaccess", "a/.b/c.txt", ".well-known/.x")
    }
    known = {"static/.well-known/security.txt": "x", ".nojekyll": "", ".git/config": "x"}
    settings = {
        **mode,
        "STATIC_PATHS": ["static", ".nojekyll"],
        "EXTRA_PATH_METADATA": {"static/.htaccess": {"path": ".htaccess"}},
    }
    site = build({**FILES, **hidden, **known}, settings)
    assert site.exitcode == 0
    dotted = [name for name in site.files if "/." in f"/{name}"]
    assert dotted == [".htaccess", ".nojekyll", "static/.well-known/security.txt"]


@pytest.mark.parametrize("mode", MODES, ids=["kit", "other theme", "plugin"])
@pytest.mark.parametrize(
    ("file", "reason"),
    [
        (".env", "is hidden, and never published"),
        ("static/.git/config", "is hidden, and never published"),
        ("crossposts.json", "is read by the kit, and never published"),
        ("topics.yaml", "is read by the kit, and never published"),
        ("comments/a/1.md", "is a source, and never published"),
        ("posts/a.md~", "is a source, and never published"),
        ("anhang/a.md", "is Markdown, which is published only where STATIC_PATHS names it"),
    ],
)
def test_a_link_to_what_is_never_published_is_reported_and_goes(
    build: Callable[..., Built], mode: dict[str, object], file: str, reason: str
) -> None:
    comment = source("Danke!\n", author="Eva", date="2026-11-19")
    text = f"[Datei]({{static}}/{file}) und <img src='/{file}' alt='x'>\n"
    content = comment if file.startswith("comments") else "[]" if "json" in file else "x: 1"
    content = "" if "topics" in file else content
    site = build({**FILES, "posts/b.md": post(text, title="B"), file: content}, mode)
    assert site.exitcode == 0
    found = [one for one in site.report if one.code == "file-withheld"]
    assert {str(one.message) for one in found} == {f'"{file}" {reason}'}
    assert {(one.place.path, one.place.line) for one in found} == {("content/posts/b.md", 6)}
    page = site.page("2026/11/b/")
    assert "Datei" in page.get_text()
    assert not page.find_all(href=lambda href: href and href.endswith(file))
    assert file not in site.files


def test_a_picture_that_is_hidden_can_not_be_a_posts(build: Callable[..., Built]) -> None:
    image = {"src": ".neu/a.png", "alt": "Das Werk"}
    site = build({**FILES, ".neu/a.png": "x", "posts/a.md": post(image=image)})
    assert site.findings == [
        'content/posts/a.md:5:8: error[image-missing]: ".neu/a.png" is hidden, and never published'
    ]


@pytest.mark.parametrize("mode", MODES, ids=["kit", "other theme", "plugin"])
def test_static_files_include_sources_excluded_or_not_read(
    build: Callable[..., Built], mode: dict[str, object]
) -> None:
    files = {
        **FILES,
        "posts/alt/b.html": "<p>Alt</p>",
        "posts/folien.html": "<p>Folien</p>",
        "static/vorlage.md": "Eine Vorlage.\n",
    }
    named = ["posts/alt", "posts/folien.html", "static"]
    settings = {**mode, "ARTICLE_EXCLUDES": ["posts/alt"], "STATIC_PATHS": named}
    site = build(files, settings)
    assert (site.exitcode, site.findings) == (0, [])
    assert {"posts/alt/b.html", "posts/folien.html", "static/vorlage.md"} <= set(site.files)
    assert "posts/a.md" not in site.files


@pytest.mark.parametrize("mode", MODES, ids=["kit", "other theme", "plugin"])
def test_static_files_exclude_pages_that_pelican_skips_as_posts(
    build: Callable[..., Built], mode: dict[str, object]
) -> None:
    """Pelican adds PAGE_PATHS to ARTICLE_EXCLUDES, and ARTICLE_PATHS to PAGE_EXCLUDES."""
    pages = {"pages/b.md": source(title="B", status="draft"), "pages/c.png": "x"}
    settings = {**mode, "STATIC_PATHS": ["pages", "posts"]}
    site = build({**FILES, **pages}, settings)
    assert [name for name in site.files if name.startswith(("pages", "posts"))] == ["pages/c.png"]


def test_static_link_to_source_or_its_folder_publishes_none(
    build: Callable[..., Built], tmp_path: Path
) -> None:
    (tmp_path / "content/static").mkdir(parents=True)
    (tmp_path / "content/static/a.txt").symlink_to("../posts/a.md")
    (tmp_path / "content/static/alle").symlink_to("../posts")
    (tmp_path / "content/static/im-kreis").symlink_to(".")
    draft = {"posts/d.md": post("![D](d.png)\n", title="D", status="draft"), "posts/d.png": "x"}
    site = build({**FILES, **draft, "static/b.txt": "x", "posts/c.png": "x"})
    assert [name for name in site.files if name.startswith("static")] == [
        "static/alle/c.png",
        "static/b.txt",
    ]


def test_static_posts_reached_by_symlink_are_sources(
    build: Callable[..., Built], tmp_path: Path
) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content/posts").symlink_to("archiv")
    files = {"people/anna.md": ANNA, "archiv/a.md": post(status="draft"), "archiv/b.txt": "x"}
    site = build(files, {"STATIC_PATHS": ["archiv", "./posts/"]})
    assert [name for name in site.files if name.endswith(".md")] == []


def test_static_folder_symlinked_outside_content_is_an_error(
    build: Callable[..., Built], tmp_path: Path
) -> None:
    write_files(tmp_path, {"geheim/a.txt": "x"})
    (tmp_path / "content/static").mkdir(parents=True)
    (tmp_path / "content/static/mehr").symlink_to(tmp_path / "geheim")
    for mode in (MODES[0], MODES[1]):
        site = build(FILES, mode)
        assert (site.exitcode, site.codes) == (1, ["file-outside"])


def test_static_excludes_and_ignored_files_are_left_out(build: Callable[..., Built]) -> None:
    files = {**FILES, "static/a.txt": "", "static/alt/b.txt": "", "static/c.bak": ""}
    settings = {"STATIC_EXCLUDES": ["static/alt"], "IGNORE_FILES": ["*.bak"]}
    site = build(files, settings)
    assert [name for name in site.files if name.startswith("static")] == ["static/a.txt"]


def test_a_misplaced_post_is_not_published_by_a_folder_above(
    build: Callable[..., Built], pixel: bytes
) -> None:
    files = {**FILES, "entwurf.md": post(status="draft"), "bild.png": pixel, "README.md": "x"}
    site = build(files, {"STATIC_PATHS": ["."]})
    assert site.codes == ["unread"]
    assert "entwurf.md" not in site.files
    assert {"bild.png", "README.md"} <= set(site.files)
    named = build({}, {"STATIC_PATHS": [".", "entwurf.md"]})
    assert "entwurf.md" in named.files


def test_a_static_file_takes_the_place_of_the_theme_s(build: Callable[..., Built]) -> None:
    names = {"EXTRA_PATH_METADATA": {"static/a.css": {"path": "theme/css/rostrum.css"}}}
    site = build({**FILES, "static/a.css": "p { top: 0 }"}, names)
    assert (site.exitcode, site.read("theme/css/rostrum.css")) == (0, "p{top:0}")


def test_two_files_of_the_site_for_one_address_are_an_error(
    build: Callable[..., Built], pixel: bytes
) -> None:
    names = {
        "static/a.txt": {"path": "x.txt"},
        "static/b.txt": {"path": "x.txt"},
        "static/c.png": {"path": "images/c.png"},
    }
    files = {"static/a.txt": "a", "static/b.txt": "b", "static/c.png": pixel, "images/c.png": pixel}
    text = post("![C](../images/c.png)\n")
    site = build({**FILES, **files, "posts/a.md": text}, {"EXTRA_PATH_METADATA": names})
    assert site.exitcode == 1
    assert [line.split(": ", 1)[1] for line in site.findings] == [
        "error[address-taken]: static/a.txt is published as x.txt too",
        "error[address-taken]: images/c.png is published as images/c.png too",
    ]


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ({"OUTPUT_SOURCES": True}, "OUTPUT_SOURCES = True can't be obeyed: sources are never"),
        ({"STATIC_EXCLUDE_SOURCES": False}, "STATIC_EXCLUDE_SOURCES = False can't be obeyed"),
        ({"STATIC_PATHS": [".neu"]}, 'STATIC_PATHS names ".neu", which is hidden, and never'),
        ({"STATIC_PATHS": ["posts/a.md"]}, 'STATIC_PATHS names "posts/a.md", which is a source'),
        ({"STATIC_PATHS": ["topics.yaml"]}, '"topics.yaml", which is read by the kit'),
        ({"TEMPLATE_PAGES": {"posts/a.md": "a.html"}}, 'TEMPLATE_PAGES names "posts/a.md"'),
    ],
)
@pytest.mark.parametrize("mode", MODES[:2], ids=["kit", "other theme"])
def test_static_setting_that_publishes_sources_is_an_error(
    build: Callable[..., Built], mode: dict[str, object], setting: dict[str, object], words: str
) -> None:
    site = build({**FILES, ".neu/a.txt": "x", "topics.yaml": ""}, {**mode, **setting})
    assert site.exitcode == 2
    (found,) = site.report
    assert words in str(found.message)
    assert found.place.path == "pelicanconf.py"
    line = (site.root / "pelicanconf.py").read_text("utf-8").splitlines()[found.place.line - 1]
    assert line.startswith(next(iter(setting)))


def test_a_suffix_that_a_reader_takes_is_one_of_sources(build: Callable[..., Built]) -> None:
    files = {**FILES, "posts/b.nb": "x", "posts/c.html": "x"}
    text = "\n".join(
        [
            "from rostrum.defaults import *",
            "from pelican.readers import BaseReader",
            "READERS = {'nb': BaseReader}",
            "STATIC_PATHS = ['posts']",
            "ROSTRUM = {'levels': {'not-markdown': 'off'}}",
        ]
    )
    site = build(files, text)
    assert [name for name in site.files if name.startswith("posts")] == []


def test_static_file_linked_by_published_page_outlives_draft(
    build: Callable[..., Built],
) -> None:
    files = {
        **FILES,
        "anhang/a.pdf": "x",
        "posts/a.md": post("[A]({static}/anhang/a.pdf)\n"),
        "pages/b.md": source("[A]({static}/anhang/a.pdf)\n", title="B", status="draft"),
    }
    assert "anhang/a.pdf" in build(files, PLAIN).files


@pytest.mark.parametrize("mode", MODES, ids=["kit", "other theme", "plugin"])
def test_pages_in_a_folder_of_posts_are_sources(
    build: Callable[..., Built], mode: dict[str, object]
) -> None:
    """Pelican then has "posts" in PAGE_EXCLUDES, which leaves out no page there."""
    files = {**FILES, "posts/seiten/b.md": source(title="B", status="draft"), "posts/c.png": "x"}
    settings = {**mode, "PAGE_PATHS": ["posts/seiten"], "STATIC_PATHS": ["posts"]}
    site = build(files, settings)
    assert [name for name in site.files if name.startswith("posts")] == ["posts/c.png"]


@pytest.mark.parametrize("mode", MODES, ids=["kit", "other theme", "plugin"])
@pytest.mark.parametrize("folder", ["", "."])
def test_the_whole_content_folder_can_be_that_of_posts(
    build: Callable[..., Built], mode: dict[str, object], folder: str, pixel: bytes
) -> None:
    files = {
        "people/anna.md": ANNA,
        "a.md": post("![A](bilder/a.png)\n"),
        "bilder/a.png": pixel,
        "bilder/b.md": post("![B](c.png)\n", title="B", status="draft"),
        "bilder/c.png": pixel,
        "c.png": pixel,
    }
    settings = {**mode, "ARTICLE_PATHS": [folder], "STATIC_PATHS": ["bilder"]}
    site = build(files, settings)
    assert (site.exitcode, site.codes) == (0, ["file-public"])
    known = [name for name in site.files if name.endswith((".md", ".png"))]
    assert [name for name in known if name[0] in "bc"] == ["bilder/a.png", "bilder/c.png"]
    above = build({"bilder/a.png": pixel}, {**settings, "STATIC_PATHS": ["."]})
    assert (above.exitcode, above.codes) == (0, [])
    assert not [name for name in above.files if name.endswith(("c.png", ".md"))]


@pytest.mark.parametrize("name", ["sitemap.xml", "atom.xml"])
def test_static_file_does_not_replace_a_generated_page(
    build: Callable[..., Built], name: str
) -> None:
    names = {"EXTRA_PATH_METADATA": {"static/x": {"path": name}}}
    site = build({**FILES, "static/x": "x"}, names, check_only=True)
    assert site.findings == [
        f"content/static/x:1:1: error[address-taken]: {name} is a page that the kit makes"
    ]


def test_a_published_name_with_a_backslash_is_an_error(build: Callable[..., Built]) -> None:
    site = build({**FILES, "static/a\\b.txt": "x"}, check_only=True)
    assert "file-name" in site.codes
    assert site.exitcode == 1

"""Folders that can't be read, and names of files that not every system can keep."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from support.sites import ANNA, post, source, write_files, write_settings
from support.warm_process import run_printed

FILES = {"people/anna.md": ANNA, "posts/a.md": post()}
LATIN_1 = os.fsdecode(b"H\xe4lle")
POWERLESS = ("setpriv", "--bounding-set=-dac_override,-dac_read_search")
POWERLESS += ("--inh-caps=-dac_override,-dac_read_search",)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder of a site that was built once."""
    write_files(tmp_path / "content", {**FILES, "posts/2026/b.md": post(title="Zwei")})
    write_files(tmp_path / "content", {"static/x.txt": "x", "images/y.png": "y"})
    write_files(tmp_path, {"overrides/partials/extra_head.html": "<!-- ours -->"})
    write_settings(tmp_path / "pelicanconf.py", {"THEME_TEMPLATES_OVERRIDES": ["overrides"]})
    return tmp_path


def run(folder: Path, *words: str) -> tuple[int, str]:
    """Run `rostrum build` as somebody who may not read everything; return its end and words."""
    powers = POWERLESS if os.getuid() == 0 else ()
    options = ("--as-of", "2026-11-22", "--lang", "en")
    code, printed = run_printed(folder, "rostrum", *words, *options, before=powers)
    assert "Traceback" not in printed
    return code, printed


FOLDERS = (
    *("content/posts/2026", "content/posts", "content/people", "content/static"),
    *("content/images", "overrides/partials", "overrides"),
)
UNREADABLE = ("content/posts/2026/b.md", "content/static/x.txt")
UNREADABLE += ("overrides/partials/extra_head.html",)


@pytest.mark.parametrize(
    ("place", "mode"),
    [
        *((place, mode) for place in FOLDERS for mode in (0o000, 0o400, 0o100)),
        *((place, 0o000) for place in UNREADABLE),
    ],
)
def test_what_can_not_be_read_is_named_and_nothing_is_written(folder, place, mode):
    path = folder / place
    path.chmod(mode)
    try:
        code, printed = run(folder, "build")
    finally:
        path.chmod(0o700)
    assert code == 1, printed
    assert f"{place}" in printed
    assert "error[unreadable]" in printed
    assert not (folder / "output").exists()


def test_a_folder_that_can_not_be_read_takes_no_page_away(folder):
    assert run(folder, "build")[0] == 0
    (folder / "content/posts/2026").chmod(0)
    code, printed = run(folder, "build")
    (folder / "content/posts/2026").chmod(0o700)
    assert code == 1
    assert "content/posts/2026:1:1: error[unreadable]" in printed
    assert (folder / "output/2026/11/zwei/index.html").exists()


@pytest.mark.parametrize("name", ["posts", "pages", "people", "series", "comments"])
def test_a_file_in_the_place_of_a_folder_is_an_error(build, name):
    files = {path: text for path, text in FILES.items() if not path.startswith(f"{name}/")}
    site = build({**files, name: "x"})
    assert "folder" in site.codes
    assert site.exitcode == 1
    assert f"content/{name}:1:1: error[folder]: this is no folder" in " ".join(site.findings)


@pytest.mark.parametrize("name", ["posts", "pages", "people", "series", "comments"])
def test_a_folder_in_other_capitals_is_an_error(build, name):
    other = {f"{name.title()}/x/y.md": source("x"), "posts/a.md": post(), "people/anna.md": ANNA}
    site = build({path: text for path, text in other.items() if not path.startswith(f"{name}/")})
    said = f'content/{name.title()}:1:1: error[folder]: there is no folder "{name}", but one that'
    assert any(found.startswith(said) for found in site.findings), site.findings


def test_file_name_folder_setting_in_other_case_is_an_error(build):
    site = build(FILES, {"ARTICLE_PATHS": ["Posts"]})
    said = 'content/posts:1:1: error[folder]: there is no folder "Posts", but one that is named '
    assert f'{said}"posts"' in site.findings


def test_file_name_folder_setting_of_missing_folder_is_an_error(build):
    site = build(FILES, {"ARTICLE_PATHS": ["posts", "news"]})
    assert site.codes == ["folder-missing"]
    assert site.report.errors == 1
    wanted = {"ARTICLE_PATHS": ["posts", "news"], "ROSTRUM": {"levels": {"folder-missing": "off"}}}
    assert build(FILES, wanted).exitcode == 0


def test_a_static_path_that_names_nothing_is_an_error(build):
    site = build(FILES, {"STATIC_PATHS": ["static", "CNAME", "Extra"]})
    assert [str(found.place) for found in site.report] == ["content/CNAME:1:1", "content/Extra:1:1"]
    assert set(site.codes) == {"folder-missing"}
    site = build({"extra/x.txt": "x"}, {"STATIC_PATHS": ["Extra"]})
    assert site.codes == ["folder"]


@pytest.mark.parametrize("dialect", ["python-markdown", "gfm"])
@pytest.mark.parametrize(
    "text",
    [
        "[a]({filename}../Posts/b.md)",
        "[a](B.md)",
        "![a]({static}/images/Foto.PNG)",
        "![a](/Images/foto.png)",
        "![a](../images/FOTO.png)",
    ],
)
def test_a_link_in_other_capitals_than_the_file_is_corrected(build, pixel, dialect, text):
    files = {**FILES, "posts/b.md": post(title="Zwei"), "images/foto.png": pixel}
    site = build({**files, "posts/a.md": post(text)}, {"ROSTRUM": {"markdown": dialect}})
    assert (site.exitcode, site.codes) == (0, ["name-case"])
    body = site.page("2026/11/hallo/").main
    address = body.find(string="a") if text.startswith("[") else body.find("img", alt="a")
    target = address.parent["href"] if text.startswith("[") else address["src"]
    right = "/2026/11/zwei/" if text.startswith("[") else "/images/foto.png"
    assert target == right
    assert ("images/foto.png" in site.files) == (right == "/images/foto.png")
    assert right in site.read("atom.xml")
    strict = build({}, {"ROSTRUM": {"markdown": dialect, "levels": {"name-case": "error"}}})
    assert (strict.exitcode, strict.codes) == (1, ["name-case"])


def test_other_capitals_stay_an_error_under_another_theme(build, pixel):
    files = {**FILES, "images/foto.png": pixel}
    text = post("![a]({static}/images/Foto.png)")
    site = build({**files, "posts/a.md": text}, {"THEME": "simple", "ROSTRUM": {"render": False}})
    assert (site.exitcode, site.codes) == (1, ["name-case"])


def test_a_link_in_other_capitals_to_a_draft_has_no_address(build):
    draft = post(title="Zirbenholz", status="draft")
    site = build({**FILES, "posts/b.md": draft, "posts/a.md": post("[a](B.md)")})
    assert (site.exitcode, site.codes) == (0, ["link-unpublished"])
    assert site.page("2026/11/hallo/").find("a", string="a").get("href") is None


def test_a_picture_of_a_post_in_other_capitals_is_corrected(build, pixel):
    image = {"src": "images/Foto.png", "alt": "x"}
    site = build({**FILES, "posts/a.md": post(image=image), "images/foto.png": pixel})
    assert site.exitcode == 0
    assert site.page("2026/11/hallo/").find("img", alt="x")["src"] == "/images/foto.png"
    assert "images/foto.png" in site.files
    assert set(site.codes) == {"name-case"}


def test_a_path_that_is_too_long_is_an_error(build, tmp_path):
    site = build(FILES)
    before = Path.cwd()
    os.chdir(tmp_path / "content/posts")
    for _ in range(18):
        Path("x" * 240).mkdir()
        os.chdir("x" * 240)
    Path("b.md").write_text(post(title="Tief"))
    os.chdir(before)
    site = build({})
    assert site.exitcode == 1
    assert "File name too long" in site.findings[0]
    assert len(site.report) == 1


@pytest.mark.parametrize(
    "place",
    ["content/posts", "content/people", "content/comments/a", "content/static", "over"],
)
@pytest.mark.parametrize("name", [f"{LATIN_1}.md", f"{LATIN_1}/x.md", "a\nb.md", "a\x1bb.md"])
def test_a_name_that_is_no_text_is_an_error(build, tmp_path, place, name):
    settings = {"THEME_TEMPLATES_OVERRIDES": ["over"]}
    write_files(tmp_path, {"over/x.html": "x"})
    write_files(tmp_path / place, {name: "x"})
    site = build({**FILES, "posts/a.md": post(id="a")}, settings)
    assert "file-name" in site.codes
    assert site.exitcode == 1
    assert "\x1b" not in site.text
    assert site.text.encode()


def test_file_name_of_theme_static_file_not_utf8_is_an_error(build, tmp_path):
    from rostrum.defaults import _find_theme

    (tmp_path / "mine").mkdir()
    for part in _find_theme().iterdir():
        if part.name != "static":
            (tmp_path / "mine" / part.name).symlink_to(part)
    write_files(tmp_path / "mine/static", {f"{LATIN_1}.css": "x"})
    site = build(FILES, {"THEME": "mine"})
    said = "error[file-name]: the name of this file or its folder is not UTF-8"
    assert site.findings == [f"mine/static/H\ufffdlle.css:1:1: {said}"]


def test_a_picture_whose_name_is_not_utf_8_is_a_warning(build):
    site = build({**FILES, f"images/{LATIN_1}.png": "x"})
    said = "warning[file-name]: the name of this file or its folder is not UTF-8"
    assert site.findings == [f"content/images/H\ufffdlle.png:1:1: {said}"]
    assert site.exitcode == 0


def test_names_of_others_in_the_output_may_be_anything(folder):
    write_files(folder / "output", {f"{LATIN_1}/x": "x", "a\x1b[31m\n::stop-commands::x": "x"})
    code, printed = run(folder, "build")
    assert code == 0
    assert "\x1b" not in printed
    assert not [line for line in printed.splitlines() if line.lstrip().startswith("::")]


@pytest.mark.parametrize("words", [(), ("--output", f"aus-{LATIN_1}"), ("--full",)])
def test_a_site_may_lie_in_a_folder_whose_name_is_not_utf_8(tmp_path, words):
    folder = tmp_path / LATIN_1
    write_files(folder / "content", FILES)
    write_settings(folder / "pelicanconf.py", {})
    code, printed = run(folder, "build", *words)
    assert code == 0, printed
    assert run(folder, "build", *words)[0] == 0


@pytest.mark.parametrize("dialect", ["python-markdown", "gfm"])
@pytest.mark.parametrize(
    "key", ["image", "slug", "id", "canonical", "series", "category", "tags", "related"]
)
def test_a_nul_in_front_matter_is_told(build, dialect, key):
    value = r'{src: "a\0b.png", alt: x}' if key == "image" else r'["a\0b"]'
    value = r'"a\0b"' if key in ("slug", "id", "canonical", "series") else value
    hostile = post().replace("\n---\n", f"\n{key}: {value}\n---\n")
    site = build({**FILES, "posts/a.md": hostile}, {"ROSTRUM": {"markdown": dialect}})
    assert site.report.errors
    assert site.text


def test_a_nul_in_the_photo_of_a_person_is_told(build):
    person = ANNA.replace("\n---\n", '\nphoto: "a\\0b"\n---\n')
    assert build({**FILES, "people/anna.md": person}).report.errors


@pytest.mark.parametrize("link", ["[a](%00)", "![a]({static}/a%00b.png)", "[a](/%00/)"])
def test_a_nul_in_a_link_leads_nowhere(build, link):
    site = build({**FILES, "posts/a.md": post(link)})
    assert site.exitcode == 0
    assert set(site.codes) <= {"link-missing", "image-missing"}
    assert site.codes


ELSEWHERE = {
    "posts/aux.md": 'Windows can\'t have this file: "aux" is the name of a device there',
    "images/CON.png": 'Windows can\'t have this file: "CON" is the name of a device there',
    "static/a:b.txt": "Windows can't have this file: a name can't hold \":\" there",
    "static/a ": "Windows can't have this file: a name can't end in a dot or a blank there",
    "static/a./b.txt": "Windows can't have this file: a name can't end in a dot or a blank there",
}


@pytest.mark.parametrize("path", ELSEWHERE)
def test_a_name_that_windows_reserves_is_a_warning(build, path):
    site = build({**FILES, path: post(title="Zwei")})
    assert site.codes == ["name-reserved"]
    assert [str(found.message) for found in site.report] == [ELSEWHERE[path]]
    assert site.exitcode == 0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("static/a.txt", "static/A.txt"),
        ("static/b/a.txt", "static/B/c.txt"),
        ("images/\u00e4.png", "images/a\u0308.png"),
    ],
)
def test_names_that_some_systems_take_for_the_same_are_a_warning(build, one, other):
    site = build({**FILES, one: "x", other: "y"})
    assert site.codes == ["name-clash"]
    assert site.exitcode == 0


def test_addresses_that_differ_in_capitals_only_are_a_warning(build):
    page = source(title="Wir", slug="Wir")
    patterns = {"PAGE_SAVE_AS": "{slug}.html", "ARTICLE_SAVE_AS": "wir.html"}
    site = build({**FILES, "pages/a.md": page}, patterns)
    assert [str(found.message) for found in site.report if found.code == "name-clash"] == [
        "hosts on macOS and Windows take wir.html and Wir.html for the same file"
    ]


def test_an_address_that_windows_reserves_is_a_warning(build):
    site = build({**FILES, "pages/a.md": source(title="Nul")})
    assert [str(found.message) for found in site.report] == [
        'hosts on Windows can\'t have nul/index.html: "nul" is the name of a device there'
    ]

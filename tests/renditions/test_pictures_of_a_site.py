"""Pictures of a built site: which files readers get, and how pages, feeds and books show them."""

from __future__ import annotations

import io
import re
import unicodedata
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from bs4 import Tag
from PIL import Image
from support import photographs
from support.photographs import COPYRIGHT, CREATOR, SECRETS
from support.sites import ANNA, BEN, Built, cache_of, post, source

Build = Callable[..., Built]

PAGE = "2026/11/hallo/"
DIALECTS = pytest.mark.parametrize("dialect", ["gfm", "python-markdown"])


def draw(size: tuple[int, int] = (1000, 500), format: str = "JPEG", **options: Any) -> bytes:
    return photographs.encode(photographs.draw((100, 50)).resize(size), format, **options)


def site_of(text: str, **files: bytes | str) -> dict[str, Any]:
    """Return the files of a site with a post; names have `__` for `/` and `_` for `.`."""
    named = {name.replace("__", "/").replace("_", "."): raw for name, raw in files.items()}
    return {"people/anna.md": ANNA, "posts/a.md": post(text), **named}


def media(site: Built) -> list[str]:
    return [name for name in site.files if name.startswith("media/")]


def published_pictures(site: Built) -> list[str]:
    suffixes = (".jpg", ".png", ".webp", ".avif", ".gif", ".tif", ".svg")
    return [
        name
        for name in site.files
        if name.endswith(suffixes) and not name.startswith(("media/", "theme/"))
    ]


def open_picture(site: Built, address: str) -> Image.Image:
    name = address.removeprefix("https://blog.example").lstrip("/")
    with Image.open(site.output / name) as image:
        image.load()
        return image


def srcset(tag: Tag) -> dict[str, int]:
    pairs = [candidate.split(" ") for candidate in str(tag["srcset"]).split(", ")]
    return {address: int(width.removesuffix("w")) for address, width in pairs}


@DIALECTS
def test_a_picture_of_a_text_has_its_formats_and_sizes(build: Build, dialect: str) -> None:
    files = site_of("![Halle 4](/images/a.jpg)\n", images__a_jpg=draw())
    site = build(files, {"ROSTRUM": {"markdown": dialect}})
    assert site.findings == []
    picture = site.page(PAGE).select_one(".e-content picture")
    assert [tag["type"] for tag in picture("source")] == ["image/avif", "image/webp"]
    image = picture.img
    assert (image["alt"], image["loading"]) == ("Halle 4", "lazy")
    assert (image["width"], image["height"]) == ("1000", "500")
    assert image["src"].endswith(".jpg")
    assert open_picture(site, image["src"]).format == "JPEG"
    assert open_picture(site, image["src"]).size == (1000, 500)
    assert "srcset" not in image.attrs
    known = {"image/avif": "AVIF", "image/webp": "WEBP"}
    for tag in picture("source"):
        assert tag["sizes"]
        assert [*srcset(tag).values()] == [480, 800, 1000]
        for address, width in srcset(tag).items():
            shown = open_picture(site, address)
            assert shown.format == known[tag["type"]]
            assert shown.size == (width, width // 2)
    assert len(media(site)) == 7
    assert published_pictures(site) == []


def test_the_first_picture_of_a_post_is_loaded_first(build: Build) -> None:
    image = {"src": "images/a.jpg", "alt": "Halle 4", "credit": "Anna", "license": "CC BY 4.0"}
    files = site_of("Text.\n", images__a_jpg=draw()) | {"posts/a.md": post(image=image)}
    site = build(files)
    figure = site.page(PAGE).select_one("figure.featured-image")
    assert figure.img["fetchpriority"] == "high"
    assert "loading" not in figure.img.attrs
    assert figure.figcaption.a["href"] == "https://creativecommons.org/licenses/by/4.0/"
    assert published_pictures(site) == []


def test_a_face_comes_in_the_sizes_of_lists_and_page(build: Build) -> None:
    anna = ANNA.replace("role:", "photo: images/anna.jpg\nrole:")
    site = build({"people/anna.md": anna, "posts/a.md": post(), "images/anna.jpg": draw()})
    sizes = {PAGE: [64, 128, 192], "people/anna/": [200, 400, 500]}
    for page, widths in sizes.items():
        picture = site.page(page).select_one("picture:has(> img.avatar)")
        assert [*srcset(picture.source).values()] == widths
        for address, width in (*srcset(picture.source).items(), (picture.img["src"], widths[-1])):
            assert open_picture(site, address).size == (width, width)
    assert published_pictures(site) == []


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_a_turned_photograph_stands_upright(build: Build, orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    files = site_of("![x](/images/a.jpg)\n", images__a_jpg=draw(exif=exif))
    image = build(files).page(PAGE).select_one(".e-content img")
    expected = ("500", "1000") if orientation >= 5 else ("1000", "500")
    assert (image["width"], image["height"]) == expected


@pytest.mark.parametrize("make", [photographs.jpeg, photographs.png, photographs.webp])
def test_no_rendition_tells_a_secret_and_credits_stay(
    build: Build, make: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(photographs, "draw", _draw_large(photographs.draw))
    files = site_of("![x](/images/a.jpg)\n", images__a_jpg=make())
    kept = build(files)
    assert kept.codes == ["image-location"]
    for name in media(kept):
        raw = (kept.output / name).read_bytes()
        assert not any(secret in raw for secret in SECRETS), name
        assert CREATOR.encode() in raw, name
        assert COPYRIGHT.encode() in raw, name
    bare = build({}, {"ROSTRUM": {"picture_credits": False}})
    assert len(media(bare)) == len(media(kept)) > 0
    for name in media(bare):
        assert CREATOR.encode() not in (bare.output / name).read_bytes(), name


def _draw_large(original: Callable[..., Image.Image]) -> Callable[..., Image.Image]:
    return lambda size=(300, 200), mode="RGB": original(size, mode)


def test_a_photograph_with_a_preview_is_no_animation(build: Build) -> None:
    with io.BytesIO() as raw:
        first, second = Image.new("RGB", (400, 200), "red"), Image.new("RGB", (40, 20))
        first.save(raw, "MPO", save_all=True, append_images=[second])
        content = raw.getvalue()
    assert b"MPF\0" in content
    site = build(site_of("![x](/images/a.jpg)\n", images__a_jpg=content))
    assert len(media(site)) == 3
    assert published_pictures(site) == []


@pytest.mark.parametrize("format", ["GIF", "WEBP", "PNG"])
def test_an_animation_is_published_as_it_is(build: Build, format: str) -> None:
    frames = [Image.new("RGB", (400, 200), color) for color in ("red", "blue")]
    content = photographs.encode(
        frames[0], format, save_all=True, append_images=frames[1:], duration=99
    )
    name = f"images/a.{format.lower()}"
    files = site_of(f"![x](/{name})\n") | {name: content}
    site = build(files)
    assert site.findings == []
    assert media(site) == []
    image = site.page(PAGE).select_one(".e-content img")
    assert (image["src"], image["width"], image["height"]) == (f"/{name}", "400", "200")
    with Image.open(site.output / name) as shown:
        assert getattr(shown, "n_frames", 1) == 2


@pytest.mark.parametrize("size", [(1, 1), (20, 20), (159, 100)])
def test_a_tiny_picture_is_published_as_it_is(build: Build, size: tuple[int, int]) -> None:
    site = build(site_of("![x](/images/a.png)\n", images__a_png=draw(size, "PNG")))
    assert site.findings == []
    assert published_pictures(site) == ["images/a.png"]
    image = site.page(PAGE).select_one(".e-content img")
    assert (image["width"], image["height"]) == (str(size[0]), str(size[1]))


def test_a_picture_of_too_many_pixels_is_told_and_not_decoded(build: Build) -> None:
    huge = b"GIF89a\xff\xff\xff\xff\0\0\0\x2c\0\0\0\0\xff\xff\xff\xff\0\x02\x02\x4c\x01\0;"
    site = build(site_of("![x](/images/a.gif)\n", images__a_gif=huge))
    assert site.codes == ["image-large"]
    assert media(site) == []


@pytest.mark.parametrize("format", ["PNG", "WEBP", "AVIF"])
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_picture_that_can_not_be_decoded_is_an_error(
    build: Build, format: str, jobs: int
) -> None:
    good = site_of("![x](/images/a.jpg)\n", images__a_jpg=draw())
    before = build(good)
    assert before.exitcode == 0
    texts = {"posts/b.md": post("![x](/images/b.img) ![y](/images/a.jpg)\n", title="B")}
    site = build({**texts, "images/b.img": spoil(draw((900, 300), format), format)}, jobs=jobs)
    assert site.codes == ["image-damaged"]
    assert site.findings[0].startswith(
        "content/images/b.img:1:1: error[image-damaged]: the picture can't be decoded: "
    )
    assert "Traceback" not in site.text
    assert site.files == before.files


def spoil(content: bytes, format: str) -> bytes:
    """Return a picture whose parts are whole, and whose compressed data are nonsense."""
    if format == "PNG":
        at = content.index(b"IDAT")
        length = int.from_bytes(content[at - 4 : at], "big")
        body = b"IDAT" + b"\x07" * length
        return (
            content[:at] + body + zlib.crc32(body).to_bytes(4, "big") + content[at + 8 + length :]
        )
    if format == "WEBP":
        at = content.index(b"VP8 ") + 8 + 10
        return content[:at] + b"\xff" * (len(content) - at)
    at = content.index(b"mdat") + 4
    return content[:at] + b"\xff" * (len(content) - at)


NAMES = {
    "a number sign": ("plan #1.jpg", "plan %231.jpg"),
    "a question mark": ("was?.jpg", "was%3F.jpg"),
    "a percent sign": ("50%.jpg", "50%25.jpg"),
    "encoded already": ("a%20b.jpg", "a%2520b.jpg"),
    "composed": ("ü.jpg", "ü.jpg"),
    "decomposed": (unicodedata.normalize("NFD", "ü.jpg"), "ü.jpg"),
    "composed as a Mac writes it": ("ü.jpg", unicodedata.normalize("NFD", "ü.jpg")),
}


@DIALECTS
@pytest.mark.parametrize(("name", "written"), NAMES.values(), ids=NAMES)
def test_a_file_name_may_have_any_sign(build: Build, name: str, written: str, dialect: str) -> None:
    image = {"src": f"images/{name}", "alt": "x"}
    text = f"![x](<../images/{written}>) [Original](<../images/{written}>)\n"
    files = {"people/anna.md": ANNA, "posts/a.md": post(text, image=image)}
    levels = {"name-reserved": "off"}  # "?" on Windows
    settings = {"ROSTRUM": {"markdown": dialect, "levels": levels}}
    site = build({**files, f"images/{name}": draw()}, settings)
    assert site.findings == []
    page = site.page(PAGE)
    shown = [image["src"] for image in page.select(".e-content img, .featured-image img")]
    assert len(shown) == 2
    assert len({*shown}) == 1
    assert open_picture(site, shown[0]).size == (1000, 500)
    (original,) = published_pictures(site)
    assert unicodedata.normalize("NFC", original) == unicodedata.normalize("NFC", f"images/{name}")


def test_two_copies_of_a_file_share_their_renditions(build: Build) -> None:
    text = "![x](/images/a.jpg) ![y](/images/b.jpg)\n"
    site = build(site_of(text, images__a_jpg=draw(), images__b_jpg=draw()))
    images = site.page(PAGE).select(".e-content img")
    assert images[0]["src"] == images[1]["src"]
    assert len(media(site)) == 7


def test_a_changed_picture_has_other_names_and_the_old_ones_go(build: Build) -> None:
    before = media(build(site_of("![x](/images/a.jpg)\n", images__a_jpg=draw())))
    after = media(build({"images/a.jpg": draw(quality=50)}))
    assert len(before) == len(after) == 7
    assert not {*before} & {*after}
    assert media(build({"posts/a.md": post("Ohne.\n")})) == []


def test_an_original_is_published_where_a_text_links_to_it(build: Build) -> None:
    text = '<a href="/images/a.jpg"><img src="/images/a.jpg" alt="x"></a>\n'
    site = build(site_of(text, images__a_jpg=photographs.jpeg(), images__b_jpg=draw()))
    assert published_pictures(site) == ["images/a.jpg"]
    large = build({"images/a.jpg": draw()})
    assert published_pictures(large) == ["images/a.jpg"]
    link = large.page(PAGE).select_one(".e-content a")
    assert link["href"] == "/images/a.jpg"
    assert link.img["src"].startswith("/media/")
    assert open_picture(large, "images/a.jpg").size == (1000, 500)


def test_an_original_in_a_static_folder_has_no_metadata(build: Build) -> None:
    site = build(
        site_of("![x](/static/a.jpg)\n", static__a_jpg=photographs.jpeg(), static__b_jpg=draw())
    )
    assert published_pictures(site) == ["static/a.jpg", "static/b.jpg"]
    raw = (site.output / "static/a.jpg").read_bytes()
    assert not any(secret in raw for secret in SECRETS)


@DIALECTS
def test_sizes_that_an_author_wrote_are_left_alone(build: Build, dialect: str) -> None:
    text = (
        '<img src="/images/a.jpg" srcset="../images/a.jpg 1x, {static}/images/b.jpg 2x" alt="x">\n'
        '\n<picture><source srcset="../images/c.webp" media="(width > 9px)">'
        '<img src="/images/a.jpg" alt="y"></picture>\n\n![z](/images/a.jpg)\n'
    )
    pictures = {"images/a.jpg": draw(), "images/b.jpg": draw(quality=9)}
    files = site_of(text) | pictures | {"images/c.webp": draw(format="WEBP")}
    site = build(files, {"ROSTRUM": {"markdown": dialect}})
    assert site.findings == []
    one, two, three = site.page(PAGE).select(".e-content img")
    assert one["srcset"] == "/images/a.jpg 1x, /images/b.jpg 2x"
    assert one["src"] == two["src"] == "/images/a.jpg"
    assert two.parent.source["srcset"] == "/images/c.webp"
    assert three["src"].startswith("/media/")
    assert published_pictures(site) == ["images/a.jpg", "images/b.jpg", "images/c.webp"]


@DIALECTS
def test_a_picture_element_without_sources_is_filled(build: Build, dialect: str) -> None:
    text = '<picture><img src="/images/a.jpg" alt="x"></picture>\n'
    files = site_of(text, images__a_jpg=draw())
    page = build(files, {"ROSTRUM": {"markdown": dialect}}).page(PAGE)
    assert len(page.select(".e-content picture")) == 1
    assert len(page.select(".e-content picture > source")) == 2
    assert len(page.select(".e-content picture > img")) == 1


def test_a_width_that_an_author_wrote_stays_and_chooses_the_file(build: Build) -> None:
    text = '<img src="/images/a.jpg" alt="x" width="200">\n'
    picture = build(site_of(text, images__a_jpg=draw())).page(PAGE).select_one(".e-content picture")
    assert picture.img["width"] == "200"
    assert "height" not in picture.img.attrs
    assert {source["sizes"] for source in picture("source")} == {"min(200px, 100vw)"}


@pytest.mark.parametrize("name", ["rss.xml", "atom.xml"])
@pytest.mark.parametrize("format", ["WEBP", "AVIF", "JPEG"])
def test_a_feed_has_one_jpeg_with_its_whole_address(build: Build, name: str, format: str) -> None:
    file = f"images/a.{format.lower()}"
    site = build(site_of(f"![x](/{file})\n") | {file: draw(format=format)})
    feed = site.read(name)
    assert "srcset" not in feed
    assert "<source" not in feed
    assert "&lt;source" not in feed
    (address,) = {*re.findall(r"https://blog\.example/media/[^\"'&<> ]+", feed)}
    assert open_picture(site, address).format == "JPEG"
    assert open_picture(site, address).width == 1000


def test_a_book_holds_the_original(build: Build) -> None:
    files = {
        "people/anna.md": ANNA,
        "series/lernen.md": source(title="Lernen"),
        "posts/a.md": post("![x](/images/a.jpg)\n", series="lernen", part=1),
        "posts/b.md": post(title="B", series="lernen", part=2),
        "images/a.jpg": draw((3000, 1500)),
    }
    site = build(files)
    (book,) = site.output.rglob("*.epub")
    with ZipFile(book) as packed:
        (name,) = (name for name in packed.namelist() if name.endswith(".jpg"))
        with Image.open(io.BytesIO(packed.read(name))) as image:
            assert image.size == (3000, 1500)
        text = "".join(packed.read(n).decode() for n in packed.namelist() if n.endswith(".xhtml"))
    assert "srcset" not in text
    assert published_pictures(site) == []


HIDDEN = {"a draft": {"status": "draft"}, "scheduled": {"date": "2026-12-24 09:00"}}


@pytest.mark.parametrize("keys", HIDDEN.values(), ids=HIDDEN)
def test_nothing_of_a_picture_is_out_before_its_post(build: Build, keys: dict[str, str]) -> None:
    eva = source(name="Eva", photo={"src": "images/c.jpg"})
    image = {"src": "images/b.jpg", "alt": "x"}
    text = "![x](/images/a.jpg) [Original](/images/a.jpg)\n"
    files = {
        "people/anna.md": ANNA,
        "people/eva.md": eva,
        "posts/b.md": post(title="B"),
        "posts/a.md": post(text, image=image, authors=["eva"], **keys),
        **{f"images/{name}.jpg": draw(quality=n) for n, name in enumerate("abc", 50)},
    }
    site = build(files)
    assert site.exitcode == 0
    assert media(site) == published_pictures(site) == []
    later = build({"posts/a.md": post(text, image=image, authors=["eva"])})
    assert len(media(later)) == 7 + 7 + 4 + 4
    assert published_pictures(later) == ["images/a.jpg"]
    again = build({"posts/a.md": post(text, image=image, authors=["eva"], **keys)})
    assert media(again) == published_pictures(again) == []


def test_a_second_build_encodes_nothing(build: Build, tmp_path: Path) -> None:
    files = site_of("![x](/images/a.jpg)\n", images__a_jpg=draw())
    first = build(files)
    stored = {file: file.stat().st_mtime_ns for file in renditions(tmp_path)}
    assert len(stored) == 7
    second = build({"posts/b.md": post("Neu.\n", title="B")})
    assert second.outcome.written.changed > 0
    assert media(second) == media(first)
    other = build({}, output=tmp_path / "other")
    assert media(other) == media(first)
    assert {file: file.stat().st_mtime_ns for file in renditions(tmp_path)} == stored
    for name in media(first):
        assert (other.output / name).read_bytes() == (first.output / name).read_bytes()


def renditions(root: Path) -> list[Path]:
    """Return the files of a site in the cache of renditions, which all sites share."""
    folder = cache_of(root).parent / "renditions"
    names = {file.name for file in (root / "output").rglob("media/*")}
    return [file for file in folder.iterdir() if file.name in names]


def test_without_the_cache_all_is_encoded_again(build: Build, tmp_path: Path) -> None:
    first = build(site_of("![x](/images/a.jpg)\n", images__a_jpg=draw()))
    before = {file: file.stat().st_mtime_ns for file in renditions(tmp_path)}
    again = build({}, no_cache=True)
    assert media(again) == media(first)
    after = {file: file.stat().st_mtime_ns for file in renditions(tmp_path)}
    assert after.keys() == before.keys()
    assert all(after[file] > at for file, at in before.items())


def test_a_rendition_changed_by_another_hand_is_restored(build: Build) -> None:
    first = build(site_of("![x](/images/a.jpg)\n", images__a_jpg=draw()))
    name = media(first)[0]
    content = (first.output / name).read_bytes()
    (first.output / name).write_bytes(b"other")
    (first.output / media(first)[1]).unlink()
    again = build({})
    assert (again.output / name).read_bytes() == content
    assert media(again) == media(first)


def test_a_lost_cache_of_renditions_is_no_error(build: Build, tmp_path: Path) -> None:
    first = build(site_of("![x](/images/a.jpg)\n", images__a_jpg=draw()))
    for file in renditions(tmp_path):
        file.write_bytes(b"\0" * 40)
    again = build({"posts/b.md": post(title="B")}, output=tmp_path / "other")
    assert again.findings == []
    assert [(again.output / name).read_bytes() for name in media(again)] == [
        (first.output / name).read_bytes() for name in media(first)
    ]


def test_clean_removes_a_picture_of_others_in_the_folder(build: Build) -> None:
    site = build(site_of("![x](/images/a.jpg)\n", images__a_jpg=draw()))
    (site.output / "media" / "old-480.avif").write_bytes(b"x")
    kept = build({})
    assert "media/old-480.avif" in kept.files
    cleaned = build({}, clean=True)
    assert media(cleaned) == [name for name in media(kept) if "old" not in name]


SPAWNED = """from rostrum.defaults import *
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

SITENAME, SITEURL, TIMEZONE = "Offen gesagt", "https://blog.example", "Europe/Vienna"
DEFAULT_LANG = "de"


def make_executor(number):
    return ProcessPoolExecutor(number, get_context("spawn"))


ROSTRUM = {"executor": make_executor}
"""


@pytest.mark.parametrize("settings", [None, SPAWNED], ids=["forked", "executor"])
def test_workers_make_the_same_files(build: Build, tmp_path: Path, settings: str | None) -> None:
    text = "![x](/images/a.jpg) ![y](/images/b.jpg)\n"
    files = site_of(text, images__a_jpg=draw(), images__b_jpg=draw(quality=50))
    alone = build(files)
    shared = build({}, settings, output=tmp_path / "other", no_cache=True, jobs=2)
    assert shared.findings == alone.findings == []
    assert media(shared) == media(alone)
    assert len(media(shared)) == 14
    for name in media(alone):
        assert (shared.output / name).read_bytes() == (alone.output / name).read_bytes()


def test_a_comment_loads_no_picture(build: Build) -> None:
    comment = source("![x](/images/a.jpg)\n", author="Eva", date="2026-11-19")
    files = site_of("Text.\n", images__a_jpg=draw()) | {"comments/a/001.md": comment}
    site = build({**files, "people/ben.md": BEN})
    assert media(site) == published_pictures(site) == []


def test_a_site_in_a_folder_finds_its_pictures_there(build: Build) -> None:
    files = site_of("![x](/images/a.jpg)\n", images__a_jpg=draw())
    site = build(files, {"SITEURL": "https://firma.example/blog"})
    picture = site.page(PAGE).select_one(".e-content picture")
    addresses = [*srcset(picture.source), picture.img["src"]]
    assert all(address.startswith("/blog/media/") for address in addresses)
    assert "https://firma.example/blog/media/" in site.read("atom.xml")

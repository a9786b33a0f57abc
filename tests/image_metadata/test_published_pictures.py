"""Pictures on their way from a site's content to its output: read back, measured, told."""

from __future__ import annotations

import io
import re
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from PIL import Image
from support import photographs
from support.photographs import CREDIT, SECRETS, decode
from support.sites import ANNA, Built, cache_of, post, source
from support.warm_process import run_module

from rostrum.site.images import examine

Build = Callable[..., Built]

PHOTOS = {
    "images/halle.jpg": photographs.jpeg(),
    "images/GROSS.JPG": photographs.jpeg(orientation=8),
    "images/plan.png": photographs.png(),
    "images/tor.webp": photographs.webp(),
    "images/scan.tif": photographs.tiff(),
    "images/film.gif": photographs.gif(),
    "images/neu.avif": photographs.avif(),
    "images/photo": photographs.jpeg(),
    "images/anna.jpg": photographs.jpeg(),
    "images/logo.png": photographs.png(),
    "images/serie.jpg": photographs.jpeg(),
    "static/nur-so.jpeg": photographs.jpeg(),
}
ALL = "".join(
    f"![Bild]({{static}}/{name})\n\n"
    for name in PHOTOS
    if name.split("/")[1].partition(".")[0] not in ("anna", "logo", "serie", "nur-so")
)
SITE = {
    **PHOTOS,
    "people/anna.md": ANNA.replace("role:", "photo: images/anna.jpg\nrole:"),
    "series/lernen.md": source(title="Lernen", image={"src": "images/serie.jpg", "alt": "Serie"}),
    "posts/a.md": post(
        ALL, series="lernen", part=1, image={"src": "images/halle.jpg", "alt": "Halle 4"}
    ),
    "posts/b.md": post(title="B", series="lernen", part=2),
}
SMALL = {"image-card": "off"}  # photographs of a few pixels
LOGO = {"ROSTRUM": {"logo": "images/logo.png", "levels": SMALL}}


def pictures(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield every file below a folder that Pillow knows as a picture, and those in its books."""
    for file in sorted(folder.rglob("*")):
        if file.suffix == ".epub":
            with ZipFile(file) as book:
                for name in book.namelist():
                    yield f"{file.name}/{name}", book.read(name)
        elif file.is_file():
            yield file.relative_to(folder).as_posix(), file.read_bytes()


def is_picture(content: bytes) -> bool:
    try:
        Image.open(io.BytesIO(content)).close()
    except OSError:
        return False
    return True


def check(folder: Path) -> set[str]:
    """Assert that no picture below a folder tells anything, and return their names."""
    found = {name: content for name, content in pictures(folder) if is_picture(content)}
    for name, content in found.items():
        assert not any(secret in content for secret in SECRETS), name
        with Image.open(io.BytesIO(content)) as image:
            assert not image.getexif().get_ifd(0x8825), name
    return set(found)


@pytest.mark.parametrize("dialect", ["python-markdown", "gfm"])
def test_every_published_picture_is_read_back_without_metadata(build: Build, dialect: str) -> None:
    site = build(SITE, {"ROSTRUM": {**LOGO["ROSTRUM"], "markdown": dialect}})
    assert set(site.codes) == {"image-location"}
    found = check(site.output)
    assert found >= set(PHOTOS)
    assert len([name for name in found if name.startswith("lernen.epub/")]) >= 6


def test_the_pixels_of_what_is_published_are_those_of_the_source(build: Build) -> None:
    site = build(SITE, LOGO)
    for name, content in PHOTOS.items():
        assert decode((site.output / name).read_bytes()) == decode(content), name


def test_a_picture_with_another_theme_has_no_metadata(build: Build, tmp_path: Path) -> None:
    settings = {"THEME": "simple", "ROSTRUM": {"render": False}, "STATIC_CREATE_LINKS": True}
    settings["STATIC_PATHS"] = ["static", "images"]
    site = build(SITE, settings)
    assert site.exitcode == 0
    assert check(site.output) >= set(PHOTOS)
    again = build({"images/halle.jpg": photographs.jpeg(orientation=3)})
    assert check(again.output) >= set(PHOTOS)
    assert (tmp_path / "content/images/halle.jpg").read_bytes() == photographs.jpeg(orientation=3)


@pytest.mark.parametrize("render", [True, False])
def test_the_program_pelican_publishes_no_metadata(
    build: Build, tmp_path: Path, render: bool
) -> None:
    settings = {"ROSTRUM": {"render": render}} | ({} if render else {"THEME": "simple"})
    build(SITE, settings, check_only=True)
    assert not (tmp_path / "output").exists()
    run_module(tmp_path, "pelican", "-s", "pelicanconf.py", check=True)
    assert "images/halle.jpg" in check(tmp_path / "output")


def test_a_picture_that_a_plugin_writes_has_no_metadata(build: Build, tmp_path: Path) -> None:
    (tmp_path / "plugins").mkdir()
    (tmp_path / "photo.jpg").write_bytes(photographs.jpeg())
    (tmp_path / "plugins" / "thumbs.py").write_text(
        "from pathlib import Path\n"
        "from pelican.plugins import signals\n"
        "def write(generator, writer):\n"
        "    Path(writer.output_path, 't.jpg').write_bytes(Path('photo.jpg').read_bytes())\n"
        "def register():\n"
        "    signals.article_writer_finalized.connect(write)\n"
    )
    settings = {"PLUGINS": ["rostrum", "thumbs"], "PLUGIN_PATHS": ["plugins"]}
    site = build({"people/anna.md": ANNA, "posts/a.md": post()}, settings)
    assert site.exitcode == 0
    made = {name for name in check(site.output) if "icon" in name or "card-" in name}
    assert check(site.output) - made == {"t.jpg"}


def test_a_photograph_taken_upright_has_its_size_after_turning(build: Build) -> None:
    site = build(SITE, {"ROSTRUM": {**LOGO["ROSTRUM"], "cards": False}})
    page = site.page("2026/11/hallo/")
    for image in page.select(".e-content img"):
        given = (image["width"], image["height"])
        assert given == (("60", "40") if "film" in image["src"] else ("40", "60")), image["src"]
    meta = {tag.get("property"): tag.get("content") for tag in page("meta")}
    assert (meta["og:image:width"], meta["og:image:height"]) == ("40", "60")
    logo = page.select_one("img.logo")
    assert (logo["width"], logo["height"]) == ("40", "60")


def has_credits(site: Built) -> list[str]:
    """Return the names of the pictures that say who is to be credited."""
    return [name for name, content in pictures(site.output) if CREDIT.encode() in content]


def test_image_credits_setting_is_obeyed_by_incremental_build(build: Build) -> None:
    kept = build(SITE, LOGO)
    assert has_credits(kept)
    bare = build({}, {"ROSTRUM": {**LOGO["ROSTRUM"], "picture_credits": False}})
    assert not has_credits(bare)
    assert has_credits(build({}, LOGO)) == has_credits(kept)


def test_a_picture_that_did_not_change_is_not_read_again(build: Build, tmp_path: Path) -> None:
    first = build(SITE, LOGO)
    outcome = build({}).outcome
    pictures = outcome.checked.assembled.pictures
    assert outcome.written.changed == 0
    assert pictures.before.keys() == pictures.known.keys() != set()
    assert len(pictures.before) >= len(PHOTOS)
    other = build({"images/halle.jpg": photographs.jpeg(orientation=1)})
    page = other.page("2026/11/hallo/")
    assert page.select_one('.e-content img[src$="halle.jpg"]')["width"] == "60"
    assert check(other.output) == check(first.output)


def test_a_damaged_memory_of_pictures_is_no_memory(build: Build, tmp_path: Path) -> None:
    build(SITE, LOGO)
    (notes,) = cache_of(tmp_path).glob("pictures-????????????")
    notes.write_bytes(b"\0" * 16 + notes.read_bytes()[16:-1] + b"\xc1")
    again = build({})
    assert set(again.codes) == {"image-location"}
    assert again.outcome.written.changed == 0


PHOTO = photographs.encode(photographs.draw(), "JPEG")
LARGE = "warning[image-large]: the picture has so many pixels that it may exhaust a reader's memory"
INKSCAPE = b"http://www.inkscape.org/namespaces/inkscape"
DUBLIN = b"http://purl.org/dc/elements/1.1/"
BAD = {
    "empty": ("a.jpg", b"", "warning[not-image]: the picture is empty"),
    "empty, upper case": ("A.JPG", b"", "warning[not-image]: the picture is empty"),
    "a web page": (
        "a.jpg",
        b"<!DOCTYPE html><title>404</title>",
        "warning[not-image]: this is no picture that browsers know, or it is cut off",
    ),
    "JPEG cut off": (
        "a.jpg",
        PHOTO[:-100],
        "error[image-damaged]: the picture is cut off: its end is missing",
    ),
    "PNG cut off": (
        "a.PNG",
        photographs.png()[:400],
        "error[image-damaged]: the picture is cut off: its end is missing",
    ),
    "BMP cut off": (
        "a.bmp",
        b"BM\0",
        "warning[not-image]: this is no picture that browsers know, or it is cut off",
    ),
    "SVG cut off": (
        "a.svg",
        b'<svg xmlns="http://www.w3.org/2000/svg"><g>',
        (
            "error[image-damaged]: the drawing is not well-formed SVG, so that it can't be "
            "checked for scripts"
        ),
    ),
    "SVG without markup": (
        "a.svg",
        b"404",
        "warning[not-image]: this is no picture: it is not well-formed SVG",
    ),
    "HEIC": (
        "a.heic",
        b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
        "error[image-format]: this is a HEIC picture, which most browsers do not show",
    ),
    "HEIC by another name": (
        "a.jpg",
        b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
        "error[image-format]: this is a HEIC picture, which most browsers do not show",
    ),
    "raw": ("a.NEF", b"raw", "error[image-format]: browsers do not show pictures of the kind NEF"),
    "a GIF of 65,535 squared": (
        "a.gif",
        b"GIF89a\xff\xff\xff\xff\0\0\0\x2c\0\0\0\0\xff\xff\xff\xff\0\x02\x02\x4c\x01\0;",
        LARGE,
    ),
    "a BMP of 65,535 squared": (
        "a.bmp",
        b"BM\0\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\xff\xff\0\0\xff\xff\0\0\1\0\x18\0" + b"\0" * 24,
        LARGE,
    ),
    "a drawing's folder": (
        "a.svg",
        b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:i="%s" i:docname="/home/a.svg"/>'
        % INKSCAPE,
        "warning[image-metadata]: the drawing tells the folder of whoever made it",
    ),
    "a drawing's author": (
        "a.svg",
        b'<svg xmlns="http://www.w3.org/2000/svg"><creator xmlns="%s">Anna</creator></svg>'
        % DUBLIN,
        "warning[image-metadata]: the drawing names who made it in its metadata",
    ),
}


@pytest.mark.parametrize(("name", "content", "finding"), BAD.values(), ids=BAD)
@pytest.mark.parametrize("folder", ["images", "static"])
def test_what_is_wrong_with_a_picture_is_told_with_its_path(
    build: Build, name: str, content: bytes, finding: str, folder: str
) -> None:
    text = f"![Bild]({{static}}/images/{name})\n" if folder == "images" else "Text.\n"
    site = build({"people/anna.md": ANNA, "posts/a.md": post(text), f"{folder}/{name}": content})
    assert site.findings == [f"content/{folder}/{name}:1:1: {finding}"]
    assert site.exitcode == ("error" in finding)
    assert "hint: " in site.text


def test_the_picture_of_a_draft_is_checked_before_its_day(build: Build) -> None:
    draft = post(status="draft", title="B", image={"src": "images/a.jpg", "alt": "Bild"})
    site = build({"people/anna.md": ANNA, "posts/b.md": draft, "images/a.jpg": PHOTO[:-9]})
    assert "image-damaged" in site.codes


def test_a_picture_that_nothing_uses_is_not_looked_at(build: Build) -> None:
    site = build({"people/anna.md": ANNA, "posts/a.md": post(), "images/a.heic": b"x"})
    assert site.findings == []


def box(name: bytes, content: bytes) -> bytes:
    return (len(content) + 8).to_bytes(4, "big") + name + content


FILM = box(b"ftyp", b"mp42\0\0\0\0") + box(b"mdat", b"\xa9xyz loci in the film itself")
PLACES = {
    "QuickTime": FILM + box(b"moov", box(b"udta", box(b"\xa9xyz", b"\0\x11\x15\xc7+48.2+013.9/"))),
    "3GPP": FILM + box(b"moov", box(b"udta", box(b"loci", b"\0\0\0\0Linz\0"))),
    "Apple": FILM + box(b"moov", box(b"meta", b"com.apple.quicktime.location.ISO6709")),
    "GoPro": FILM + box(b"moov", box(b"trak", b"gpmd")),
    "cut off": (FILM + box(b"moov", box(b"udta", box(b"\xa9xyz", b"+48.2+013.9/"))))[:-2],
}


@pytest.mark.parametrize("film", PLACES.values(), ids=PLACES)
@pytest.mark.parametrize("name", ["film.mp4", "Film.MOV"])
def test_a_film_that_tells_a_place_is_an_error(build: Build, film: bytes, name: str) -> None:
    site = build({"people/anna.md": ANNA, "posts/a.md": post(), f"static/{name}": film})
    words = "error[file-location]: the film tells where it was shot"
    assert site.findings == [f"content/static/{name}:1:1: {words}"]


def test_a_film_that_tells_no_place_is_published_as_it_is(build: Build) -> None:
    film = FILM + box(b"moov", box(b"mvhd", b"\0" * 20))
    site = build({"people/anna.md": ANNA, "posts/a.md": post(), "static/film.mp4": film})
    assert site.findings == []
    assert (site.output / "static/film.mp4").read_bytes() == film


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n<exif:GPSLatitude>48,14N</exif:GPSLatitude>\n%%EOF",
        b"%PDF-1.7\nstream\n" + photographs.jpeg() + b"\nendstream\n%%EOF",
        b"%PDF-1.7\n<< /Type /Measure /GPTS [48.2 13.9] >>\n%%EOF",
    ],
    ids=["XMP", "a photograph in it", "a map"],
)
def test_a_pdf_that_tells_a_place_is_an_error(build: Build, content: bytes) -> None:
    text = "[Plan]({static}/images/plan.pdf)\n"
    site = build({"people/anna.md": ANNA, "posts/a.md": post(text), "images/plan.pdf": content})
    words = "error[file-location]: the PDF tells where something in it lies"
    assert site.findings == [f"content/images/plan.pdf:1:1: {words}"]


@pytest.mark.parametrize(
    ("logo", "words"),
    [
        ("images/nix.png", 'there is no picture "images/nix.png" in the content folder, as logo'),
        ("../geheim.png", 'there is no picture "../geheim.png" in the content folder, as logo'),
        ("images/a/../../../geheim.png", "there is no picture"),
        ("images", 'there is no picture "images" in the content folder, as logo'),
        ("a\0b", "logo holds a character that is no text (U+0000)"),
        ("people/anna.md", 'the logo "people/anna.md" is no picture'),
        ("images/leer.png", 'the logo "images/leer.png": the picture is empty'),
        ("images/halb.jpg", 'the logo "images/halb.jpg": the picture is cut off'),
    ],
)
def test_a_logo_that_is_none_is_told_where_the_settings_name_it(
    build: Build, tmp_path: Path, logo: str, words: str
) -> None:
    (tmp_path / "geheim.png").write_bytes(photographs.png())
    files = {"images/leer.png": b"", "images/halb.jpg": PHOTO[:-9], "people/anna.md": ANNA}
    site = build({**files, "posts/a.md": post()}, {"ROSTRUM": {"logo": logo}})
    assert site.exitcode == 2
    (finding,) = site.findings
    assert finding.startswith(f"pelicanconf.py:7:12: error[setting]: {words}")


def test_a_logo_on_another_host_is_told_once(build: Build) -> None:
    logo = {"ROSTRUM": {"logo": "https://cdn.example/logo.png"}}
    site = build({"people/anna.md": ANNA, "posts/a.md": post()}, logo)
    words = "warning[remote-file]: cdn.example learns who reads this: the page loads a file"
    assert [finding.startswith(f"pelicanconf.py:7:12: {words}") for finding in site.findings] == [
        True
    ]


def test_a_picture_within_a_text_loses_its_metadata(build: Build) -> None:
    uri = f"data:image/jpeg;base64,{b64encode(photographs.jpeg()).decode()}"
    site = build({"people/anna.md": ANNA, "posts/a.md": post(f'<img src="{uri}" alt="x">\n')})
    assert site.exitcode == 0
    found = re.findall(r"data:image/jpeg;base64,([\w+/=]+)", site.read("2026/11/hallo/"))
    assert found
    assert all(secret not in b64decode(found[0]) for secret in photographs.SECRETS)


def test_an_avif_that_pillow_cannot_read_is_told_as_that(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "neu.avif"
    file.write_bytes(photographs.avif())
    assert examine(file).flaws == ()
    monkeypatch.setattr("PIL.features.check", lambda feature: False)
    (flaw,) = examine(file).flaws
    assert (flaw.code, str(flaw.message).partition(",")[0]) == (
        "image-format",
        "Pillow is installed without AVIF",
    )

"""Rules about dates, translations, tags, pictures and conflicts, in a site of a few files."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from support.photographs import exif
from support.sites import ANNA, post, source

PEOPLE = {"people/anna.md": ANNA}


def test_a_post_far_ahead_is_told_at_its_date(build) -> None:
    site = build({**PEOPLE, "posts/a.md": post(date="2062-11-18")}, as_of="2026-11-22 09:00")
    says = "the date is more than a year ahead: 2062-11-18"
    assert site.findings == [f"content/posts/a.md:3:7: warning[date-far]: {says}"]
    assert build({"posts/a.md": post(date="2027-11-18")}, as_of="2026-11-22 09:00").findings == []


def test_an_announcement_and_a_comment_far_ahead_are_told(build) -> None:
    files = {
        "posts/a.md": post(slug="a"),
        "comments/a/1.md": source("Ja.", author="Zora", date="2072-11-19"),
        "series/s.md": source(title="R", planned=[{"title": "Eins", "date": "2062-12-01"}]),
    }
    assert build({**PEOPLE, **files}).codes == ["date-far", "date-far"]


@pytest.mark.parametrize("text", ["", "\n\n", "<!-- Notiz -->\n"])
def test_an_empty_post_is_told_at_its_title(build, text: str) -> None:
    site = build({**PEOPLE, "posts/a.md": post(text)})
    assert site.findings == [
        "content/posts/a.md:2:8: warning[post-empty]: the post has no text",
    ]


@pytest.mark.parametrize(
    "keys", [{"status": "draft"}, {"canonical": "https://x.example/a/"}, {"template": "post"}]
)
def test_a_post_may_be_empty_for_a_reason(build, keys: dict[str, str]) -> None:
    settings = {"ROSTRUM": {"levels": {"template-unknown": "off"}}}
    assert build({**PEOPLE, "posts/a.md": post("", **keys)}, settings).findings == []


def test_an_old_translation_is_told(build) -> None:
    files = {
        "posts/a.md": post(date="2026-01-02", modified="2026-06-01"),
        "posts/a.en.md": post(title="Hello", date="2026-01-05", lang="en", slug="hello"),
    }
    site = build({**PEOPLE, **files})
    says = "posts/a.md was changed 147 days after this translation"
    assert site.findings == [f"content/posts/a.en.md:3:7: warning[translation-old]: {says}"]
    assert 'hint: Translate what is new, then write "modified: 2026-06-01".' in site.text
    assert build({}, {"ROSTRUM": {"translation_days": 147}}).findings == []
    files["posts/a.en.md"] = files["posts/a.en.md"].replace("lang", "modified: 2026-06-02\nlang")
    assert build(files, {}).findings == []


def test_a_later_translation_of_an_unchanged_text_is_fine(build) -> None:
    files = {
        "posts/a.md": post(date="2026-10-02"),
        "posts/a.en.md": post(title="Hello", date="2026-01-05", lang="en", slug="hello"),
        "pages/b.md": source("Text", title="B", modified="2026-10-01"),
        "pages/b.en.md": source("Text", title="B", lang="en"),
    }
    assert build({**PEOPLE, **files}).findings == []


def test_an_old_translation_of_a_page_is_told(build) -> None:
    files = {
        "posts/a.md": post(),
        "pages/b.md": source("Text", title="B", date="2026-01-01", modified="2026-10-01"),
        "pages/b.en.md": source("Text", title="B", date="2026-01-01", lang="en"),
    }
    assert build({**PEOPLE, **files}).codes == ["translation-old"]


@pytest.mark.parametrize(
    ("written", "described", "found"),
    [
        ("Digitalisirung", "Digitalisierung", True),
        ("Service Design", "Servicedesign", True),
        ("Maschine", "Maschinen", True),
        ("Halle 4", "Halle 5", False),
        ("Holzbau", "Maschinen", False),
    ],
)
def test_a_tag_like_a_described_one_is_told(build, written, described, found) -> None:
    files = {
        "posts/a.md": post(tags=[written]),
        "posts/b.md": post(title="B", tags=[described]),
        "topics.yaml": f"tags:\n  {described}: Worum es geht.\n",
    }
    assert build({**PEOPLE, **files}).codes == (["tags-similar"] if found else [])


def test_a_slip_in_a_tag_is_told_with_the_tag_that_is_meant(build) -> None:
    files = {
        "posts/a.md": post(tags=["Digitalisirung"]),
        "posts/b.md": post(title="B", tags=["Digitalisierung"]),
        "topics.yaml": "tags:\n  Digitalisierung: Worum es geht.\n",
    }
    site = build({**PEOPLE, **files})
    says = '"Digitalisirung" resembles "Digitalisierung", which is described in topics.yaml'
    assert site.findings == [f"content/posts/a.md:5:8: warning[tags-similar]: {says}"]


def test_a_conflict_is_an_error_and_no_other_follows(build) -> None:
    text = "Eins\n<<<<<<< HEAD\nZwei\n=======\nDrei\n>>>>>>> neu\n"
    site = build({**PEOPLE, "posts/a.md": post(text), "posts/b.md": post(slug="b")})
    says = 'a conflict of a merge is not resolved: "<<<<<<< HEAD"'
    assert site.findings == [f"content/posts/a.md:7:1: error[merge-conflict]: {says}"]
    front = post().replace("title:", '<<<<<<< HEAD\ntitle: "A"\n=======\ntitle:')
    assert build({"posts/a.md": front.replace("date:", ">>>>>>> neu\ndate:")}).codes == [
        "merge-conflict"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "```\n<<<<<<< HEAD\n=======\n>>>>>>> neu\n```\n",
        "Eins\n=======\n\nZwei\n",
        ">>>>>>> Zitat\n",
    ],
)
def test_signs_that_are_no_conflict_are_fine(build, text: str) -> None:
    assert build({**PEOPLE, "posts/a.md": post(text)}).findings == []


def test_a_conflict_in_the_words_of_a_reader_is_no_error(build) -> None:
    said = source("<<<<<<< HEAD\nx\n=======\n", author="Zora", date="2026-11-19")
    files = {**PEOPLE, "posts/a.md": post(slug="a"), "comments/a/1.md": said}
    assert build(files).findings == []


# Pictures


def draw(size: tuple[int, int], **options) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, "teal").save(buffer, "JPEG", **options)
    return buffer.getvalue()


LARGE = draw((2_600, 100))


def test_a_large_picture_that_a_text_links_to_is_told(build) -> None:
    files = {"posts/a.md": post("[Plan](/images/plan.jpg)"), "images/plan.jpg": LARGE}
    site = build({**PEOPLE, **files})
    says = f"the picture is published as it is, with 2,600 × 100 pixels and {len(LARGE):,} bytes"
    assert site.findings == [f"content/posts/a.md:6:8: warning[image-heavy]: {says}"]


def test_a_large_picture_in_other_sizes_is_fine(build) -> None:
    files = {"posts/a.md": post("![Plan](/images/plan.jpg)"), "images/plan.jpg": LARGE}
    assert build({**PEOPLE, **files}).findings == []


def test_a_large_picture_in_a_static_folder_is_told_once(build) -> None:
    files = {"posts/a.md": post("[Plan](/static/plan.jpg)"), "static/plan.jpg": LARGE}
    site = build({**PEOPLE, **files}, check_only=True)
    assert [found.split(": ")[:2] for found in site.findings] == [
        ["content/static/plan.jpg:1:1", "warning[image-heavy]"]
    ]


def test_a_heavy_drawing_is_told_where_it_is_shown(build) -> None:
    drawing = '<svg xmlns="http://www.w3.org/2000/svg"><path d="' + "M0 0" * 260_000 + '"/></svg>'
    files = {"posts/a.md": post("![Plan](/images/plan.svg)"), "images/plan.svg": drawing}
    site = build({**PEOPLE, **files}, check_only=True)
    says = f"the picture is published as it is, with {len(drawing):,} bytes"
    assert f"content/posts/a.md:6:9: warning[image-heavy]: {says}" in site.findings


@pytest.mark.parametrize("suffix", ["jpg", "png", "webp", "tif", "avif"])
def test_a_picture_with_a_location_is_noted_and_stripped(build, suffix: str) -> None:
    buffer = io.BytesIO()
    kinds = {"jpg": "JPEG", "tif": "TIFF"}
    Image.new("RGB", (60, 40), "teal").save(
        buffer, kinds.get(suffix, suffix.upper()), exif=exif(1).tobytes()
    )
    files = {"posts/a.md": post(f"![Plan](/images/plan.{suffix})")}
    site = build({**PEOPLE, **files, f"images/plan.{suffix}": buffer.getvalue()})
    says = "the file of the picture tells where it was taken"
    assert site.findings == [f"content/images/plan.{suffix}:1:1: note[image-location]: {says}"]
    assert site.exitcode == 0


def test_a_picture_with_an_empty_gps_directory_is_fine(build) -> None:
    block = exif(1)
    for tag in list(block.get_ifd(0x8825)):
        del block.get_ifd(0x8825)[tag]
    block.get_ifd(0x8825)[0] = b"\x02\x03\x00\x00"
    files = {"posts/a.md": post("![Plan](/images/plan.jpg)")}
    picture = draw((60, 40), exif=block.tobytes())
    assert build({**PEOPLE, **files, "images/plan.jpg": picture}).findings == []


# Front matter, pages, people and series


def test_texts_of_each_kind_are_checked(build) -> None:
    text = "[hier](https://x.example/)\n"
    files = {
        "posts/a.md": post(text, series="s"),
        "pages/b.md": source(text, title="B"),
        "people/anna.md": ANNA + text,
        "series/s.md": source(text, title="S"),
    }
    assert build(files).codes == ["link-text"] * 4


def test_placeholders_in_front_matter_are_noted(build) -> None:
    files = {
        "posts/a.md": post(title="TODO", summary="Text folgt", slug="a"),
        "people/anna.md": source(name="Anna", summary="TODO"),
    }
    assert build(files).codes == ["placeholder"] * 3


def test_a_file_name_as_alt_text_of_a_post_is_told(build, pixel: bytes) -> None:
    image = {"src": "images/a.png", "alt": "IMG_0042.png"}
    files = {**PEOPLE, "posts/a.md": post(image=image), "images/a.png": pixel}
    assert build(files).codes == ["alt-file-name"]


def test_straight_quotes_are_told_if_the_site_asks(build) -> None:
    files = {**PEOPLE, "posts/a.md": post('Er sagt "ja".\n')}
    assert build(files, {"ROSTRUM": {"typography": False}}).findings == []
    settings = {"typography": False, "levels": {"quotes-straight": "warning"}}
    assert build({}, {"ROSTRUM": settings}).codes == ["quotes-straight"]


@pytest.mark.parametrize("dialect", ["gfm", "python-markdown"])
@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('<script src="https://x.example/a.js"></script>', "remote-file"),
        ('<link rel="stylesheet" href="https://x.example/a.css">', "remote-file"),
        ('<iframe srcdoc="<script>x()</script>"></iframe>', "inline-script"),
    ],
)
def test_foreign_code_is_told(build, dialect: str, text: str, code: str) -> None:
    files = {**PEOPLE, "posts/a.md": post(f"Text.\n\n{text}\n")}
    assert build(files, {"ROSTRUM": {"markdown": dialect}}).codes == [code]

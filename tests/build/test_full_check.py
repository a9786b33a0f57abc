"""What a build, or the plan of cross-posts, would refuse is refused by `rostrum check` before."""

import struct
import zlib

import msgspec
import pytest
from support.sites import ANNA, post

from rostrum.build.full_check import check_fully
from rostrum.cache.checksummed_file import read_cache_file, write_cache_file
from rostrum.cache.fingerprints import digest_code
from rostrum.core.hashing import digest_bytes

NEW = "2026-11-20 09:00"  # two days before the moment of a test's build


def picture(*, damaged: bool) -> bytes:
    """Return a PNG whose blocks are whole; damaged, its pixels can't be decompressed."""

    def block(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    pixels = zlib.compress(b"".join(b"\0" + bytes(range(256)) * 3 for _ in range(256)))
    if damaged:
        pixels = pixels[:20] + b"\xff" * 50 + pixels[70:]
    header = struct.pack(">IIBBBBB", 256, 256, 8, 2, 0, 0, 0)
    blocks = block(b"IHDR", header) + block(b"IDAT", pixels) + block(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + blocks


@pytest.fixture
def check(build):
    """Check a site of a few files; return its errors, each in a line."""

    def check(files, settings=None):
        given = {"people/anna.md": ANNA, "posts/a.md": post(date=NEW), **files}
        site = build(given, settings or {}, check_only=True)
        check_fully(site.outcome.checked, site.report)
        return [line for line in site.findings if ": error[" in line]

    return check


DAMAGED = (
    "content/x.png:1:1: error[image-damaged]: the picture can't be decoded: "
    "broken data stream when reading image file"
)


def test_a_site_without_errors_has_none(check):
    shown = post("![Halle](/x.png)", date=NEW)
    assert check({"posts/a.md": shown, "x.png": picture(damaged=False)}) == []


@pytest.mark.parametrize(
    ("files", "settings"),
    [
        ({"posts/a.md": post("![Halle](/x.png)", date=NEW)}, {}),
        ({"posts/a.md": post(date=NEW, image={"src": "x.png", "alt": "Halle"})}, {}),
        ({"people/anna.md": ANNA.replace("role:", "photo: x.png\nrole:")}, {}),
        ({}, {"ROSTRUM": {"logo": "x.png"}}),
        ({}, {"ROSTRUM": {"icon": "x.png"}}),
    ],
    ids=["text", "image", "photo", "logo", "icon"],
)
def test_a_picture_that_can_not_be_decoded_is_found(check, files, settings):
    assert check({**files, "x.png": picture(damaged=True)}, settings) == [DAMAGED]


def test_a_picture_is_decoded_once(check, build):
    damaged = picture(damaged=True)
    files = {"posts/a.md": post("![Halle](/x.png)", date=NEW), "x.png": damaged}
    store = build(files, {}, check_only=True).outcome.config.notes / "decoded-pictures"
    decoded = msgspec.msgpack.encode([digest_bytes(damaged).hex()])
    write_cache_file(store, decoded, digest_code())  # as if it had been decoded before
    assert check(files) == []
    write_cache_file(store, b"nonsense", digest_code())  # a damaged list is read as an empty one
    assert check(files) == [DAMAGED]


def test_a_decoded_picture_is_remembered_until_it_is_gone(check, build):
    files = {"posts/a.md": post("![Halle](/x.png)", date=NEW), "x.png": picture(damaged=False)}
    check(files)
    store = build(files, {}, check_only=True).outcome.config.notes / "decoded-pictures"
    assert read_cache_file(store, digest_code()) == msgspec.msgpack.encode(
        [digest_bytes(files["x.png"]).hex()]
    )


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("mine/article.html", "{% if %}", "mine/article.html:1:1: error[template]: "),
        ("mine/article.html", "{{ nix.da }}", "mine/article.html:1:1: error[template]: "),
        ("static/css/site.css", "}} a", "static/css/site.css:1:1: error[template]: "),
    ],
)
def test_a_broken_template_or_stylesheet_is_found(check, tmp_path, file, text, said):
    (tmp_path / file).parent.mkdir(parents=True)
    (tmp_path / file).write_text(text)
    [error] = check({}, {"THEME_TEMPLATES_OVERRIDES": ["mine"]})
    assert error.startswith(said)


def test_a_broken_ledger_is_found(check):
    [error] = check({"crossposts.json": "{nix"})
    assert error == (
        "content/crossposts.json:1:2: error[ledger-broken]: the ledger is not JSON: "
        "Expecting property name enclosed in double quotes"
    )


def test_a_broken_ledger_is_found_beside_other_errors(check):
    files = {"crossposts.json": "[]x", "posts/b.md": post(title="B", authors=["ana"])}
    assert [line.partition(": error")[2] for line in check(files)] == [
        "[ledger-broken]: the ledger is not JSON: Extra data",
        '[person-unknown]: there is no person "ana"',
    ]


@pytest.mark.parametrize("keys", [{}, {"status": "draft"}, {"date": "2026-12-24"}])
def test_a_text_too_long_for_a_network_is_found(check, keys):
    long = post(**{"date": NEW, "crosspost": {"mastodon": "x" * 900}, **keys})
    [error] = check({"posts/a.md": long})
    assert "error[crosspost-too-long]: the text for Mastodon has 937 characters" in error


def test_a_text_of_an_old_post_is_not_sent_any_more(check):
    old = post(date="2025-01-02", crosspost={"mastodon": "x" * 900})
    assert check({"posts/a.md": old}) == []

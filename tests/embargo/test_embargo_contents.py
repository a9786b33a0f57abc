"""What is compressed in a file is searched, too."""

from __future__ import annotations

import gzip
import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from rostrum.embargo.contents import Unsearchable, iter_parts

TEXT = b"Wie wir lernen"


def names(path: str, content: bytes) -> list[str]:
    """Return the names of the parts that have the text."""
    return [part.name for part in iter_parts(path, content) if TEXT in part.content]


def zipped(**files: bytes) -> bytes:
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def test_a_plain_file_is_one_part() -> None:
    assert names("a.html", TEXT) == [""]


@pytest.mark.parametrize("name", ["a.html.gz", "pagefind/index/de_1a2b.pf_index"])
def test_gzip_is_unpacked_whatever_its_name(name: str) -> None:
    assert names(name, gzip.compress(TEXT)) == ["gzip"]


def test_brotli_is_unpacked() -> None:
    brotli = pytest.importorskip("brotli")
    assert names("a.html.br", brotli.compress(TEXT * 9))[-1] == "brotli"


def test_damaged_brotli_is_refused() -> None:
    brotli = pytest.importorskip("brotli")
    for content in (brotli.compress(TEXT * 50)[:-3], b"no brotli"):
        with pytest.raises(Unsearchable, match="can't be unpacked"):
            list(iter_parts("a.br", content))


def test_the_entries_of_archives_are_searched() -> None:
    book = zipped(a=TEXT, b=gzip.compress(TEXT), c=zipped(text=TEXT))
    assert names("a.epub", book) == [
        "a",
        "b/gzip",
        "c/text",
    ]


@pytest.mark.parametrize(
    "content",
    [gzip.compress(TEXT)[:-4], zipped(a=TEXT)[:-9], b"PK\x03\x04", b"\x1f\x8bnothing"],
    ids=["gzip cut off", "archive cut off", "archive's beginning", "gzip's beginning"],
)
def test_what_is_damaged_is_refused(content: bytes) -> None:
    with pytest.raises(Unsearchable, match="can't be unpacked"):
        list(iter_parts("a.bin", content))


def test_archives_in_archives_end_somewhere() -> None:
    content = TEXT
    for _level in range(6):
        content = gzip.compress(content)
    with pytest.raises(Unsearchable, match="nested too deeply"):
        list(iter_parts("a.gz", content))


@pytest.mark.parametrize("pack", [gzip.compress, lambda content: zipped(a=content)])
def test_what_grows_too_large_is_refused(pack) -> None:
    with pytest.raises(Unsearchable, match="too large"):
        list(iter_parts("a.bin", pack(bytes(1_000_001)), 1_000_000))


def test_the_streams_of_a_pdf_are_unpacked() -> None:
    stream = zlib.compress(TEXT)
    content = b"%PDF-1.7\n1 0 obj\nstream\n" + stream + b"\nendstream\nstream\nraw\nendstream"
    assert names("a.pdf", content) == ["stream 0"]


def test_the_compressed_texts_of_a_png_are_unpacked() -> None:
    data = b"Title\0\0" + zlib.compress(TEXT)
    chunk = len(data).to_bytes(4, "big") + b"zTXt" + data + bytes(4)
    assert names("a.png", b"\x89PNG\r\n\x1a\n" + chunk) == ["text"]

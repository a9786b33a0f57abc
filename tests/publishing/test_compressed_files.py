"""Compressed copies of texts: published beside them, kept for the next publication."""

from __future__ import annotations

import gzip
from pathlib import Path

import brotli
import pytest

from rostrum.output.manifest import MANIFEST, FileKind, make_manifest
from rostrum.publishing.compression import add_compressed
from rostrum.publishing.snapshot import Snapshot, read_snapshot

PAGE = b"<p>Ein Absatz, der sich wiederholt.</p>\n" * 100
KINDS = {
    "index.html": FileKind.PAGE,
    "2020/01/hallo/index.html": FileKind.POST,
    "small.html": FileKind.PAGE,
    "media/a.jpg": FileKind.FILE,
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An output folder with two pages, a small one, and a picture."""
    root = tmp_path / "output"
    for path in KINDS:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(PAGE)
    (root / "small.html").write_bytes(b"<p>Kurz.</p>")
    (root / MANIFEST).write_bytes(make_manifest(KINDS, b"salt").format())
    return root


def add(root: Path, *formats: str) -> Snapshot:
    return add_compressed(read_snapshot(root), formats, root.parent / "compressed")


def test_texts_get_compressed_copies_beside_them(root: Path) -> None:
    files = add(root, "gzip", "brotli").files
    assert sorted(files.keys() - KINDS.keys()) == [
        "2020/01/hallo/index.html.br",
        "2020/01/hallo/index.html.gz",
        "index.html.br",
        "index.html.gz",
    ]
    assert gzip.decompress(files["index.html.gz"].read()) == PAGE
    assert brotli.decompress(files["index.html.br"].read()) == PAGE
    assert files["index.html.gz"].size < len(PAGE) / 10


def test_without_formats_nothing_is_compressed(root: Path) -> None:
    assert add(root).files.keys() == KINDS.keys()
    assert not (root.parent / "compressed").exists()


def test_compressed_copies_are_named_by_the_manifest(root: Path) -> None:
    manifest = add(root, "gzip").manifest
    assert manifest.find("index.html.gz") is FileKind.FILE
    assert manifest.find("index.html") is FileKind.PAGE


def test_compressed_copies_are_published_with_their_texts(root: Path) -> None:
    phases = add(root, "gzip").sort(["index.html.gz", "2020/01/hallo/index.html.gz", "media/a.jpg"])
    assert phases == [["media/a.jpg"], ["2020/01/hallo/index.html.gz"], ["index.html.gz"]]


def test_unchanged_texts_are_not_compressed_again(root: Path) -> None:
    before = add(root, "gzip").files["index.html.gz"]
    (root / "2020/01/hallo/index.html").write_bytes(PAGE + b"<p>Neu.</p>")
    after = add(root, "gzip").files
    assert after["index.html.gz"] == before
    assert gzip.decompress(after["2020/01/hallo/index.html.gz"].read()).endswith(b"<p>Neu.</p>")


def test_copies_of_texts_that_are_gone_are_not_kept(root: Path) -> None:
    add(root, "gzip", "brotli")
    for path in ("index.html", "2020/01/hallo/index.html"):
        (root / path).unlink()
    add(root, "gzip", "brotli")
    assert not [
        *(root.parent / "compressed").glob("*.gz"),
        *(root.parent / "compressed").glob("*.br"),
    ]


def test_a_killed_publication_leaves_no_partial_copy(root: Path) -> None:
    store = root.parent / "compressed"
    store.mkdir()
    (store / "0000.gz.4711.new").write_bytes(b"half")
    add(root, "gzip")
    assert not [*store.glob("*.new")]

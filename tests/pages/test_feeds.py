"""Which feeds a site has, in which order pages name them, and what their entries say."""

from datetime import datetime, timedelta, timezone
from xml.etree import ElementTree

import pytest
from support.sites import ANNA, post, source

ATOM = "{http://www.w3.org/2005/Atom}"
FEED_KINDS = ("blog", "comments", "series", "people", "categories", "tags")
SITE = {
    "people/anna.md": ANNA,
    "series/lernen.md": source(title="Lernen"),
    "posts/a.md": post(title="Mut", series="lernen", category="Werk", tags=["Dialog"]),
    "posts/b.md": post(title="Zahlen", tags=["Dialog", "Zahl"]),
    "comments/a/001.md": source("Stimmt das?", author="Berta", date="2026-11-19 10:00"),
    "comments/a/002.md": source("Ja.", author="anna", date="2026-11-19 11:00", reply_to="001"),
    "comments/b/001.md": source("Gut.", author="Carl", date="2026-11-19"),
}
MANY = {"feed_items": 99}
LANGUAGES = {"ROSTRUM": {"languages": ["de", "en"]}}
FOLDERS = {
    "blog": "",
    "comments": "2026/11/mut/comments/",
    "series": "series/lernen/",
    "people": "people/anna/",
    "categories": "category/werk/",
    "tags": "tag/dialog/",
}


def list_entries(site, feed, name="title"):
    """Return an element of each entry of an Atom feed, in order."""
    entries = ElementTree.fromstring(site.read(feed)).iter(f"{ATOM}entry")
    return [entry.findtext(ATOM + name) for entry in entries]


def list_updates(site):
    """Return the time of change of each entry of the blog, by title."""
    titles, updates = list_entries(site, "atom.xml"), list_entries(site, "atom.xml", "updated")
    return dict(zip(titles, map(datetime.fromisoformat, updates), strict=True))


@pytest.mark.parametrize("page", ["", "2026/11/mut/", "2026/11/still/", "tag/dialog/", "404.html"])
def test_first_feed_of_a_page_is_that_of_the_blog(build, page):
    site = build({**SITE, "posts/c.md": post(title="Still")})
    links = site.page(page).head.select('link[rel~="alternate"]')
    assert [link["href"] for link in links[:2]] == ["/rss.xml", "/atom.xml"]


@pytest.mark.parametrize("kind", FEED_KINDS)
def test_feeds_setting_leaves_out_a_kind_of_feeds(build, kind):
    everything = build(SITE)
    assert everything.findings == []
    before = everything.files
    assert all(f"{folder}rss.xml" in before for folder in FOLDERS.values())
    kinds = [other for other in FEED_KINDS if other != kind]
    site = build({}, {"ROSTRUM": {"feeds": kinds}}, allow_removal=True)
    assert site.exitcode == 0
    for other, folder in FOLDERS.items():
        assert (f"{folder}rss.xml" in site.files) == (other != kind)
    gone = [name for name in before if name not in site.files]
    assert {name.rpartition("/")[2] for name in gone} == {"rss.xml", "atom.xml"}
    texts = [site.read(name) for name in site.files if name.endswith((".html", ".json", ".opml"))]
    for name in gone:
        ways = (f'"/{name}"', f'"https://blog.example/{name}"')
        assert [text for text in texts if any(way in text for way in ways)] == []


def test_no_feeds_leave_no_link_to_one(build):
    site = build(SITE, {"ROSTRUM": {"feeds": []}})
    assert site.findings == []
    assert [name for name in site.files if name.endswith(("rss.xml", "atom.xml"))] == []
    texts = [site.read(name) for name in site.files if name.endswith((".html", ".json", ".opml"))]
    assert [text for text in texts if "rss.xml" in text or "atom.xml" in text] == []


def test_link_in_a_text_to_a_feed_that_is_not_written_is_lost(build):
    files = {"people/anna.md": ANNA, "posts/a.md": post("[Feed](/people/anna/rss.xml)")}
    site = build(files, {"ROSTRUM": {"feeds": ["blog"]}})
    assert site.codes == ["link-missing"]


def test_unknown_kind_of_feeds_is_an_error(build):
    site = build(SITE, {"ROSTRUM": {"feeds": ["blog", "tag"]}})
    assert site.codes == ["setting"]
    assert 'Did you mean "tags"?' in site.text


def test_tag_with_few_posts_has_no_feed_if_the_setting_says_so(build):
    site = build(SITE, {"ROSTRUM": {"tag_feed_posts": 2}})
    assert site.findings == []
    assert "tag/dialog/rss.xml" in site.files
    assert "tag/zahl/rss.xml" not in site.files
    assert "tag/zahl/rss.xml" not in site.read("feeds/") + site.read("tag/zahl/")
    assert "tag/zahl/rss.xml" not in site.read("feeds/feeds.opml")


def test_tags_need_five_posts_for_a_feed_if_there_are_many(build):
    tags = [f"T{n}" for n in range(99)]
    files = {f"posts/{n}.md": post(title=f"P{n}", tags=tags[20 * n :][:20]) for n in range(5)}
    files |= {f"posts/x{n}.md": post(title=f"X{n}", tags=["Dialog"]) for n in range(5)}
    site = build({"people/anna.md": ANNA, **files})
    assert "tag/t0/rss.xml" in site.files
    site = build({"posts/z.md": post(title="Z", tags=["T100"])}, allow_removal=True)
    feeds = [name for name in site.files if name.startswith("tag/") and name.endswith("rss.xml")]
    assert feeds == ["tag/dialog/rss.xml"]
    assert "tag/t0/index.html" in site.files


def test_feed_of_all_comments_says_on_what_and_to_whom(build):
    assert list_entries(build(SITE), "comments/atom.xml") == [
        "Anna Öllinger zu „Mut“, an Berta: Ja.",
        "Berta zu „Mut“: Stimmt das?",
        "Carl zu „Zahlen“: Gut.",
    ]
    thread = list_entries(build({}), "2026/11/mut/comments/atom.xml")
    assert thread == ["Anna Öllinger: Ja.", "Berta: Stimmt das?"]


def test_title_of_an_empty_comment_ends_with_no_colon(build):
    empty = "---\nauthor: Dora\ndate: 2026-11-20\n---\n"
    site = build({**SITE, "comments/a/empty.md": empty})
    assert site.codes == ["comment-empty"]
    assert "Dora zu „Mut“" in list_entries(site, "comments/atom.xml")


@pytest.mark.parametrize("date", ["2026-11-01", "2026-11-01 09:00"])
def test_entries_of_one_day_are_updated_at_different_seconds(build, date):
    files = {f"posts/p{n}.md": post(title=f"P{n}", date=date) for n in range(9)}
    updates = list_updates(build({"people/anna.md": ANNA, **files}))
    assert len(set(updates.values())) == 9
    day = datetime.fromisoformat(date).replace(tzinfo=timezone(timedelta(hours=1)))
    assert all(0 <= (update - day).total_seconds() < 600 for update in updates.values())


@pytest.mark.parametrize("date", ["2026-11-01", "2026-11-01 09:00", "2026-11-01 09:00:07"])
@pytest.mark.parametrize("part", [None, 1])
def test_another_post_never_moves_a_published_entry(build, date, part):
    keys = {"date": date, "part": part, "series": "tage" if part else None}
    files = {f"posts/p{n}.md": post(title=f"P{n}", **keys, lang=n) for n in ("de", "en")}
    people = {"people/anna.md": ANNA, "series/tage.md": source(title="Tage")}
    before = list_updates(build({**people, **files}, LANGUAGES))
    more = {f"posts/{n}.md": post(title=n.upper(), date=date) for n in ("a", "b", "q", "z")}
    after = list_updates(build(more))
    assert len(set(after.values())) == 5
    assert after["Pde"] == before["Pde"]
    assert list_updates(build(dict.fromkeys(more))) == before


@pytest.mark.parametrize("as_of", ["2026-11-18 09:30", "2026-12-01 09:00"])
def test_scheduled_post_never_moves_a_published_entry(build, as_of):
    files = {"people/anna.md": ANNA, "posts/m.md": post(title="M")}
    before = list_updates(build(files, as_of=as_of))
    waiting = {"posts/a.md": post(title="A", date="2026-12-01 09:00")}
    changed = {"posts/m.md": post(title="M", modified="2026-12-01 09:00")}
    assert list_updates(build(waiting, as_of=as_of))["M"] == before["M"]
    after = list_updates(build(changed, as_of="2026-12-01 09:00"))
    assert after["M"] != after["A"]
    assert all(str(update).startswith("2026-12-01 09:00:") for update in after.values())


@pytest.mark.parametrize("date", ["2026-11-01", "2026-11-01 09:00"])
def test_parts_of_one_day_are_updated_in_their_order(build, date):
    parts = {
        f"posts/{9 - n}.md": post(title=f"P{n}", date=date, series="tage", part=n)
        for n in range(1, 6)
    }
    updates = list_updates(
        build({"people/anna.md": ANNA, "series/tage.md": source(title="Tage"), **parts})
    )
    in_order = [updates[f"P{n}"] for n in range(1, 6)]
    assert in_order == sorted(set(in_order))


def test_entry_with_a_time_is_updated_in_its_minute(build):
    files = {f"posts/b{n}.md": post(title=f"B{n}", date="2026-11-01 09:00") for n in range(70)}
    updates = list_updates(build({"people/anna.md": ANNA, **files}, {"ROSTRUM": MANY}))
    assert len(set(updates.values())) == 70
    assert all(str(update).startswith("2026-11-01 09:00:") for update in updates.values())
    assert 30 < len({update.second for update in updates.values()}) <= 60


@pytest.mark.parametrize("seconds", ["07", "07.25"])
def test_entry_with_seconds_keeps_them(build, seconds):
    files = {"people/anna.md": ANNA, "posts/a.md": post(date=f"2026-11-01 09:00:{seconds}")}
    assert list_updates(build(files))["Hallo"].second == 7


@pytest.mark.parametrize("date", ["2026-11-19", "2026-11-19 10:00"])
def test_comments_of_one_day_are_updated_at_different_times(build, date):
    comments = {
        f"comments/a/{n:03}.md": source("Ja.", author="Berta", date=date) for n in range(1, 9)
    }
    site = build({**SITE, **comments})
    updates = list_entries(site, "comments/atom.xml", "updated")
    assert len(set(updates)) == len(updates)
    one = next(iter(comments))
    later = list_entries(build({one: None}), "comments/atom.xml", "updated")
    assert set(later) < set(updates)

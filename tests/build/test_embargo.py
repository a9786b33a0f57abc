import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from support.embargo import (
    DRAFT,
    PIXEL,
    PUBLIC,
    REGIONAL,
    SCHEDULED,
    SECRETS,
    contents,
    in_own_folder,
    regional_secret,
    secret,
    traces,
)
from support.sites import ANNA, AS_OF, SETTINGS, Built, post, source, write_files, write_settings
from support.warm_process import run_module


@pytest.mark.parametrize("why", [DRAFT, SCHEDULED, {**DRAFT, **SCHEDULED}])
def test_what_is_not_out_leaves_no_trace(build, why):
    site = build(PUBLIC | secret(**why))
    assert site.exitcode == 0
    assert traces(site) == []


@pytest.mark.parametrize("why", [DRAFT, SCHEDULED])
def test_embargo_site_equals_one_without_the_scheduled_post(build, why):
    hidden = secret(**why)
    without = contents(build(PUBLIC))
    assert contents(build(hidden)) == without


@pytest.mark.parametrize("why", [DRAFT, SCHEDULED])
def test_embargo_holds_in_regional_languages(build, why):
    hidden = regional_secret(**why)
    before = build(PUBLIC, REGIONAL)
    without = contents(before)
    assert before.exitcode == 0
    site = build(hidden, REGIONAL)
    assert site.exitcode == 0
    assert contents(site) == without
    assert traces(site, [*SECRETS, "zh-hant", "中文"]) == []
    later = build({}, REGIONAL, as_of="2026-12-25 09:00", preview="status" in why)
    assert any(name.startswith("zh-hant/") for name in later.files)


SITES = ["https://blog.example", "https://blog.example/blog"]
STATICS: list[list[str]] = [[], ["posts"]]


@pytest.mark.parametrize("statics", STATICS, ids=" ".join)
@pytest.mark.parametrize("site", SITES)
@pytest.mark.parametrize("why", [DRAFT, SCHEDULED, {**DRAFT, **SCHEDULED}], ids=" ".join)
def test_embargo_holds_for_a_post_in_its_own_folder(build, why, site, statics):
    """Its pictures come out with it, at the addresses of a site in a folder of its host, too."""
    settings = {**REGIONAL, "SITEURL": site, "STATIC_PATHS": statics}
    before = build(PUBLIC, settings)
    without = contents(before)
    assert before.exitcode == 0
    held = build(in_own_folder(**why), settings)
    assert held.exitcode == 0
    assert contents(held) == without
    assert traces(held, [*SECRETS, "zh-hant", "中文"]) == []
    later = build({}, settings, as_of="2026-12-25 09:00", preview="status" in why)
    path = "posts/erlkoenig/"
    names = ("vorab.png", "nachtbild.png", "moosbeere.png", "anlagen/quittenmus.pdf")
    assert {f"{path}{name}" for name in names} <= set(later.files)
    month = "12" if "date" in why else "11"
    page = later.page(f"zh-hant/2026/{month}/krummholz/")
    root = site.removeprefix("https://blog.example")
    assert {f"{root}/{path}nachtbild.png", f"{root}/{path}moosbeere.png"} <= {
        image["src"] for image in page.select(".e-content img")
    }


@pytest.mark.parametrize("site", SITES)
def test_embargo_post_folder_may_be_shared_with_a_published_post(build, site):
    """What the published post shows is there, and nothing else of the folder."""
    shown = post("![Halle](nachtbild.png)\n", title="Drei")
    files = PUBLIC | in_own_folder(**DRAFT) | {"posts/erlkoenig/drei.md": shown}
    built = build(files, {**REGIONAL, "SITEURL": site})
    assert built.exitcode == 0
    published = built.files
    assert [name for name in published if "erlkoenig" in name] == ["posts/erlkoenig/nachtbild.png"]


@pytest.mark.parametrize("site", SITES)
@pytest.mark.parametrize(
    "address",
    [
        *("{site}/2026/12/krummholz/", "//BLOG.example{root}/2026/12/krummholz"),
        *("{root}/2026/12/krummholz/?x#y", "/2026/12/krummholz/"),
    ],
)
def test_embargo_post_is_not_linked_by_its_address(build, site, address):
    root = site.removeprefix("https://blog.example")
    link = f"Mehr [im Dezember]({address.format(site=site, root=root)}) dazu.\n"
    files = PUBLIC | in_own_folder(**SCHEDULED) | {"posts/drei.md": post(link, title="Drei")}
    built = build(files, {**REGIONAL, "SITEURL": site})
    assert built.exitcode == 0
    assert "im Dezember" in built.page("2026/11/drei/").get_text()
    assert traces(built) == []


def test_the_words_of_a_link_stay_and_the_link_goes(build):
    link = "Mehr [im Dezember]({filename}/posts/erlkoenig.md) dazu.\n"
    site = build(PUBLIC | secret(**SCHEDULED) | {"posts/drei.md": post(link, title="Drei")})
    text = site.page("2026/11/drei/").find(string=lambda words: "im Dezember" in words)
    assert text
    assert not text.find_parent(href=True)
    assert traces(site) == []
    codes = [found.code for found in site.report if found.code != "image-card"]
    assert codes == ["link-unpublished", "series-lang"]


def test_a_link_in_a_page_a_biography_and_a_series_goes_too(build):
    link = "[Später]({filename}/posts/erlkoenig.md)\n"
    more = {
        "pages/wir.md": source(link, title="Wir"),
        "people/anna.md": ANNA + link,
        "series/lernen.md": source(link, title="Lernen"),
    }
    assert traces(build(PUBLIC | secret(**DRAFT) | more)) == []


def test_a_draft_page_leaves_no_trace(build):
    page = source("Quittenmus\n", title="Zirbenholz", slug="krummholz", status="draft")
    site = build(PUBLIC | {"pages/erlkoenig.md": page})
    assert site.exitcode == 0
    assert traces(site) == []


def test_embargo_published_installment_hides_the_next_one(build):
    site = build(PUBLIC | secret(**SCHEDULED))
    page = site.page("2026/11/zwei/")
    assert [link["href"] for link in page.select('[rel~="next"]')] == []
    assert "von 2" in page.get_text(" ", strip=True)
    assert "von 3" not in page.get_text(" ", strip=True)


def test_embargo_announced_installment_shows_only_announcement(build):
    planned = [{"part": 3, "title": "Der dritte Teil", "date": "2026-12-24"}]
    series = {"series/lernen.md": source(title="Lernen", planned=planned)}
    site = build(PUBLIC | secret(**SCHEDULED) | series)
    assert "Der dritte Teil" in site.read("series/lernen/")
    assert traces(site) == []


ANNOUNCED = {
    "planned": [
        {"part": 3, "title": "Der dritte Teil", "date": "2026-12-23 07:30"},
        {"title": "Und noch einer"},
    ]
}
ENGLISH = {
    "series/lernen.en.md": source("How we learn.\n", title="Learning", **ANNOUNCED),
    "posts/eins.en.md": post(title="One", slug="eins", lang="en", series="lernen", part=1),
}


@pytest.mark.parametrize("why", [DRAFT, SCHEDULED, {**DRAFT, **SCHEDULED}])
def test_embargo_announced_post_is_unknown_in_both_languages(build, why):
    series = {"series/lernen.md": source(title="Lernen", **ANNOUNCED)}
    site = build(PUBLIC | secret(**why) | series | ENGLISH)
    assert site.exitcode == 0
    assert traces(site) == []
    for page in ("series/lernen/", "series/", "2026/11/zwei/", "en/series/lernen/", ""):
        assert "Der dritte Teil" in site.read(page), page


@pytest.mark.parametrize("why", [DRAFT, SCHEDULED])
def test_embargo_series_announcements_reveal_no_scheduled_post(build, why):
    """Its authors, its day, its length and its number of parts are not told either."""
    series = {"series/lernen.md": source(title="Lernen", **ANNOUNCED)}
    hidden = secret(**why)
    without = contents(build(PUBLIC | series | ENGLISH))
    assert contents(build(hidden)) == without


def test_embargo_shows_announced_day_not_scheduled_day_or_hour(build):
    series = {"series/lernen.md": source(title="Lernen", **ANNOUNCED)}
    site = build(PUBLIC | secret(**SCHEDULED) | series)
    shown = [name for name in site.files if name.endswith(".html")]
    text = "".join(site.read(name) for name in shown)
    assert "23. Dezember 2026" in text
    assert "24. Dezember 2026" not in text
    assert "2026-12-23T" not in text
    assert "07:30" not in text


def test_who_writes_what_is_not_out_is_no_writer_of_the_series(build):
    page = build(PUBLIC | secret(**DRAFT)).page("series/lernen/")
    assert [name.get_text() for name in page.select(".writers .p-name")] == ["Anna Öllinger"]


def test_the_days_word_comes_out_on_its_day(build):
    files = PUBLIC | secret(**SCHEDULED)
    assert traces(build(files, as_of="2026-12-24 08:59:59")) == []
    assert "2026/12/krummholz/index.html" in build({}, as_of="2026-12-24 09:00").files


def test_a_moment_with_a_zone_counts_in_that_zone(build):
    files = PUBLIC | {"posts/drei.md": post(title="Drei", date="2026-11-22 09:30 +02:00")}
    assert "2026/11/drei/index.html" in build(files, as_of="2026-11-22 08:30").files
    assert "2026/11/drei/index.html" not in build({}, as_of="2026-11-22 08:29").files


def test_a_translation_that_comes_later_is_not_told_of(build):
    files = {
        "people/anna.md": ANNA,
        "posts/eins.md": post(title="Eins", slug="eins"),
        "posts/eins.en.md": post(title="Hagebutte", slug="eins", lang="en", date="2026-12-01"),
    }
    early = build(files)
    assert traces(early, ["hagebutte", "/en/", 'hreflang="en"']) == []
    late = build({}, as_of="2026-12-02")
    alternate = late.page("2026/11/eins/").find("link", rel="alternate", hreflang="en")
    assert alternate["href"] == "https://blog.example/en/2026/12/eins/"


def test_a_comment_dated_later_waits(build):
    later = source("Holunder\n", author="Eva", date="2026-12-24")
    site = build(PUBLIC | {"comments/eins/002.md": later})
    assert traces(site, ["holunder"]) == []


def test_a_picture_that_a_published_post_shows_too_is_there(build):
    seen = post("![Halle]({static}/images/nachtbild.png)\n", title="Drei")
    site = build(PUBLIC | secret(**DRAFT) | {"posts/drei.md": seen})
    assert "images/nachtbild.png" in site.files
    assert "images/vorab.png" not in site.files


def test_embargo_post_set_back_to_draft_is_removed_completely(build):
    without = contents(build(PUBLIC))
    published = build(secret())
    assert "images/nachtbild.png" in published.files
    assert "2026/11/krummholz/index.html" in published.files
    again = build(secret(**DRAFT))
    assert contents(again) == without
    assert not (again.output / "2026/11/krummholz").exists()


def test_a_preview_shows_everything_and_says_so_on_each_page(build):
    site = build(PUBLIC | secret(**SCHEDULED), preview=True)
    assert site.output.name == "preview"
    assert not (site.root / "output").exists()
    page = site.page("2026/12/krummholz/")
    assert "Zirbenholz" in page.h1.get_text()
    pages = [site.page(name.removesuffix("index.html")) for name in site.files if "html" in name]
    assert all(found.find("meta", {"name": "robots"})["content"] == "noindex" for found in pages)
    assert all(found.select(".preview-notice, [class*=preview]") for found in pages)
    assert "sitemap.xml" not in site.files
    assert site.read("robots.txt") == "User-agent: *\nDisallow: /\n"


def test_a_preview_marks_what_is_not_out_and_nothing_else(build):
    files = PUBLIC | secret(**DRAFT) | {"posts/drei.md": post(title="Drei", date="2026-12-01")}
    site = build(files, preview=True)
    notices = {
        path: site.page(path).select_one(".notice") is not None
        for path in ("2026/11/krummholz/", "2026/12/drei/", "2026/11/eins/")
    }
    expected = {"2026/11/krummholz/": True, "2026/12/drei/": True, "2026/11/eins/": False}
    assert notices == expected


def test_a_hidden_post_has_a_page_and_stands_in_no_list(build):
    hidden = post("Quittenmus\n", title="Zirbenholz", slug="krummholz", status="hidden")
    site = build(PUBLIC | {"posts/erlkoenig.md": hidden})
    here = [name for name in site.files if name.startswith("2026/11/krummholz/")]
    found = {line.split(": ")[0] for line in traces(site)} - {"2026/11/krummholz"}
    assert found - set(here) <= {"2026/11/krummholz/comments"}
    robots = site.page("2026/11/krummholz/").find("meta", {"name": "robots"})
    assert robots["content"] == "noindex"


THEME = {"render": False}


def test_another_theme_shows_no_trace_either(build, tmp_path):
    link = "Mehr [im Dezember]({filename}/posts/erlkoenig.md) dazu.\n"
    page = source("Quittenmus\n", title="Zirbenholz", slug="krummholz-seite", status="draft")
    more = {"posts/drei.md": post(link, title="Drei"), "pages/erlkoenig-seite.md": page}
    settings = {"THEME": "simple", "ROSTRUM": THEME, "DIRECT_TEMPLATES": ["index", "tags"]}
    site = build(PUBLIC | secret(**SCHEDULED) | more, settings)
    assert site.exitcode == 0
    assert "im Dezember" in site.read("2026/11/drei/")
    assert traces(site) == []


@pytest.mark.parametrize("moment", ["2026-11-22 09:00", "2030-01-01"])
def test_pelicans_own_embargo_reads_no_clock_of_its_own(build, moment):
    settings = {"WITH_FUTURE_DATES": False}
    drei = {"posts/drei.md": post(title="Drei", date="2029-01-01")}
    site = build(PUBLIC | drei, settings, as_of=moment)
    assert ("2029/01/drei/index.html" in site.files) is (moment > AS_OF)


# In each mode: whatever static folders hold, and however the build was started

Files = Mapping[str, str | bytes | None]
PLAIN = {"THEME": "simple", "ROSTRUM": {"render": False}, "DIRECT_TEMPLATES": ["index", "tags"]}
NOTHING = """
class Nothing:
    @staticmethod
    def register():
        pass

PLUGINS = ["rostrum", Nothing]
"""
PICTURE = {"src": "series/erdwerk.png", "alt": "Erdwerk"}
OPEN: list[dict[str, object]] = [
    {"STATIC_PATHS": ["static", "posts"]},
    {"STATIC_PATHS": ["."]},
    {"STATIC_PATHS": ["posts"], "SITEURL": "https://blog.example/blog", "DEFAULT_LANG": "de-AT"},
]
FAR = {"date": "2999-12-24 09:00"}  # for `pelican`, which knows no moment but now
BESIDE = (
    "Quittenmus.\n\n![Nachtbild](nachtbild.png) [Folien]({attach}quittenmus.pdf)\n"
    "[Plan]({static}/posts/anlagen/quittenmus.csv) <video src='moosbeere.mp4'></video>\n"
    "<img srcset='/posts/moosbeere-2x.png 2x' alt='Quittenmus'>\n"
)
"""A text that uses files beside it in every way in which a text can."""


def planted(**keys: object) -> dict[str, str | bytes | None]:
    """Return the files of a post that is not out, with all that may lie around it."""
    known = {
        "title": "Zirbenholz",
        "slug": "krummholz",
        "summary": "Moosbeere",
        "tags": ["Vogelbeere"],
        "category": "Erdwerk",
        "series": "lernen",
        "part": 3,
        "image": {"src": "posts/vorab.png", "alt": "Vorab"},
        "extra": {"poster": "posts/quittenmus.svg"},
    }
    beside = [
        *("vorab.png", "nachtbild.png", "quittenmus.pdf", "anlagen/quittenmus.csv"),
        *("moosbeere.mp4", "moosbeere-2x.png", "quittenmus.svg"),
    ]
    draft = post(BESIDE, **{**known, **keys})
    copies = ["erlkoenig.md~", "#erlkoenig.md#", "erlkoenig.md.bak", "erlkoenig.md.~1~"]
    named = {**keys, "title": "Hagebutte", "series": "erdwerk"}
    return {
        "posts/erlkoenig.md": draft,
        "posts/krummholz/erlkoenig.md": post("Quittenmus ![x](vorab.png)\n", **named),
        "posts/krummholz/vorab.png": PIXEL,
        "series/erdwerk.md": source(title="Erdwerk", image=PICTURE),
        "series/erdwerk.png": PIXEL,
        "comments/erlkoenig/001.md": source("Holunder!\n", author="Holunder", date="2026-11-19"),
        "pages/erlkoenig.md": source(
            "Quittenmus ![x](nachtbild.png)\n", title="Zirbenholz", status="draft"
        ),
        "pages/nachtbild.png": PIXEL,
        ".git/config": "quittenmus",
        "posts/.env": "quittenmus",
        "posts/.geheim/erlkoenig.png": PIXEL,
        "posts/erlkoenig.docx": "quittenmus",
        "crossposts.json": '[{"post": "erlkoenig", "network": "x", "date": "2026-11-18"}]',
        **{f"posts/{name}": f"quittenmus {name}" for name in beside},
        **{f"posts/{name}": draft for name in copies},
    }


def start(
    way: str, root: Path, build: Callable[..., Built], files: Files, settings: Mapping[str, object]
) -> dict[str, bytes]:
    """Build a site as a way starts it, in an empty output folder; return what is published."""
    shutil.rmtree(root / "output", ignore_errors=True)
    settings = {**(PLAIN if "theme" in way else {}), **settings}
    if "pelican" in way:
        write_files(root / "content", files)
        write_settings(root / "pelicanconf.py", settings)
        done = run_module(root, "pelican")
        assert done.returncode == 0, done.stderr
    else:
        lines = [f"{key} = {value!r}" for key, value in {**SETTINGS, **settings}.items()]
        text = "\n".join(["from rostrum.defaults import *", *lines, NOTHING * ("plugin" in way)])
        site = build(files, text, no_cache=True)
        assert site.exitcode == 0, site.text
    found = [file for file in (root / "output").rglob("*") if file.is_file()]
    return {file.relative_to(root / "output").as_posix(): file.read_bytes() for file in found}


def told(published: Mapping[str, bytes]) -> list[str]:
    """Return each file that tells a secret word, in its name or in any of its bytes."""
    return [
        f"{name}: {word}"
        for name, content in published.items()
        for word in SECRETS
        if word in f"{name}\n{content.decode('utf-8', 'replace')}".casefold()
    ]


WAYS = ["default", "plugin", "theme", "theme, plugin", "pelican", "pelican, theme"]


@pytest.mark.parametrize("settings", OPEN, ids=["posts", "all", "folder site"])
@pytest.mark.parametrize("way", WAYS)
def test_in_each_mode_static_folders_publish_nothing_of_a_draft(build, tmp_path, way, settings):
    """The site has the same bytes as without it, and a file beside a published post is there."""
    public = {
        **PUBLIC,
        "static/preise.csv": "a;b",
        "posts/halle.png": PIXEL,
        "posts/drei.md": post("![Halle](halle.png) [Plan]({static}plan.pdf)\n", title="Drei"),
        "posts/plan.pdf": "Plan",
    }
    without = start(way, tmp_path, build, public, settings)
    for why in (FAR, DRAFT):
        held = start(way, tmp_path, build, planted(**why), settings)
        assert told(held) == []
        assert held == without
    assert {"posts/halle.png", "posts/plan.pdf"} <= set(held)


def test_a_file_beside_a_post_comes_out_with_the_post(build):
    files = PUBLIC | planted(**SCHEDULED)
    settings = {"STATIC_PATHS": ["posts"]}
    assert "posts/vorab.png" not in build(files, settings).files
    later = build({}, as_of="2026-12-24 09:00").files
    beside = {"posts/vorab.png", "posts/nachtbild.png", "posts/quittenmus.pdf"}
    assert beside | {"posts/moosbeere-2x.png"} <= set(later)
    assert not [name for name in later if ".md" in name]


def test_embargo_draft_with_public_static_image_is_reported(build):
    text = "![Nachtbild](../images/nachtbild.png)\n"
    image = {"src": "images/vorab.png", "alt": "Vorab"}
    files = {
        **PUBLIC,
        "images/nachtbild.png": PIXEL,
        "images/vorab.png": PIXEL,
        "posts/entwurf.md": post(text, title="Entwurf", status="draft", image=image),
    }
    site = build(files, {"STATIC_PATHS": ["images"]})
    assert {"images/nachtbild.png", "images/vorab.png"} <= set(site.files)
    words = "is public already: a folder of STATIC_PATHS publishes it"
    assert site.findings == [
        f'content/posts/entwurf.md:6:8: warning[file-public]: "images/vorab.png" {words}',
        f'content/posts/entwurf.md:8:14: warning[file-public]: "images/nachtbild.png" {words}',
    ]
    both = {"posts/drei.md": post(text, title="Drei", image=image)}
    assert build(both).codes == []


def test_embargo_person_named_only_by_drafts_publishes_no_photo(build):
    """Who is not listed has no page, and nothing publishes what is on it."""
    eva = source(name="Eva", photo={"src": "images/vorab.png"}, roles=[])
    site = build(PUBLIC | {"people/eva.md": eva, "images/vorab.png": PIXEL})
    assert ("images/vorab.png" in site.files) is ("people/eva/index.html" in site.files)


def test_a_picture_of_a_series_without_a_published_post_stays_in(build):
    series = source(title="Später", image={"src": "images/vorab.png", "alt": "Vorab"})
    files = {"series/spaeter.md": series, "images/vorab.png": PIXEL}
    hidden = {"posts/erlkoenig.md": post(title="Zirbenholz", series="spaeter", **DRAFT)}
    assert traces(build(PUBLIC | files | hidden)) == []


# What settings hold back


@pytest.mark.parametrize("way", ["default", "plugin", "theme", "pelican"])
@pytest.mark.parametrize(
    "setting",
    [
        {"DEFAULT_METADATA": {"status": "draft"}},
        {"DEFAULT_METADATA": {"date": "2999-01-01"}},
        {"DEFAULT_DATE": (2999, 1, 1)},
        {"PATH_METADATA": r"posts/(?P<status>draft)/"},
        {"FILENAME_METADATA": r"(?P<date>\d{4}-\d{2}-\d{2}).*"},
        {"EXTRA_PATH_METADATA": {"posts/draft": {"status": "draft"}}},
        {"EXTRA_PATH_METADATA": {"posts/draft/2999-01-01.md": {"date": "2999-01-01"}}},
    ],
    ids=lambda setting: next(iter(setting)),
)
def test_in_each_mode_what_settings_hold_back_stays_in(build, tmp_path, way, setting):
    date = "2026-11-18" if "status" in str(setting) else None
    keys = {"title": "Zirbenholz", "slug": "krummholz", "date": date}
    public = {
        "people/anna.md": ANNA,
        "posts/eins.md": post(title="Eins", status="published", date="2026-11-18"),
        "posts/draft/2999-01-01.md": post("Quittenmus ![Vorab](vorab.png)\n", **keys),
        "posts/draft/vorab.png": PIXEL,
    }
    published = start(way, tmp_path, build, public, setting)
    assert "2026/11/eins/index.html" in published
    assert told(published) == []


def test_embargo_removals_only_publishes_no_draft_or_faulty_post(build):
    """Such a build leaves both out of the site, and knows no more what they use."""
    settings = {"STATIC_PATHS": ["posts"]}
    before = build(PUBLIC, settings).files
    files = planted(**DRAFT) | {
        "posts/fehler.md": post("![Vorab](quittenmus.jpg)\n", title="Fehler", authors=["nix"]),
        "posts/quittenmus.jpg": PIXEL,
    }
    site = build(files, settings, removals_only=True)
    assert site.exitcode == 0, site.text
    assert site.files == before

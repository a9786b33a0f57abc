"""Former addresses: pages, and files for servers, that lead to the present ones."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from support.sites import ANNA, AS_OF, Built, post, source, write_files

from rostrum.pages.redirects import RedirectRule, RedirectRules

Build = Callable[..., Built]
PEOPLE = {"people/anna.md": ANNA}
ALL = {"redirects": ["html", "nginx", "caddy", "apache", "netlify"]}
RULES = ("redirects.nginx.conf", "redirects.caddy", ".htaccess", "_redirects")


def lead(site: Built, path: str) -> tuple[str, str]:
    """Return where a page leads: at once, and for search engines."""
    page = site.page(path)
    refresh = page.find("meta", {"http-equiv": "refresh"})["content"]
    assert page.find("meta", {"name": "robots"})["content"] == "noindex"
    assert page.a["href"] == refresh.partition("url=")[2]
    return refresh, page.find("link", rel="canonical")["href"]


def test_a_former_address_leads_to_the_post(build: Build):
    site = build({**PEOPLE, "posts/a.md": post(aliases=["/2024/alt/"])})
    assert site.findings == []
    there = "0; url=/2026/11/hallo/", "https://blog.example/2026/11/hallo/"
    assert lead(site, "2024/alt/") == there
    assert site.page("2024/alt/").p.get_text() == "Diese Seite ist umgezogen."


@pytest.mark.parametrize(
    ("alias", "file"),
    [
        ("alt", "alt/index.html"),
        ("/alt/", "alt/index.html"),
        ("alt/index.html", "alt/index.html"),
        ("alt.html", "alt.html"),
        ("ALT.HTM", "ALT.HTM"),
        ("alt.php", "alt.php/index.html"),
        ("v1.2", "v1.2/index.html"),
        ("/%C3%BCber/", "über/index.html"),
        ("u\u0308ber", "über/index.html"),
    ],
)
def test_a_host_of_files_gets_a_page_that_browsers_show(build: Build, alias: str, file: str):
    site = build({**PEOPLE, "posts/a.md": post(aliases=[alias])})
    assert site.findings == []
    assert lead(site, file)[0] == "0; url=/2026/11/hallo/"


def test_pages_people_series_and_topics_have_former_addresses(build: Build):
    site = build(
        {
            "people/anna.md": source(name="Anna", role="Chefin", aliases="chefin"),
            "people/anna.en.md": source(role="Boss", aliases=["boss/"]),
            "posts/a.md": post(tags=["Führung"], category="Werk", series="s"),
            "posts/a.en.md": post(title="Hello"),
            "series/s.md": source(title="Reihe", aliases=["reihe/"]),
            "pages/p.md": source("Text", title="Seite", aliases="eins, zwei"),
            "topics.yaml": "tag_aliases:\n  Führung: [chefs/]\ncategory_aliases:\n  Werk: halle\n",
        },
    )
    assert site.findings == []
    leads = {
        path: lead(site, f"{path}/")[0].partition("=")[2]
        for path in ("chefin", "boss", "reihe", "eins", "zwei", "chefs", "halle")
    }
    assert leads == {
        "chefin": "/people/anna/",
        "boss": "/en/people/anna/",
        "reihe": "/series/s/",
        "eins": "/seite/",
        "zwei": "/seite/",
        "chefs": "/tag/fuehrung/",
        "halle": "/category/werk/",
    }


def test_a_former_address_is_below_the_folder_of_the_site(build: Build):
    files = {**PEOPLE, "posts/a.en.md": post(title="Hello", aliases=["/old/"])}
    settings = {"SITEURL": "https://example.com/blog", "ROSTRUM": ALL}
    site = build(files, settings)
    there = "/blog/en/2026/11/hello/"
    assert lead(site, "old/") == (f"0; url={there}", f"https://example.com{there}")
    assert site.page("old/").html["lang"] == "en"
    assert f'"/blog/old/" "{there}";' in site.read("redirects.nginx.conf")


def test_each_server_gets_rules_in_its_own_format(build: Build):
    files = {**PEOPLE, "posts/a.md": post(aliases=["/über_uns.html", "a+b/"])}
    site = build(files, {"ROSTRUM": ALL})
    assert site.findings == []
    assert site.read("redirects.nginx.conf") == (
        "map $uri $redirect_to {\n"
        '    default "";\n'
        '    "/a+b" "/2026/11/hallo/";\n'
        '    "/a+b/" "/2026/11/hallo/";\n'
        '    "/a+b/index.html" "/2026/11/hallo/";\n'
        '    "/über_uns.html" "/2026/11/hallo/";\n'
        "}\n"
    )
    assert site.read("redirects.caddy").splitlines()[-1] == (
        "redir /über_uns.html /2026/11/hallo/ permanent"
    )
    assert site.read("_redirects").splitlines()[0] == "/a%2Bb /2026/11/hallo/ 301"
    rules = re.findall(r'RedirectMatch 301 "(.+)" "(.+)"', site.read(".htaccess"))
    assert [target for _, target in rules] == 4 * ["/2026/11/hallo/"]
    matched = [path for path in ("/a+b", "/a+b/", "/aab/", "/x/a+b/", "/über_uns.html")
               if any(re.search(pattern, path) for pattern, _ in rules)]  # fmt: skip
    assert matched == ["/a+b", "/a+b/", "/über_uns.html"]


def test_a_dollar_is_no_variable_of_a_server():
    raw = RedirectRules("nginx", (RedirectRule("/a", "/b/%24uri/"),)).write().decode()
    assert '"/a" "/b/%24uri/";' in raw


def test_signs_are_encoded_as_apache_and_caddy_compare_them():
    rule = RedirectRule("/[neu]", "/gr%C3%B6%C3%9Fe-%241/")
    apache, caddy = (RedirectRules(kind, (rule,)).write().decode() for kind in ("apache", "caddy"))
    assert apache == 'RedirectMatch 301 "^/\\[neu\\]$" "/größe-\\$1/"\n'
    assert caddy == "redir /\\[neu\\] /gr%C3%B6%C3%9Fe-%241/ permanent\n"


def test_rules_are_written_alone_if_pages_are_not_asked_for(build: Build):
    files = {**PEOPLE, "posts/a.md": post(aliases=["alt/"])}
    site = build(files, {"ROSTRUM": {"redirects": ["netlify"]}})
    assert "alt/index.html" not in site.files
    assert site.read("_redirects") == "/alt /2026/11/hallo/ 301\n/alt/ /2026/11/hallo/ 301\n"


def test_a_site_may_redirect_nothing(build: Build):
    files = {**PEOPLE, "posts/a.md": post(aliases=["alt/"])}
    site = build(files, {"ROSTRUM": {"redirects": []}})
    assert (site.findings, "alt/index.html" in site.files) == ([], False)


def test_a_hidden_posts_former_address_is_in_no_list(build: Build):
    files = {**PEOPLE, "posts/a.md": post(status="hidden", aliases=["geheim/"])}
    site = build(files, {"ROSTRUM": {"redirects": ALL["redirects"][1:]}})
    assert lead(site, "geheim/")[0] == "0; url=/2026/11/hallo/"
    assert not [file for file in RULES if "geheim" in site.read(file)]


@pytest.mark.parametrize("keys", [{"status": "draft"}, {"date": "2027-01-01"}])
def test_a_former_address_of_an_unpublished_post_is_not_written(build: Build, keys: dict):
    files = {**PEOPLE, "posts/b.md": post(title="B"), "posts/a.md": post(aliases=["alt/"], **keys)}
    site = build(files, {"ROSTRUM": ALL})
    assert "alt/index.html" not in site.files
    assert not [file for file in site.files if "alt" in site.read(file).split("/")]
    assert "alt/index.html" in build({}, as_of="2027-01-02", preview=True).files


def test_a_former_address_is_not_in_sitemap_and_feeds(build: Build):
    site = build({**PEOPLE, "posts/a.md": post(slug="neu", id="a", aliases=["2026/11/alt/"])})
    assert not [
        file for file in ("sitemap.xml", "atom.xml", "rss.xml") if "alt/" in site.read(file)
    ]


def test_a_move_changes_no_id_of_an_entry(build: Build):
    def ids(site: Built) -> list[str]:
        return re.findall(
            r"<(?:id|guid[^>]*)>(tag:[^<]*)<", site.read("atom.xml") + site.read("rss.xml")
        )

    before = ids(build({**PEOPLE, "posts/a.md": post(slug="alt")}))
    after = ids(build({"posts/a.md": post(slug="neu", aliases=["2026/11/alt/"])}))
    assert before == after != []


def test_a_link_to_a_former_address_is_none_to_nowhere(build: Build):
    files = {**PEOPLE, "posts/a.md": post("[x](/alt/)", aliases=["alt"])}
    assert build(files).findings == []
    assert build({"posts/a.md": post("[x](/alt/)")}).codes == ["link-missing"]


@pytest.mark.parametrize("dialect", ["gfm", "python-markdown"])
def test_redirects_are_the_same_upon_an_earlier_build(build: Build, dialect: str):
    settings = {"ROSTRUM": {**ALL, "markdown": dialect}}
    build({**PEOPLE, "posts/a.md": post(aliases=["alt/"])}, settings)
    later = build({"posts/a.md": post(title="Neu", aliases=["älter/"])})
    assert "alt/index.html" not in later.files
    files = {name: later.read(name) for name in (*RULES, "älter/index.html")}
    clean = build({}, no_cache=True)
    assert files == {name: clean.read(name) for name in files}
    assert later.files == clean.files


# With Pelican


def test_other_plugins_of_pelican_change_no_redirect(build: Build, tmp_path: Path):
    write_files(tmp_path, {"plugins/mine.py": "def register(): ...\n"})
    files = {**PEOPLE, "posts/a.md": post(aliases=["alt/"])}
    site = build(files, {"PLUGIN_PATHS": ["plugins"], "PLUGINS": ["rostrum", "mine"]})
    assert not site.outcome.is_direct
    assert lead(site, "alt/")[0] == "0; url=/2026/11/hallo/"


def test_another_theme_has_redirects_too(build: Build):
    settings = {"THEME": "simple", "ROSTRUM": {"render": False, **ALL}}
    site = build({**PEOPLE, "posts/a.md": post(aliases=["alt/"])}, settings)
    assert site.exitcode == 0
    assert lead(site, "alt/")[0] == "0; url=/2026/11/hallo/"
    assert site.read("_redirects").startswith("/alt /2026/11/hallo/ 301\n")
    later = build({"posts/a.md": post()})
    assert "alt/index.html" not in later.files


def test_a_strangers_file_in_the_way_of_a_redirect_stays(build: Build):
    settings = {"THEME": "simple", "ROSTRUM": {"render": False}}
    site = build({**PEOPLE, "posts/a.md": post()}, settings)
    (site.output / "alt").write_text("mine")
    later = build({"posts/a.md": post(aliases=["alt/"])})
    assert (later.output / "alt").read_text() == "mine"
    assert "output" in later.codes


# What is wrong with a former address


@pytest.mark.parametrize(
    ("alias", "message", "hint"),
    [
        (
            "https://blog.example/alt/",
            '"https://blog.example/alt/" is not a path below the site\'s address',
            "Write it without the host: about/team.html.",
        ),
        (
            "/?p=12",
            '"/?p=12" is not a path below the site\'s address',
            "A page can stand for a path alone: leave out what follows the ?.",
        ),
        (
            "alt/#mitte",
            '"alt/#mitte" is not a path below the site\'s address',
            "A page can stand for a path alone: leave out what follows the #.",
        ),
        (
            "%FCber",
            '"%FCber" is not a path below the site\'s address',
            "Write its letters themselves: /über-uns/.",
        ),
        *(
            (wrong, f'"{shown}" is not a path below the site\'s address', hint)
            for wrong, shown, hint in (
                ("/", "", "Name a path: "),
                ("../alt", "../alt", "Write the whole path, without the parts . and .."),
                ("%2e%2e/alt", "../alt", "Write the whole path, without the parts . and .."),
                ("a//b", "a//b", "Write a path as in the address bar of a browser: "),
                ("a b", "a b", "An address has no blanks: "),
            )
        ),
    ],
)
def test_what_is_no_path_is_refused(build: Build, alias: str, message: str, hint: str):
    site = build({**PEOPLE, "posts/a.md": post(aliases=[alias])})
    assert site.findings == [f"content/posts/a.md:5:11: error[address]: aliases: {message}"]
    assert f"hint: {hint}" in site.text


@pytest.mark.parametrize(
    ("alias", "hint"),
    [
        ("2026/11/hallo/", "content/posts/a.md:2:8 has it: remove it from aliases."),
        ("seite", "content/pages/p.md:2:8 has it: remove it from aliases."),
        ("Seite/", "content/pages/p.md:2:8 has it: remove it from aliases."),
        ("index.html", "A page that the kit makes has it: remove it from aliases."),
        ("archive", "A page that the kit makes has it: remove it from aliases."),
        ("extra/a.html", "content/extra/a.html has it: remove it from aliases."),
    ],
)
def test_an_address_in_use_is_no_former_one(build: Build, alias: str, hint: str):
    files = {
        **PEOPLE,
        "posts/a.md": post(aliases=[alias]),
        "pages/p.md": source("Text", title="Seite"),
        "extra/a.html": "<p>Text",
    }
    site = build(files, {"STATIC_PATHS": ["extra"]})
    message = f'the former address "{alias}" is in use'
    assert f"content/posts/a.md:5:11: error[address-taken]: {message}" in site.findings
    assert f"hint: {hint}" in site.text


def test_two_posts_have_no_former_address_in_common(build: Build):
    files = {
        **PEOPLE,
        "posts/a.md": post(aliases=["alt/", "alt"]),
        "posts/b.md": post(title="B", aliases=["ALT"]),
    }
    site = build(files)
    message = 'two pages have the former address "ALT"'
    assert site.findings == [f"content/posts/b.md:5:11: error[address-taken]: {message}"]
    assert "hint: content/posts/a.md:5:11 has it already." in site.text


def test_a_former_address_that_is_taken_later_is_an_error_today(build: Build):
    files = {
        **PEOPLE,
        "posts/a.md": post(aliases=["2027/01/neu/"]),
        "posts/b.md": post(title="Neu", date="2027-01-10"),
    }
    message = 'the former address "2027/01/neu/" is in use'
    site = build(files, as_of=AS_OF)
    assert site.findings == [f"content/posts/a.md:5:11: error[address-taken]: {message}"]


def test_a_file_of_the_site_and_rules_of_the_kit_clash(build: Build):
    files = {**PEOPLE, "posts/a.md": post(), "_redirects": "/a /b 301\n"}
    settings = {"STATIC_PATHS": ["_redirects"], "ROSTRUM": {"redirects": ["netlify"]}}
    message = "_redirects is a page that the kit makes"
    assert build(files, settings).findings == [
        f"content/_redirects:1:1: error[address-taken]: {message}"
    ]


def test_a_former_address_of_an_unused_tag_leads_nowhere(build: Build):
    files = {
        **PEOPLE,
        "posts/a.md": post(tags=["Werk"]),
        "topics.yaml": "tag_aliases:\n  Werg: a\n",
    }
    site = build(files)
    assert site.findings == [
        'content/topics.yaml:2:9: warning[topic-unknown]: no post has the tag "Werg"'
    ]
    assert 'hint: Did you mean "Werk"?' in site.text


@pytest.mark.parametrize("key", ["alias", "redirect_from"])
def test_keys_of_other_systems_name_the_kits(build: Build, key: str):
    site = build({**PEOPLE, "posts/a.md": post(**{key: "alt/"})})
    assert site.codes == ["key-own"]
    assert 'hint: The kit shows "aliases".' in site.text

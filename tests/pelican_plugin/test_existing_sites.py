"""Sites that were made for Pelican alone: their settings name the plugin, and set little else."""

import subprocess
from datetime import datetime
from pathlib import Path

import pytest
from support.sites import ANNA, AS_OF, post, source, write_files
from support.warm_process import run_module

from rostrum.build.options import BuildOptions
from rostrum.pelican_plugin.runner import run_build

POST = post(title="Hallo", date="2026-11-18 09:30")
FILES = {
    "people/anna.md": ANNA,
    "Neues/hallo.md": POST,
    "pages/wir.md": source("Wir.\n", title="Wir"),
}
BARE = 'AUTHOR = "Anna"\nSITENAME = "Tagebuch"\nPLUGINS = ["rostrum"]\n'
KIT = "from rostrum.defaults import *\n" + BARE
SIMPLE = """SITEURL = "https://blog.example"
DIRECT_TEMPLATES = ["index", "authors"]
FEED_ALL_ATOM = "all.xml"
THEME = "simple"
"""
ADDRESS = 'SITEURL = "https://blog.example"\n'
LONG = 60  # seconds that a command may take on a busy machine


def pelican(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return run_module(folder, "pelican", *words)


def read_all(root: Path) -> dict[Path, bytes]:
    return {file.relative_to(root): file.read_bytes() for file in root.rglob("*") if file.is_file()}


# What a settings file leaves unset


def test_settings_without_kit_defaults_build(build):
    site = build(FILES, BARE)
    assert (site.exitcode, site.findings) == (0, [])
    assert site.page("2026/11/hallo/").h1.text == "Hallo"
    assert site.page("2026/").h1.text == "The year 2026"
    assert site.page("wir/").h1.text == "Wir"


def test_locale_of_the_terminal_need_not_exist(build, monkeypatch):
    monkeypatch.setenv("LC_ALL", "de_XX.UTF-8")
    site = build(FILES, BARE)
    assert (site.exitcode, site.findings) == (0, [])
    site = build(FILES, BARE + SIMPLE)
    assert [found for found in site.findings if "Locale" in found]


def test_a_folder_is_the_category_without_kit_defaults(build):
    site = build(FILES, BARE)
    assert site.page("category/neues/").select_one("h1").text.strip() == "Neues"
    site = build(FILES, BARE + "USE_FOLDER_AS_CATEGORY = False\n")
    assert not any(name.startswith("category/") for name in site.files)


def test_with_kit_defaults_posts_are_in_one_folder(build):
    site = build({**FILES, "posts/eins.md": post(title="Eins")}, KIT)
    assert "2026/11/eins/index.html" in site.files
    assert "2026/11/hallo/index.html" not in site.files


@pytest.mark.parametrize("key", ["ARTICLE_URL", "ARTICLE_SAVE_AS"])
def test_one_set_address_keeps_pelicans_for_the_others(build, key):
    files = {**FILES, "en.md": post(title="Hello", lang="en")}
    site = build(files, BARE + f'DEFAULT_LANG = "de"\n{key} = "{{slug}}.html"\n')
    assert (site.exitcode, site.findings) == (0, [])
    assert {"hallo.html", "hello-en.html", "wir/index.html"} <= {*site.files}


def test_unset_addresses_are_told(build):
    others = 'CATEGORY_URL = CATEGORY_SAVE_AS = TAG_URL = TAG_SAVE_AS = "t/{slug}"\n'
    site = build(FILES, BARE + ADDRESS + others + 'PAGE_URL = PAGE_SAVE_AS = "{slug}.html"\n')
    assert tuple(map(str, site.outcome.config.notices)) == (
        "Addresses that are not set are the kit's (Pelican's):",
        '  ARTICLE_URL = "{date:%Y}/{date:%m}/{slug}/" ("{slug}.html")',
        '  AUTHOR_URL = "people/{slug}/" ("author/{slug}.html")',
        "To choose, set …_URL and …_SAVE_AS.",
    )
    assert build(FILES, KIT + ADDRESS).outcome.config.notices == ()


def test_site_without_public_address_is_told(build):
    told = "SITEURL is not set: feeds and previews of links lead to http://127.0.0.1:8000."
    files = {"people/anna.md": ANNA, "posts/hallo.md": POST}
    site = build(files, KIT)
    assert tuple(map(str, site.outcome.config.notices)) == (told,)
    assert "http://127.0.0.1:8000/" in site.read("atom.xml")
    assert build(files, BARE + 'THEME = "simple"\n').outcome.config.notices == ()
    assert build(files, KIT, site_url="https://blog.example").outcome.config.notices == ()


def test_a_site_without_time_zone_is_in_utc(build):
    site = build(FILES, BARE)
    assert str(site.outcome.config.reading.timezone) == "UTC"


def test_excluded_folders_hold_no_posts(build):
    files = {**FILES, "alt/weg.md": post(title="Weg")}
    site = build(files, BARE + 'ARTICLE_EXCLUDES = ["alt"]\n')
    assert site.exitcode == 0
    assert not any("weg" in name for name in site.files)


def test_pictures_in_pelicans_folder_are_published(build, pixel):
    site = build({**FILES, "images/a.png": pixel}, BARE)
    assert site.findings == []
    assert "images/a.png" in site.files


def test_a_missing_static_folder_is_a_warning(build):
    site = build(FILES, BARE + 'STATIC_PATHS = ["extra"]\n')
    assert site.exitcode == 0
    assert site.findings == [
        (
            'content/extra:1:1: warning[folder-missing]: there is no folder "extra", '
            "which the settings name"
        )
    ]


@pytest.mark.parametrize("words", [(), ("content", "-s", "pelicanconf.py"), ("-e", "X=1")])
def test_pelican_fills_unset_settings_alike(build, tmp_path, words):
    build(FILES, BARE)
    done = pelican(tmp_path, "-o", "theirs", *words)
    assert done.returncode == 0, done.stderr
    # Pelican is started now, and the site is the same at any later moment.
    assert read_all(tmp_path / "theirs") == read_all(tmp_path / "output")


def test_pelican_keeps_an_address_equal_to_its_default(build, tmp_path):
    build(FILES, BARE + 'ARTICLE_URL = ARTICLE_SAVE_AS = "{slug}.html"\n')
    assert pelican(tmp_path, "-o", "theirs").returncode == 0
    assert (tmp_path / "theirs/hallo.html").exists()


def test_settings_of_another_file_are_kept(build, tmp_path):
    write_files(tmp_path, {
        "pelicanconf.py": BARE + "PLUGINS += []\nARTICLE_URL = 'b/{slug}/'\n",
        "publishconf.py": (
            "import os, sys\nsys.path.append(os.curdir)\nfrom pelicanconf import *\n"
            "ARTICLE_SAVE_AS = 'b/{slug}/index.html'\nSITEURL = 'https://blog.example'\n"
        ),
    })  # fmt: skip
    write_files(tmp_path / "content", FILES)
    (tmp_path / "apart").mkdir()
    done = run_module(tmp_path / "apart", "rostrum", "build", "-s", "../publishconf.py")
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "output/b/hallo/index.html").read_text()
    assert '<link rel="canonical" href="https://blog.example/b/hallo/">' in page


def test_plugins_extended_before_they_are_set(build):
    site = build(FILES, 'SITENAME = "Tagebuch"\nPLUGINS += ["rostrum"]\n')
    assert site.exitcode == 2
    assert site.findings == ["pelicanconf.py:2:1: error[setting]: PLUGINS is not set yet"]
    assert 'hint: Write PLUGINS = ["rostrum"].' in site.text


# Pages that are not written

TAGGED = {
    **FILES,
    "Neues/hallo.md": post(
        "[t]({tag}Halle) [p](../people/anna.md)\n", title="Hallo", tags=["Halle"]
    ),
    "series/reihe.md": source("Text.\n", title="Reihe"),
    "Neues/teil.md": post(title="Teil", series="reihe", part=1),
}


@pytest.mark.parametrize(
    ("key", "gone"),
    [
        ("TAG_SAVE_AS", "tag/"),
        ("CATEGORY_SAVE_AS", "category/"),
        ("AUTHOR_SAVE_AS", "people/anna/"),
        ("YEAR_ARCHIVE_SAVE_AS", "2026/index.html"),
        ("MONTH_ARCHIVE_SAVE_AS", "2026/11/index.html"),
        ("PAGE_SAVE_AS", "wir/"),
        ("ARTICLE_SAVE_AS", "2026/11/hallo/"),
        ("ARCHIVES_SAVE_AS", "archive/"),
        ("AUTHORS_SAVE_AS", "people/index.html"),
    ],
)
def test_an_empty_save_as_writes_no_such_page(build, key, gone):
    site = build(TAGGED, BARE)
    assert any(name.startswith(gone) for name in site.files)
    site = build(TAGGED, BARE + f'{key} = ""\n', allow_removal=True)
    assert site.exitcode == 0, site.text
    assert not any(name.startswith(gone) for name in site.files)
    pages = {f"/{name.removesuffix('index.html')}" for name in site.all_files}
    for name in site.files:
        if name.endswith(".html"):
            links = [link["href"] for link in site.page(name).select("[href]")]
            assert "" not in links
            hrefs = {link.split("#")[0].split("?")[0] for link in links if link.startswith("/")}
            assert hrefs <= pages
    assert gone not in site.read("sitemap.xml")
    assert gone not in site.read("atom.xml")


def test_topics_without_pages_stay_as_words(build):
    site = build(TAGGED, BARE + 'TAG_SAVE_AS = ""\nCATEGORY_SAVE_AS = ""\n')
    page = site.page("2026/11/hallo/")
    assert page.select_one(".topics").text.strip() == "Halle"
    assert page.select_one(".kicker").text == "Neues"
    assert not page.select("a.p-category")
    assert "Halle" in site.read("atom.xml")


def test_a_period_without_address_has_that_of_its_file(build):
    site = build(FILES, BARE + 'YEAR_ARCHIVE_SAVE_AS = "jahr/{date:%Y}/index.html"\n')
    assert site.page("archive/").select_one("h2 a")["href"] == "/jahr/2026/"
    assert "jahr/2026/index.html" in site.files


def test_a_post_without_category_is_in_pelicans_default_one(build):
    files = {"people/anna.md": ANNA, "hallo.md": POST}
    site = build(files, BARE + 'ARTICLE_URL = ARTICLE_SAVE_AS = "{category}/{slug}.html"\n')
    assert (site.exitcode, site.findings) == (0, [])
    assert "misc/hallo.html" in site.files


# --content


def run(folder: Path, **options: object):
    moment = datetime.fromisoformat(AS_OF)
    return run_build(BuildOptions(content=folder, jobs=1, moment=moment, **options))


@pytest.mark.parametrize("folder", ["texte", "texte/", "./texte"])
def test_content_has_the_settings_beside_it(build, tmp_path, folder):
    write_files(tmp_path, {"pelicanconf.py": BARE, **{f"texte/{key}": FILES[key] for key in FILES}})
    result = run(Path(folder))
    assert result.exitcode == 0
    assert str(result.config.notices[0]) == (
        "The settings are those of pelicanconf.py, the content is texte/."
    )
    assert (tmp_path / "output/2026/11/hallo/index.html").exists()
    assert "Tagebuch" in (tmp_path / "output/index.html").read_text()


def test_content_may_be_the_folder_of_a_site(build, tmp_path):
    files = {f"blog/content/{key}": FILES[key] for key in FILES}
    write_files(tmp_path, {"blog/pelicanconf.py": BARE, "blog/README.md": "Wir\n", **files})
    result = run(Path("blog"))
    assert (result.exitcode, [*result.report]) == (0, [])
    assert str(result.config.notices[0]) == (
        "The settings are those of blog/pelicanconf.py, the content is blog/content/."
    )
    assert (tmp_path / "blog/output/2026/11/hallo/index.html").exists()


def test_content_without_settings_is_searched_as_pelican_does(build, tmp_path):
    write_files(tmp_path / "site/texte", FILES)
    result = run(Path("site/texte"))
    assert result.exitcode == 0
    assert (tmp_path / "output/2026/11/hallo/index.html").exists()


def test_a_missing_content_folder_is_blamed_on_the_option(build, tmp_path):
    write_files(tmp_path, {"pelicanconf.py": BARE})
    result = run(Path("nix"))
    assert result.exitcode == 2
    assert [f"{it.place.path}: {it.message}" for it in result.report] == [
        '--content: there is no content folder "nix"'
    ]


def test_a_wrong_output_folder_is_blamed_on_the_option(build, tmp_path):
    write_files(tmp_path, {"pelicanconf.py": BARE})
    write_files(tmp_path / "content", FILES)
    result = run(Path("content"), output=Path("content/out"))
    assert result.exitcode == 2
    assert {it.place.path for it in result.report} == {"--output"}


# Another theme


def test_a_theme_of_pelican_makes_the_pages_of_its_site(build):
    site = build(FILES, BARE + SIMPLE)
    assert site.exitcode == 0
    assert site.findings == [
        (
            'pelicanconf.py:7:1: warning[theme-foreign]: the theme "simple" is not made for the '
            "kit: Pelican makes the pages with it, and those of the kit are left out"
        )
    ]
    assert {"index.html", "hallo.html", "pages/wir.html", "category/neues.html"} <= {*site.files}


def test_a_theme_of_pelican_asked_for_is_not_told(build):
    site = build(FILES, BARE + SIMPLE + 'ROSTRUM = {"render": False}\n')
    assert (site.exitcode, site.findings) == (0, [])


@pytest.mark.parametrize("head", [KIT, BARE + 'ROSTRUM = {"render": True}\n'])
def test_a_theme_in_place_of_the_kits_is_one_finding(build, head):
    site = build(FILES, head + SIMPLE)
    assert site.exitcode == 2
    assert [line.partition(": ")[2] for line in site.findings] == [
        (
            'error[setting]: the theme "simple" is not made for the kit: '
            "it lacks templates for its pages"
        )
    ]


def test_overrides_of_templates_make_a_theme_one_of_the_kit(build, tmp_path):
    from rostrum.defaults import THEME

    templates = {file.name: file for file in (Path(THEME) / "templates").rglob("*.html")}
    assert "series_index.html" in templates
    settings = BARE + f'THEME = {THEME!r}\nTHEME_TEMPLATES_OVERRIDES = ["mine"]\n'
    write_files(tmp_path, {"mine/page.html": "<h1>Meine</h1>"})
    site = build(FILES, settings)
    assert (site.exitcode, site.findings) == (0, [])
    assert site.read("wir/") == "<h1>Meine</h1>\n"


@pytest.mark.parametrize("head", [BARE, KIT])
def test_another_theme_shows_names_of_people(build, head):
    files = {"people/anna.md": ANNA, "posts/hallo.md": POST}
    site = build(files, head + SIMPLE + 'ROSTRUM = {"render": False}\n')
    assert "Anna Öllinger" in [link.text for link in site.page("authors.html").select("li a")]
    index = site.read("index.html")
    assert "Anna Öllinger</a>" in index
    assert "<name>Anna Öllinger</name>" in site.read("all.xml")
    assert any(name.endswith(("author/anna.html", "people/anna/index.html")) for name in site.files)


def test_authors_changed_by_a_plugin_are_people(build, tmp_path):
    code = (
        "from pelican.contents import Author\nfrom pelican.plugins import signals\n"
        "def on_pretaxonomy(generator):\n"
        "    for article in generator.articles:\n"
        "        article.authors = [Author('ben', article.settings)]\n"
        "        article.author = article.authors[0]\n"
        "def register():\n"
        "    signals.article_generator_pretaxonomy.connect(on_pretaxonomy)\n"
    )
    write_files(tmp_path, {"mine/turn.py": code})
    ben = source("Ben.\n", name="Ben Kovač")
    site = build(
        {**FILES, "people/ben.md": ben},
        BARE + SIMPLE + 'PLUGINS += ["turn"]\nPLUGIN_PATHS = ["mine"]\n'
        'ROSTRUM = {"render": False}\n',
    )
    assert site.exitcode == 0
    (written,) = site.outcome.site.posts
    assert written.authors == ("ben",)


# pelican-i18n-subsites

SUBSITES = 'I18N_SUBSITES = {"fr": {"SITENAME": "Journal"}}\nDEFAULT_LANG = "de"\n'
PLUGIN = BARE.replace('["rostrum"]', '["i18n_subsites", "rostrum"]')
FRENCH = {**FILES, "fr.md": post(title="Salut", lang="fr")}


def test_languages_of_i18n_subsites_are_the_sites(build):
    site = build(FRENCH, PLUGIN + SUBSITES)
    assert site.exitcode == 0
    assert {"2026/11/hallo/index.html", "fr/2026/11/salut/index.html"} <= {*site.files}
    assert "Of I18N_SUBSITES the kit reads the languages: fr. Not used: SITENAME." in (
        map(str, site.outcome.config.notices)
    )


def test_languages_of_i18n_subsites_may_be_locales(build):
    files = FILES | {"pt.md": post(title="Coragem", lang="pt-BR"), "at.md": post(lang="de-AT")}
    site = build(files, BARE + 'I18N_SUBSITES = {"pt_BR": {}, "de-AT": {}, "deutsch": {}}\n')
    assert site.findings == [
        (
            'pelicanconf.py:4:1: warning[catalog-missing]: there is no catalog for "pt-BR": menus '
            "and labels are in English"
        ),
        'pelicanconf.py:4:1: error[setting]: there is no language "deutsch"',
    ]
    languages = 'I18N_SUBSITES = {"pt_BR": {}, "de-AT": {}}\n'
    assert build({}, BARE + languages).outcome.config.settings.languages[-2:] == ("pt-BR", "de-AT")


def test_pelican_leaves_i18n_subsites_to_the_kit(build, tmp_path):
    code = (
        "from pelican.plugins import signals\n"
        "def on_pretaxonomy(generator):\n"
        "    generator.articles[:] = [a for a in generator.articles if a.lang == 'de']\n"
        "def register():\n"
        "    signals.article_generator_pretaxonomy.connect(on_pretaxonomy)\n"
    )
    write_files(tmp_path, {"mine/i18n_subsites.py": code})
    write_files(tmp_path, {"pelicanconf.py": PLUGIN + SUBSITES + 'PLUGIN_PATHS = ["mine"]\n'})
    write_files(tmp_path / "content", FRENCH)
    done = pelican(tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "output/fr/2026/11/salut/index.html").exists()


def test_i18n_subsites_under_another_theme_are_refused(build):
    site = build(FRENCH, PLUGIN + SUBSITES + SIMPLE)
    assert site.exitcode == 2
    assert (
        "pelicanconf.py:3:1: error[setting]: i18n_subsites takes all other languages out of a "
        "site whose pages another theme makes"
    ) in site.findings


def test_i18n_subsites_in_a_wrong_form(build):
    site = build(FILES, BARE + 'I18N_SUBSITES = ["fr"]\n')
    assert site.findings == [
        (
            "pelicanconf.py:4:1: error[setting]: "
            "I18N_SUBSITES is to be a mapping from languages to settings"
        )
    ]


# A site in a folder of its host

BLOG = BARE + 'SITEURL = "https://firma.example/blog"\n'


def hrefs(site, text: str, settings: str) -> list[str]:
    files = {**FILES, "Neues/hallo.md": post(text, title="Hallo")}
    built = site(files, settings)
    assert built.exitcode == 0
    return [link.get("href") for link in built.page("2026/11/hallo/").select(".e-content a")]


@pytest.mark.parametrize("dialect", ["gfm", "python-markdown"])
def test_links_of_a_site_in_a_folder_are_not_doubled(build, dialect):
    text = "[a](/blog/wir/?x=1#y) [b](/blog) [c](/blog/) [d](/wir/) [e](/shop/) [f](/blogs/x)\n"
    settings = BLOG + f'ROSTRUM = {{"markdown": "{dialect}"}}\n'
    assert hrefs(build, text, settings) == [
        *("/blog/wir/?x=1#y", "/blog/", "/blog/", "/blog/wir/", "/shop/", "/blogs/x")
    ]


def test_a_wrong_link_below_the_folder_of_a_site_is_told(build):
    files = {**FILES, "Neues/hallo.md": post("[a](/blog/nix/) [b](/nix/)\n", title="Hallo")}
    site = build(files, BLOG)
    assert [line.partition(": ")[2] for line in site.findings] == [
        'warning[link-missing]: the site has no page "/blog/nix/"'
    ]


def test_pictures_of_a_site_in_a_folder_are_published(build, pixel):
    files = {
        **FILES,
        "a/p.png": pixel,
        "Neues/hallo.md": post("![p](/blog/a/p.png)\n", title="Hallo"),
    }
    site = build(files, BLOG)
    assert site.page("2026/11/hallo/").select_one("article img")["src"] == "/blog/a/p.png"
    assert "a/p.png" in site.files


def test_site_roots_say_which_paths_of_the_host_are_the_sites(build):
    text = "[a](/blog/wir/) [b](/wir/) [c](/presse/x/)\n"
    settings = BLOG + 'ROSTRUM = {"site_roots": ["/blog/", "/presse/"]}\n'
    files = {**FILES, "Neues/hallo.md": post(text, title="Hallo")}
    site = build(files, settings)
    links = [link.get("href") for link in site.page("2026/11/hallo/").select(".e-content a")]
    assert links == ["/blog/wir/", "/wir/", None]
    assert [line.partition(": ")[2] for line in site.findings] == [
        'warning[link-missing]: the site has no page "/presse/x/"'
    ]


def test_site_roots_of_a_site_at_the_root_of_its_host(build):
    settings = BARE + 'SITEURL = "https://firma.example"\nROSTRUM = {"site_roots": ["/2026"]}\n'
    text = "[a](/wir/) [b](/shop/) [c](/2026/11/hallo/)\n"
    assert hrefs(build, text, settings) == ["/wir/", "/shop/", "/2026/11/hallo/"]


def test_a_site_root_that_is_no_path(build):
    site = build(FILES, BARE + 'ROSTRUM = {"site_roots": ["blog/"]}\n')
    assert site.findings == [
        'pelicanconf.py:4:27: error[setting]: site_roots: "blog/" is not a path of the host'
    ]


# Other settings that real sites have


@pytest.mark.parametrize(
    "line",
    [
        "DEFAULT_PAGINATION = False",
        "PAGINATION_PATTERNS = [(1, '{name}/', '{name}/index.html')]",
        "RELATIVE_URLS = True",
        'SITEURL = ""',
        'FORMATTED_FIELDS = "summary"',
        'DIRECT_TEMPLATES = ("index", "archives")',
        'FEED_ALL_ATOM = "feeds/all.atom.xml"; CATEGORY_FEED_ATOM = "feeds/{slug}.atom.xml"',
        'MARKDOWN = {"extension_configs": {"markdown.extensions.toc": {"permalink": "#"}}}',
        'DATE_FORMATS = {"de": "%d. %B %Y"}',
        "ARTICLE_PATHS = ['']",
        "PAGE_PATHS = ('pages',)",
        "DEFAULT_METADATA = {}",
        "MENUITEMS = (('Start', '/'),)",
        'READERS = {"html": None}',
        "TYPOGRIFY = False",
        "SLUGIFY_SOURCE = 'title'",
    ],
)
def test_settings_of_real_sites_are_accepted(build, line):
    site = build(FILES, f"{BARE}{line}\n")
    assert site.exitcode == 0
    assert site.page("2026/11/hallo/").h1.text.startswith("Hallo")


@pytest.mark.parametrize("file", ["404.html", "index.html"])
def test_a_page_takes_the_place_of_the_kits_404_and_home(build, file):
    page = source("[Start](/) [auch]({index})\n", title="Unsere", slug=file.removesuffix(".html"))
    settings = BARE + 'PAGE_URL = "/{slug}.html"\nPAGE_SAVE_AS = "{slug}.html"\n'
    site = build({**FILES, "pages/eigen.md": page}, settings)
    assert (site.exitcode, site.findings) == (0, [])
    assert site.page(file).h1.text == "Unsere"
    assert "2026/11/hallo/index.html" in site.files


def test_an_address_may_begin_with_a_slash(build):
    site = build(FILES, BARE + 'PAGE_URL = "/{slug}.html"\nPAGE_SAVE_AS = "{slug}.html"\n')
    assert site.page("").select("footer a[href='/wir.html']")


def test_false_as_save_as_writes_no_such_page(build):
    site = build(FILES, BARE + "TAG_SAVE_AS = CATEGORY_SAVE_AS = AUTHOR_SAVE_AS = False\n")
    assert site.exitcode == 0
    assert not any(name.startswith(("tag/", "category/", "people/anna/")) for name in site.files)


def test_files_without_reader_are_left_alone(build):
    texts = {"folien.html": "<p>Folien</p>", "alt.rst": "Alt\n===\n"}
    site = build({**FILES, **texts}, BARE)
    assert site.codes == ["not-markdown", "not-markdown"]
    site = build({**FILES, **texts}, BARE + 'READERS = {"html": None, "rst": None}\n')
    assert (site.exitcode, site.findings) == (0, [])


def test_a_site_without_folders_of_posts_has_pages_only(build):
    site = build({"pages/wir.md": FILES["pages/wir.md"]}, BARE + "ARTICLE_PATHS = []\n")
    assert (site.exitcode, site.findings) == (0, [])
    assert site.page("wir/").h1.text == "Wir"


def test_posts_in_no_folder_of_posts_are_an_error(build):
    files = {"people/anna.md": ANNA, "blog/a.md": POST, "blog/b.md": post(title="Zwei")}
    site = build(files, KIT)
    assert site.exitcode == 1
    assert (
        "content:1:1: error[no-posts]: there is no post in posts/, "
        "and 2 Markdown files elsewhere are not read"
    ) in site.findings
    assert build(files, KIT + 'ARTICLE_PATHS = [""]\n').exitcode == 0
    empty = build({"blog/a.md": None, "blog/b.md": None}, KIT, allow_removal=True)
    assert (empty.exitcode, empty.codes) == (0, ["no-posts"])


def test_an_address_that_comes_out_empty_is_an_error(build):
    files = {"people/anna.md": ANNA, "posts/hallo.md": post(title="Hallo")}
    site = build(files, KIT + 'ARTICLE_URL = ARTICLE_SAVE_AS = "{category}"\n')
    assert (site.exitcode, site.codes) == (1, ["address-outside"])

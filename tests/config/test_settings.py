"""Settings are checked whole, before any work, each at its place in the settings file."""

# ruff: noqa: E501 - the words stand here as a terminal shows them

import sys
from pathlib import Path

import pytest
from support.sites import ANNA, post

from rostrum.build.options import BuildOptions
from rostrum.pelican_plugin.runner import run_build

FILES = {"people/anna.md": ANNA, "posts/a.md": post()}
HEAD = """from rostrum.defaults import *

SITENAME = "Offen gesagt"
SITEURL = "https://blog.example"
TIMEZONE = "Europe/Vienna"
DEFAULT_LANG = "de"
"""
WRONG = {
    "an unknown key": (
        'ROSTRUM = {\n    "organisation": "X",\n    "langages": ["de"],\n}\n',
        """
pelicanconf.py:9:5: error[key-unknown]: a ROSTRUM setting has no key "langages"
        "langages": ["de"],
        ^
    hint: Did you mean "languages"?
""",
    ),
    "no dictionary": (
        'ROSTRUM = ["de"]\n',
        """
pelicanconf.py:7:11: error[setting]: ROSTRUM must be a dictionary
    ROSTRUM = ["de"]
              ^
    hint: Write ROSTRUM = {"languages": ["de", "en"]}.
""",
    ),
    "no number": (
        'ROSTRUM = {"home_posts": "many"}\n',
        """
pelicanconf.py:7:12: error[number]: home_posts: "many" is not a whole number from 1
    ROSTRUM = {"home_posts": "many"}
               ^
    hint: Write it in digits: 3.
""",
    ),
    "a key missing within a key": (
        'ROSTRUM = {"giscus": {"repo": "a/b", "repo_id": "1", "category": "c"}}\n',
        """
pelicanconf.py:7:12: error[key-missing]: giscus: the giscus setting has no "category_id"
    ROSTRUM = {"giscus": {"repo": "a/b", "repo_id": "1", "category": "c"}}
               ^
    hint: Add "category_id" to the giscus setting.
""",
    ),
    "a network mistyped": (
        'ROSTRUM = {"networks": ["linkdin"]}\n',
        """
pelicanconf.py:7:25: error[setting]: networks: "linkdin" is not one of linkedin, x, mastodon, bluesky
    ROSTRUM = {"networks": ["linkdin"]}
                            ^
    hint: Did you mean "linkedin"?
""",
    ),
    "a level mistyped": (
        'ROSTRUM = {"levels": {"link-missing": "eror"}}\n',
        """
pelicanconf.py:7:23: error[setting]: levels: "eror" is not one of error, warning, note, off
    ROSTRUM = {"levels": {"link-missing": "eror"}}
                          ^
    hint: Did you mean "error"?
""",
    ),
    "a code mistyped": (
        'ROSTRUM = {"levels": {"link-mising": "error"}}\n',
        """
pelicanconf.py:7:23: error[key-unknown]: levels: there is no "link-mising" here
    ROSTRUM = {"levels": {"link-mising": "error"}}
                          ^
    hint: Did you mean "link-missing"?
""",
    ),
    "an address for mail": (
        'ROSTRUM = {"reply_mail": "offen at example"}\n',
        """
pelicanconf.py:7:12: error[setting]: reply_mail: "offen at example" is not an address for mail
    ROSTRUM = {"reply_mail": "offen at example"}
               ^
    hint: It looks like "blog@company.example".
""",
    ),
    "a time zone": (
        'TIMEZONE = "Wien"\n',
        """
pelicanconf.py:7:1: error[setting]: there is no time zone "Wien"
    TIMEZONE = "Wien"
    ^
    hint: Names look like "Europe/Vienna".
""",
    ),
    "an address without scheme": (
        'SITEURL = "blog.example"\n',
        """
pelicanconf.py:7:1: error[setting]: "blog.example" is not the address of a site
    SITEURL = "blog.example"
    ^
    hint: It looks like "https://blog.example.com", with a folder behind it or without.
""",
    ),
    "a time zone that is nothing": (
        "TIMEZONE = None\n",
        """
pelicanconf.py:7:1: error[setting]: TIMEZONE is to be a text, not NoneType
    TIMEZONE = None
    ^
""",
    ),
    "an address that no program can read": (
        'SITEURL = "http://[bad"\n',
        """
pelicanconf.py:7:1: error[setting]: "http://[bad" is not the address of a site
    SITEURL = "http://[bad"
    ^
    hint: It looks like "https://blog.example.com", with a folder behind it or without.
""",
    ),
    "a pattern with an unknown part": (
        'TAG_URL = "tag/{name}/"\n',
        """
pelicanconf.py:7:1: error[setting]: TAG_URL can't be filled in: 'name'
    TAG_URL = "tag/{name}/"
    ^
    hint: It may hold {slug}, {lang}.
""",
    ),
    "a pattern that leads out": (
        'PAGE_SAVE_AS = "../{slug}.html"\n',
        """
pelicanconf.py:7:1: error[setting]: PAGE_SAVE_AS must name a file below the output folder
    PAGE_SAVE_AS = "../{slug}.html"
    ^
    hint: It may hold {slug}, {lang}, {category}, {author}, {date}, {path}.
""",
    ),
    "a rule for slugs": (
        'SLUG_REGEX_SUBSTITUTIONS = [("[", "x")]\n',
        """
pelicanconf.py:7:1: error[setting]: SLUG_REGEX_SUBSTITUTIONS holds a rule that can't be used, ('[', 'x'): unterminated character set at position 0
    SLUG_REGEX_SUBSTITUTIONS = [("[", "x")]
    ^
    hint: Write pairs: (r"[^\\w\\s-]", "").
""",
    ),
    "an extension that is not there": (
        'MARKDOWN = {"extensions": ["nix"]}\n',
        """
pelicanconf.py:7:1: error[setting]: MARKDOWN can't be used: ModuleNotFoundError: No module named 'nix'
    MARKDOWN = {"extensions": ["nix"]}
    ^
    hint: Is the extension installed, and are its options spelled right?
""",
    ),
    "Python that ends": (
        "raise SystemExit(3)\n",
        """
pelicanconf.py:7:1: error[setting]: the settings can't be read: they end the program (3)
    raise SystemExit(3)
    ^
    hint: Remove the call that ends it.
""",
    ),
    "no Python": (
        "ROSTRUM = {\n",
        """
pelicanconf.py:7:11: error[setting]: the settings are not valid Python: '{' was never closed
    ROSTRUM = {
              ^
    hint: Look for a quote, bracket or comma that is missing here, or in the lines above.
""",
    ),
    "Python that fails": (
        "import os\n\nROSTRUM = {'organisation': os.nix}\n",
        """
pelicanconf.py:9:1: error[setting]: the settings can't be read: the module "os" has no "nix"
    ROSTRUM = {'organisation': os.nix}
    ^
    hint: The settings are a Python program: correct this line, or remove it.
""",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_setting_is_told_at_its_place_and_stops_the_run(build, case):
    lines, told = WRONG[case]
    site = build(FILES, HEAD + lines)
    assert site.exitcode == 2
    assert site.text.rsplit("\n", 1)[0] == told.strip("\n")
    assert site.files == []


def test_every_wrong_setting_is_told_at_once(build):
    own = {"home_posts": 0, "strict": "maybe", "networks": ["a", "b"], "jobs": -1}
    site = build(FILES, {"ROSTRUM": own})
    assert site.exitcode == 2
    assert [str(found.message).split(":")[0] for found in site.report] == [
        "home_posts",
        "strict",
        "networks",
        "networks",
        "jobs",
    ]


@pytest.mark.parametrize("code", ["key-missing", "not-utf8", "yaml", "date", "person-unknown"])
def test_no_setting_lets_a_post_vanish(build, code):
    site = build(FILES, {"ROSTRUM": {"levels": {code: "off"}}})
    assert site.exitcode == 2
    assert [str(found.message) for found in site.report] == [
        f'levels: "{code}" is always an error: without it something written would be missing'
    ]


def test_a_settings_file_that_leaves_the_kit_out_is_told(build):
    site = build(FILES, 'SITEURL = "https://blog.example"\nTIMEZONE = "UTC"\n')
    assert site.exitcode == 2
    assert site.findings == ['pelicanconf.py:1:1: error[setting]: PLUGINS does not name "rostrum"']


def test_a_missing_settings_file_is_told(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    outcome = run_build(BuildOptions(settings=Path("pelicanconf.local.py")))
    assert outcome.exitcode == 2
    assert [str(found.place) for found in outcome.report] == ["pelicanconf.local.py:1:1"]
    assert [str(found.message) for found in outcome.report] == ["there is no such settings file"]


def test_a_missing_content_folder_is_told(build):
    site = build({}, {"PATH": "inhalt"})
    assert site.exitcode == 2
    assert [str(found.message) for found in site.report] == ["there is no content folder"]


def test_settings_saved_twice_in_a_second_are_read_twice(build, tmp_path, monkeypatch):
    """Python takes bytecode for current if a file of the same length was saved in that second."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    names = [build(FILES, f'{HEAD}SITENAME = "{name}"\n').page().title for name in ("Eins", "Zwei")]
    assert [name.get_text().split()[0] for name in names] == ["Eins", "Zwei"]
    assert not (tmp_path / "__pycache__").exists()
    assert not sys.dont_write_bytecode

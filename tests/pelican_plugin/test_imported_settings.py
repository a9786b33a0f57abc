"""Findings about settings that the settings file imports point to where they are written."""

from __future__ import annotations

import pytest
from support.sites import ANNA, post, write_files
from support.warm_process import run_printed

FILES = {"content/people/anna.md": ANNA, "content/posts/a.md": post()}
BASE = """from rostrum.defaults import *

SITENAME = "Offen gesagt"
TIMEZONE = "Europe/Vienna"
DEFAULT_LANG = "de"
"""
PUBLISH = 'from pelicanconf import *\nSITEURL = "https://blog.example"\n'


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('DEFAULT_PAGINATION = "ten"', ":6:1: error[setting]: DEFAULT_PAGINATION is to be"),
        ('TIMEZONE = "Europe/Wien"', ":6:1: error[setting]: there is no time zone"),
        ('DEFAULT_LANG = "xx-yy-zz"', ":6:16: error[setting]:"),
        ('ARTICLE_URL = "{x}"', ":6:1: error[setting]: ARTICLE_URL can't be filled in"),
        ('ROSTRUM = {"logo": "a.svg"}', ":6:12: error[setting]: there is no picture"),
        ('ROSTRUM = {"languages": ["de", "zz-99"]}', ":6:32: error["),
        ('EXTRA_PATH_METADATA = {"x.md": {"slug": "a b"}}', ":6:"),
        ('PLUGINS = ["other"]', ":6:1: error[setting]: PLUGINS does not name"),
        ('THEME = "nowhere"', ":6:1: error[setting]: there is no theme"),
        ('PATH = "nowhere"', ":6:1: error[setting]: there is no content folder"),
        (
            "SITENAME = UNKNOWN",
            ':6:1: error[setting]: the settings can\'t be read: the name "UNKNOWN"',
        ),
        ("MARKDOWN = {'extensions': ['gone']}", ":6:1: error[setting]: MARKDOWN can't be used"),
    ],
)
def test_a_finding_points_to_the_imported_file(tmp_path, line, said):
    write_files(tmp_path, FILES | {"pelicanconf.py": f"{BASE}{line}\n", "publishconf.py": PUBLISH})
    _, printed = run_printed(tmp_path, "rostrum", "check", "-s", "publishconf.py")
    assert f"pelicanconf.py{said}" in printed
    assert "publishconf.py:1:1" not in printed


def test_the_plain_program_points_to_the_imported_file(tmp_path):
    base = f'{BASE}DEFAULT_PAGINATION = "ten"\n'
    write_files(tmp_path, FILES | {"pelicanconf.py": base, "publishconf.py": PUBLISH})
    _, printed = run_printed(tmp_path, "pelican", "content", "-s", "publishconf.py")
    assert "pelicanconf.py:6:1: error[setting]: DEFAULT_PAGINATION muss" in printed


def test_an_imported_default_category_counts_as_set(tmp_path):
    base = f'{BASE}DEFAULT_CATEGORY = "Werk"\nARTICLE_URL = "{{category}}/{{slug}}/"\n'
    base += 'ARTICLE_SAVE_AS = "{category}/{slug}/index.html"\n'
    write_files(tmp_path, FILES | {"pelicanconf.py": base, "publishconf.py": PUBLISH})
    _, printed = run_printed(tmp_path, "rostrum", "build", "-s", "publishconf.py")
    assert (tmp_path / "output/werk/hallo/index.html").is_file(), printed

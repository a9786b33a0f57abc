"""Where a setting is written: in the settings file, or in a file that it imports."""

from __future__ import annotations

from pathlib import Path

import pytest

from rostrum.config.setting_locations import find_assignments


@pytest.fixture
def place(tmp_path, monkeypatch):
    """Return where a key of a setting is written, in files of a site whose first is read."""
    monkeypatch.chdir(tmp_path)

    def find(files: dict[str, str], name: str, *path: str) -> str:
        for file, text in files.items():
            Path(file).parent.mkdir(parents=True, exist_ok=True)
            Path(file).write_text(text)
        found = find_assignments(Path(next(iter(files))))[name]
        return str(found.places[path] if path else found.place)

    return find


BASE = 'A = 1\nROSTRUM = {\n    "languages": ["de"],\n    "levels": {"x": "off"},\n}\n'
MAIN = "from base_conf import *\n"


@pytest.mark.parametrize(
    ("main", "path", "expected"),
    [
        (MAIN, (), "base_conf.py:2:1"),
        (MAIN, ("levels", "x"), "base_conf.py:4:16"),
        (MAIN + 'ROSTRUM = {"levels": {}}\n', ("levels",), "main_conf.py:2:12"),
        (MAIN + 'ROSTRUM = {**ROSTRUM, "strict": 1}\n', ("levels",), "base_conf.py:4:5"),
        (MAIN + 'ROSTRUM = {**ROSTRUM, "strict": 1}\n', ("strict",), "main_conf.py:2:23"),
        (MAIN + 'ROSTRUM |= {"strict": 1}\n', ("strict",), "main_conf.py:2:13"),
        (MAIN + 'ROSTRUM |= {"strict": 1}\n', ("levels",), "base_conf.py:4:5"),
        (MAIN + 'ROSTRUM = ROSTRUM | {"strict": 1}\n', ("strict",), "main_conf.py:2:22"),
        (MAIN + 'ROSTRUM["strict"] = 1\n', ("strict",), "main_conf.py:2:1"),
        (MAIN + 'ROSTRUM["strict"] = 1\n', ("languages", "0"), "base_conf.py:3:19"),
        ("import base_conf\nROSTRUM = base_conf.ROSTRUM\n", ("levels",), "base_conf.py:4:5"),
        ("import base_conf as b\nROSTRUM = b.ROSTRUM\n", (), "main_conf.py:2:1"),
        ("from base_conf import ROSTRUM as R\nROSTRUM = R\n", ("levels",), "base_conf.py:4:5"),
        ("if True:\n    from base_conf import *\n", ("levels",), "base_conf.py:4:5"),
        ("try:\n    pass\nexcept Exception:\n    ROSTRUM = 1\n", (), "main_conf.py:4:5"),
        ("ROSTRUM: dict = 1\n", (), "main_conf.py:1:1"),
        ("X, ROSTRUM = 1, {'a': 2}\n", ("a",), "main_conf.py:1:18"),
        ("ROSTRUM = 1\nROSTRUM = 2\n", (), "main_conf.py:2:1"),
    ],
)
def test_a_setting_is_located_where_it_is_written(place, main, path, expected):
    assert place({"main_conf.py": main, "base_conf.py": BASE}, "ROSTRUM", *path) == expected


def test_items_added_to_a_list_are_located_in_their_file(place):
    files = {
        "main_conf.py": "from base_conf import *\nNAMES += ['c']\n",
        "base_conf.py": "NAMES = ['a'] + ['b']\n",
    }
    assert place(files, "NAMES", "1") == "base_conf.py:1:18"
    assert place(files, "NAMES", "2") == "main_conf.py:2:11"


def test_modules_in_packages_and_circles_are_followed(place):
    files = {
        "main_conf.py": "from conf_parts.site import *\n",
        "conf_parts/__init__.py": "",
        "conf_parts/site.py": "from .names import *\nfrom main_conf import *\nB = 2\n",
        "conf_parts/names.py": "\nA = 1\n",
    }
    assert place(files, "A") == "conf_parts/names.py:2:1"
    assert place(files, "B") == "conf_parts/site.py:3:1"


def test_a_library_and_a_broken_file_are_passed_over(place):
    files = {
        "main_conf.py": "from os import *\nfrom base_conf import *\nfrom gone import *\nA = 1\n",
        "base_conf.py": "A = (\n",
    }
    assert place(files, "A") == "main_conf.py:4:1"


def test_no_file_is_run(place, tmp_path):
    files = {"main_conf.py": MAIN, "base_conf.py": "A = 1\nopen('ran', 'w')\n"}
    assert place(files, "A") == "base_conf.py:1:1"
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    "text", ["A = " + "+".join(["[1]"] * 900), "L = [1]\nL['x'] = 1\nA = L + L\n"]
)
def test_a_strange_file_ends_in_no_traceback(tmp_path, text):
    (tmp_path / "main_conf.py").write_text(f"B = 1\n{text}\n")
    assert find_assignments(tmp_path / "main_conf.py")["B"].place.line == 1

"""What the commands say of slips: in plain words, and with a hint that fits."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from support.program import Run
from support.sites import post, write_files


def test_a_broken_link_to_a_post_is_told_in_german(rostrum: Run, authored: Path):
    write_files(authored, {"content/posts/a.md": post()})
    (authored / "content/posts/b.md").symlink_to("nix.md")
    os.mkfifo(authored / "content/posts/c.md")
    err = rostrum("check", "--lang", "de")[2]
    assert "it is no file" not in err
    assert err.count("es ist keine Datei, oder ein Link auf keine") == 2
    assert "Ist das Lesen erlaubt?" not in err


def test_a_folder_as_record_is_told_in_german(rostrum: Run, authored: Path):
    write_files(authored, {"content/posts/a.md": post(), "content/addresses.tsv/x": "x"})
    err = rostrum("check", "--lang", "de")[2]
    assert "es ist keine Datei, oder ein Link auf keine" in err


@pytest.mark.parametrize(
    ("alias", "hint"),
    [
        ("/", "Name a path: at the address of the site itself is its home page."),
        ("/a b/", "An address has no blanks"),
        ("\\\\windows", "Write a slash between its parts"),
        ("/../", "Write the whole path, without the parts . and .."),
        ("/a\u202eb/", "Remove the invisible character U+202E"),
        ("https://x.example/a", "Write it without the host"),
    ],
)
def test_the_hint_on_a_former_address_fits(rostrum: Run, authored: Path, alias: str, hint: str):
    write_files(authored, {"content/posts/a.md": post(aliases=[alias])})
    code, _, err = rostrum("check", "--lang", "en")
    assert (code, hint in err) == (1, True)


def test_a_former_address_below_a_file_is_told_as_such(rostrum: Run, authored: Path):
    write_files(authored, {"content/posts/a.md": post(aliases=["/feeds/all.atom.xml/x.html"])})
    err = rostrum("check", "--lang", "en")[2]
    assert "both a file and a folder" not in err


def test_a_negative_number_of_days_is_too_little(rostrum: Run):
    assert rostrum("next", "--days", "-5")[2] == "--days: -5 is too little; it may be 0 or more.\n"


def test_an_unchanged_template_is_told_so(rostrum: Run, authored: Path):
    assert rostrum("override", "partials/footer.html")[0] == 0
    out = rostrum("override", "partials/footer.html", "--diff")[1]
    assert out in (
        "Nothing differs from the kit's template.\n",
        "Nichts weicht von der Vorlage des Baukastens ab.\n",
    )

"""What a settings file raises is told in plain words, at its line, with what to do."""

from __future__ import annotations

import pytest
from support.sites import ANNA, post

FILES = {"people/anna.md": ANNA, "posts/a.md": post()}
CORRECT = "The settings are a Python program: correct this line, or remove it."


@pytest.mark.parametrize(
    ("line", "reason", "hint"),
    [
        ("SITENAME = Blog", 'the name "Blog" is not defined', 'A text stands in quotes: "Blog".'),
        ("import nothing_here", 'there is no module "nothing_here"', "Install what contains it"),
        ("from os import nix", 'the module "os" does not have what this line imports', CORRECT),
        ("A = __import__('os').nix", 'the module "os" has no "nix"', CORRECT),
        ("A = SITENAME.nix", 'a value of the type "str" has no "nix"', CORRECT),
        ("A = {}['x']", 'there is no entry "x"', 'os.environ.get("x", "")'),
        ("A = open('none.txt')", '"none.txt": No such file or directory', CORRECT),
        ("A = 1 / 0", "ZeroDivisionError: division by zero", CORRECT),
        ("raise SystemExit(3)", "they end the program (3)", "Remove the call that ends it."),
        ("assert False", "read: AssertionError", CORRECT),
        ("raise AttributeError", "read: AttributeError", CORRECT),
        ("raise KeyError", "read: KeyError", CORRECT),
        ("raise OSError", "read: OSError", CORRECT),
        ("raise NameError('x')", "read: NameError: x", CORRECT),
        ("raise ImportError('x')", "read: ImportError: x", CORRECT),
    ],
)
def test_an_exception_of_the_settings_is_told_in_words(build, line, reason, hint):
    site = build(FILES, f"from rostrum.defaults import *\n\n{line}\n")
    assert site.exitcode == 2
    (finding,) = site.findings
    assert finding.startswith("pelicanconf.py:3:1: error[setting]: the settings can't be read: ")
    assert reason in finding
    assert hint in site.text
    assert "Traceback" not in site.text


def test_an_exception_without_words_is_told_by_its_name(build):
    lines = "class Odd(Exception):\n    def __str__(self):\n        return 1 / 0\n\nraise Odd\n"
    site = build(FILES, f"from rostrum.defaults import *\n{lines}")
    assert site.findings == ["pelicanconf.py:6:1: error[setting]: the settings can't be read: Odd"]


def test_settings_that_are_no_python_have_a_hint(build):
    site = build(FILES, 'SITENAME = "Blog\n')
    assert site.findings[0].startswith("pelicanconf.py:1:12: error[setting]: the settings are not")
    assert "hint: Look for a quote, bracket or comma that is missing here" in site.text

"""The reference pages name every code, key and setting there is, and none that is not."""

from __future__ import annotations

import ast
import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.images import PIXEL

from rostrum import defaults
from rostrum.config import settings
from rostrum.config.admin_settings import Admin
from rostrum.config.setting_types import Giscus
from rostrum.config.settings import Settings
from rostrum.core.diagnostic_codes import CHANGEABLE, FIXED
from rostrum.core.model import CommentStatus, PersonLevel, Status
from rostrum.reading import fields, role_fields
from rostrum.schema.schema import Schema

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "plugins" / "rostrum"
CALLS = {
    "_Wording": 0,
    "error": 0,
    "warning": 0,
    "note": 0,
    "_tell": 0,
    "Invalid": 0,
    "OutputError": 0,
    "one_of": 1,
}
CALLS |= {"Unusable": 0, "Flaw": 0}
KINDS = {
    "Posts": fields.POST.fields,
    "Pages": fields.PAGE.fields,
    "People": fields.PERSON.fields,
    "Series": fields.SERIES.fields,
    "Comments": fields.COMMENT.fields,
    "Roles with dates": role_fields.ROLE_FIELDS,
    "Pictures": fields.PICTURE_FIELDS,
}


def read(page: str) -> str:
    return (ROOT / "docs" / page).read_text("utf-8")


def rows(text: str) -> dict[str, list[str]]:
    """Return the rows of the tables in a text by what stands in backticks in the first cell."""
    found = re.findall(r"^\| `([\w-]+)` \|(.*)\|$", text, re.MULTILINE)
    return {key: [cell.strip() for cell in rest.split(" | ")] for key, rest in found}


def section(page: str, title: str) -> str:
    """Return a page's text under a heading, up to the next one of its kind."""
    return re.split(r"^## ", read(page).partition(f"\n## {title}\n")[2], flags=re.MULTILINE)[0]


def used_codes() -> Iterator[str]:
    """Yield each code that the package's own code gives to a diagnostic."""
    for file in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(file.read_text("utf-8"))
        named = {
            node.targets[0].id: node.value.value
            for node in tree.body
            if isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Name)
            and isinstance(node.value, ast.Constant)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                yield from codes_of(node, named)


def codes_of(call: ast.Call, named: dict[str, object]) -> Iterator[str]:
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    if name == "_":  # a message may have a value of that name
        return
    given = [keyword.value for keyword in call.keywords if keyword.arg == "code"]
    if name == "Diagnostic" and len(call.args) > 2:
        given.append(call.args[2])
    elif name == "MessageProblem" and len(call.args) > 1:
        given.append(call.args[1])
    elif name in CALLS and len(call.args) > CALLS[name]:
        given.append(call.args[CALLS[name]])
    for node in given:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.Name) and node.id in named:
            yield str(named[node.id])
        elif isinstance(node, ast.JoinedStr):  # f"{key}-twice"
            last = node.values[-1]
            assert isinstance(last, ast.Constant)
            yield f"*{last.value}"


def test_every_code_in_use_is_in_the_table_of_codes():
    known = {*FIXED, *CHANGEABLE}
    used = {code for code in used_codes() if code}
    exact = {code for code in used if not code.startswith("*")}
    endings = tuple(code[1:] for code in used if code.startswith("*"))
    assert exact - known == set()
    assert {code for code in known - exact if not code.endswith(endings)} == set()


def test_a_code_is_fixed_or_can_be_changed():
    assert FIXED & CHANGEABLE.keys() == set()


def test_every_code_is_explained_and_none_is_stale():
    assert sorted(rows(read("diagnostics.md"))) == sorted([*FIXED, *CHANGEABLE])


@pytest.mark.parametrize("code", sorted([*FIXED, *CHANGEABLE]))
def test_a_code_is_explained_with_its_level(code):
    level, meaning, action, may_change = rows(read("diagnostics.md"))[code]
    assert meaning
    assert action
    assert may_change == ("yes" if code in CHANGEABLE else "no")
    if code != "pelican":
        assert level.startswith("error" if code in FIXED else CHANGEABLE[code])


@pytest.mark.parametrize("title", KINDS)
def test_every_key_of_front_matter_is_documented(title):
    documented = rows(section("front-matter.md", title))
    assert list(documented) == [key for key in documented if key in KINDS[title]]
    assert sorted(documented) == sorted(KINDS[title])
    required = {key: "yes" if field.required else "no" for key, field in KINDS[title].items()}
    assert {key: cells[1] for key, cells in documented.items()} == required


def test_every_choice_of_front_matter_is_documented():
    text = read("front-matter.md")
    for kind in (Status, CommentStatus, PersonLevel):
        assert " | ".join(["", ", ".join(f"`{value}`" for value in kind), ""]) in text


def test_the_examples_of_front_matter_build_without_a_remark(build):
    found = re.findall(
        r"^`content/(\S+)`:\n\n```markdown\n(.*?)^```", read("front-matter.md"), re.M | re.S
    )
    assert len(found) == 11
    settings = {"ROSTRUM": {"levels": {"image-card": "off"}}}  # a picture of one pixel
    site = build({**dict(found), "images/halle.jpg": PIXEL}, settings)
    assert (site.exitcode, site.findings) == (0, [])
    assert site.page("2026/11/mut-ein-anfang/").h1.get_text(strip=True) == "Mut: ein Anfang"
    assert len(site.outcome.site.posts) == 2


def test_every_setting_is_documented_with_its_default():
    text = section("settings.md", "ROSTRUM")
    documented = rows(text.partition("\n### ")[0])
    own = settings.SETTINGS
    assert sorted(documented) == sorted(own.fields)
    assert isinstance(own, Schema)
    assert {field.name for field in dataclasses.fields(Settings)} == set(own.fields)
    for key in own.fields:
        assert ast.literal_eval(documented[key][1].strip("`")) == getattr(Settings(), key)


@pytest.mark.parametrize(("key", "kind"), [("admin", Admin), ("giscus", Giscus)])
def test_every_key_of_a_setting_is_documented(key: str, kind: type[Admin | Giscus]):
    text = section("settings.md", "ROSTRUM").partition(f"\n### {key}\n")[2]
    documented = rows(text.partition("\n### ")[0])
    assert list(documented) == [field.name for field in dataclasses.fields(kind)]
    for field in dataclasses.fields(kind):
        default = documented[field.name][1]
        if field.default is dataclasses.MISSING:
            assert default == "required"
        else:
            assert ast.literal_eval(default.strip("`")) == field.default


def test_pelicans_settings_have_the_documented_defaults():
    documented = rows(section("settings.md", "Pelican's settings"))
    assert len(documented) > 10
    for key, cells in documented.items():
        assert ast.literal_eval(cells[0].strip("`")) == getattr(defaults, key)

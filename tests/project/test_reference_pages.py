"""The tables of the reference say what the code knows, and its examples are right."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from support.images import PIXEL

from rostrum.core.diagnostic_codes import CHANGEABLE, FIXED

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


def read(page: str) -> str:
    return (ROOT / "docs" / page).read_text("utf-8")


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


# The tables


TOOL = ROOT / "tools" / "reference.py"


@pytest.fixture(scope="module")
def reference():
    spec = spec_from_file_location("reference", TOOL)
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


PAGE = """\
## Keys

| key | required | meaning |
|---|---|---|
| `b` | no | Its words |
| `gone` | no | Of a key that is gone |
"""


def fill(reference, text, **options):
    rows = {"a": ("yes", reference.keep), "b": ("yes", reference.keep)}
    tables = {options.pop("heading", "Keys"): rows}
    known = reference.Reference("page.md", "key | required | meaning", tables, **options)
    return reference.fill(text, known)


def test_the_tables_are_what_the_tool_writes():
    done = subprocess.run(
        [sys.executable, str(TOOL), "--check"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_a_row_keeps_its_words_and_gets_the_facts(reference):
    text, _ = fill(reference, PAGE)
    assert "| `b` | yes | Its words |\n" in text
    assert "gone" not in text


def test_a_new_row_is_a_fault_until_it_has_words(reference):
    text, faults = fill(reference, PAGE)
    assert text.endswith("| `a` | yes |  |\n")
    assert faults == ['no words for "a"']
    assert fill(reference, text.replace("|  |", "| Words |"))[1] == []


def test_rows_stand_in_the_order_of_the_code_if_asked(reference):
    text, _ = fill(reference, PAGE, is_ordered=True)
    assert text.index("`a`") < text.index("`b`")


def test_a_table_may_choose_its_rows(reference):
    assert "`a`" not in fill(reference, PAGE, is_whole=False)[0]


def test_a_table_of_what_does_not_exist_is_a_fault(reference):
    text, faults = fill(reference, PAGE, heading="Others")
    assert text == PAGE
    assert sorted(faults) == ['a table of "Keys", which does not exist', 'no table of "Others"']


def test_rows_spread_over_tables_stand_once(reference):
    twice = f"{PAGE}\n{PAGE.replace('Keys', 'More')}"
    text, faults = fill(reference, twice, heading="")
    assert text.count("`b`") == 1
    assert text.endswith("|---|---|---|\n| `a` | yes |  |\n")
    assert faults == ['no words for "a"']


def test_a_row_of_too_many_cells_is_refused(reference):
    with pytest.raises(SystemExit, match="not as many cells"):
        fill(reference, PAGE.replace("Its words", "Its | words"))

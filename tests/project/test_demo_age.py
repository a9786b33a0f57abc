"""The demo and the README's sample stay true: nothing in them depends on the day of a build."""

import re
import shutil
from datetime import datetime
from pathlib import Path

import pytest
from support.demo import AS_OF, ROOT

from rostrum.build.options import BuildOptions
from rostrum.pelican_plugin.runner import run_build

YEARS = (0, 1, 5, 10)


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    """Build the demo as of some years later; return the output folders by number of years."""
    folder = tmp_path_factory.mktemp("demo")
    shutil.copy(ROOT / "pelicanconf.py", folder)
    for part in ("content", "theme"):
        shutil.copytree(ROOT / part, folder / part)
    for years in YEARS:
        day = datetime.fromisoformat(f"{AS_OF} 23:59")
        moment = day.replace(year=day.year + years)
        output = folder / f"output-{years}"
        options = BuildOptions(
            settings=folder / "pelicanconf.py", output=output, moment=moment, jobs=1
        )
        result = run_build(options)
        assert [str(diagnostic.message) for diagnostic in result.report] == []
        assert result.exitcode == 0
    return {years: folder / f"output-{years}" for years in YEARS}


def read_files(output: Path) -> dict[str, bytes]:
    files = (file for file in output.rglob("*") if file.is_file())
    return {file.relative_to(output).as_posix(): file.read_bytes() for file in files}


@pytest.mark.parametrize("years", YEARS[1:])
def test_the_demo_is_the_same_in_later_years(outputs, years):
    now, later = read_files(outputs[0]), read_files(outputs[years])
    assert [path for path in now if later.get(path) != now[path]] == []
    assert later.keys() == now.keys()


def test_the_demo_announces_parts_of_a_series(outputs):
    home = (outputs[10] / "index.html").read_text("utf-8")
    assert "Reverse Mentoring: Was mir Lehrlinge beibringen" in home


def test_the_post_of_the_readme_is_the_newest_of_the_demo():
    sample = re.search(r"^ *date: (.+)$", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    assert sample
    dates = [
        re.search(r"^date: (.+)$", file.read_text("utf-8"), re.MULTILINE)
        for file in (ROOT / "content" / "posts").rglob("*.md")
        if "status: draft" not in file.read_text("utf-8")
    ]
    published = [date[1] for date in dates if date and date[1] < "2099"]
    assert len(published) == 38
    assert max(published) < sample[1]

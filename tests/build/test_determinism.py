import json
import os
import pickle
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import FrozenInstanceError, fields, is_dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote

import pytest
from support.sites import ANNA, BEN, post, source, write_files, write_settings

from rostrum.build.environment import RenderEnvironment
from rostrum.build.options import BuildOptions
from rostrum.build.render_job import FileWriter
from rostrum.build.rendering import make_render_job
from rostrum.build.renditions import list_paths
from rostrum.build.result import BuildResult
from rostrum.cache.output_manifest import OutputManifest
from rostrum.core.hashing import digest
from rostrum.core.lazy_html import LazyHtml
from rostrum.pages.assets import AssetFinder
from rostrum.pelican_plugin.runner import run_build
from rostrum.renditions.plan import FOLDER
from rostrum.views.pages import View

ROOT = Path(__file__).parents[2]
LONG = 120  # seconds that a build may take on a busy machine
FILES = {
    "people/anna.md": ANNA,
    "people/ben.md": BEN,
    "series/lernen.md": source("Wie wir lernen.\n", title="Lernen", planned=[{"title": "Drei"}]),
    "comments/p1/001.md": source("Danke!\n", author="Eva", date="2026-11-19"),
    "comments/p1/002.md": source("Gern.\n", author="anna", date="2026-11-20", reply_to="001"),
    **{
        f"posts/p{number}{suffix}.md": post(
            f"Text {number}, [zum Nächsten]({{filename}}p{(number + 1) % 12}{suffix}.md).\n",
            title=f"Teil {number}",
            slug=f"teil-{number}",
            lang=lang,
            date=f"2026-{number % 9 + 1:02}-{number + 1:02} 09:00",
            authors=["anna", "ben"][: number % 2 + 1],
            tags=["Halle", "Werk", "Über uns", "Öl"][: number % 5],
            category=["Werk", "Markt", ""][number % 3] or None,
            series="lernen",
        )
        for number in range(12)
        for lang, suffix in (("de", ""), ("en", ".en"))
    },
}


def contents(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }


def build_apart(folder: Path, seed: str, *options: str, **environment: str) -> dict[str, bytes]:
    """Build a site in a process of its own; return what stands in its output folder."""
    command = [
        sys.executable,
        "-m",
        "rostrum",
        "build",
        "--as-of",
        "2026-11-22",
        "--lang",
        "en",
        *options,
    ]
    environment = {**os.environ, "PYTHONHASHSEED": seed, **environment}
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=LONG,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return contents(folder / "output")


@pytest.fixture
def folders(tmp_path):
    """Return two folders with the same site, its files written in different orders."""
    for name, files in (("one", FILES), ("two", dict(reversed(FILES.items())))):
        write_files(tmp_path / name / "content", files)
        write_settings(tmp_path / name / "pelicanconf.py", {})
    return tmp_path / "one", tmp_path / "two"


def test_deterministic_bytes_in_any_folder_process_worker_count(folders):
    one, two = folders
    first = build_apart(one, "1", "--jobs", "1")
    assert len(first) > 100
    for path in two.rglob("*"):
        os.utime(path, (1, 1))
    second = build_apart(two, "2", "--jobs", "2", TZ="Asia/Tokyo", LC_ALL="C", LANG="C")
    assert [name for name in first | second if first.get(name) != second.get(name)] == []


def test_deterministic_incremental_build_equals_clean_build(folders):
    one, two = folders
    write_files(one / "content", {"posts/p3.md": post("Etwas ganz anderes.\n", title="Anders")})
    build_apart(one, "1")
    write_files(one / "content", {"posts/p3.md": FILES["posts/p3.md"]})
    assert build_apart(one, "1") == build_apart(two, "2")


def test_a_build_tells_no_moment_but_the_one_it_was_given(folders):
    one, _ = folders
    before = datetime.now().astimezone()
    written = build_apart(one, "1")
    stamps = {
        moment.strftime(form).encode()
        for moment in (before, datetime.now().astimezone())
        for form in ("%Y-%m-%dT%H:%M", "%d %b %Y %H:%M")
    }
    assert [name for name, text in written.items() if any(it in text for it in stamps)] == []


# Every view of the demo


@pytest.fixture(scope="module")
def demo() -> list[BuildResult]:
    """Return the results of two checks of the demo."""
    before = Path.cwd()
    os.chdir(ROOT)
    moment = datetime.fromisoformat("2026-11-22T09:00:00+01:00")
    try:
        results = [
            run_build(BuildOptions(moment=moment, jobs=1, check_only=True)) for _ in range(2)
        ]
    finally:
        os.chdir(before)
    return results


def views(result: BuildResult) -> list[tuple[str, View]]:
    assert result.checked
    job = make_render_job(result.checked.assembled, OutputManifest(Path(), Path()), Path())
    return [(each.file, each.make()) for each in job.files if not each.format]


def test_a_view_comes_back_equal_from_another_process(demo):
    found = views(demo[0])
    assert len(found) > 100
    for file, view in found:
        assert pickle.loads(pickle.dumps(view)) == view, file


def test_deterministic_views_give_deterministic_bytes(demo):
    config = demo[0].config
    writer = FileWriter(RenderEnvironment(config.theme, config.overrides))
    pairs = list(zip(views(demo[0]), views(demo[1]), strict=True))
    for (file, view), (other_file, other) in pairs:
        assert file == other_file
        assert view == other
        assert digest(view) == digest(other), file
    kinds = {type(view): (view, other) for (_, view), (_, other) in pairs}
    for view, other in kinds.values():
        assert writer.render(view) == writer.render(other)


def parts(value: object) -> Iterator[object]:
    """Yield a view and every view in it."""
    if is_dataclass(value):
        yield value
        for field in fields(value):
            yield from parts(getattr(value, field.name))
    elif isinstance(value, tuple):
        for item in value:
            yield from parts(item)


def test_every_view_is_frozen_and_holds_plain_values_only(demo):
    plain = (str, int, float, datetime, tuple, LazyHtml, type(None))
    seen: set[type] = set()
    for _, view in views(demo[0]):
        for part in parts(view):
            if type(part) not in seen:
                seen.add(type(part))
                with pytest.raises(FrozenInstanceError):
                    setattr(part, fields(part)[0].name, None)
            for field in fields(part):
                value = getattr(part, field.name)
                if field.name == "extra":  # an author's own keys
                    json.dumps(value)
                    continue
                assert is_dataclass(value) or isinstance(value, plain), (type(part), field.name)
    assert len(seen) > 20


def test_a_file_that_a_page_shows_or_links_to_is_an_asset_of_it(demo):
    config, pictures = demo[0].config, demo[0].checked.assembled.pictures
    writer, seen = FileWriter(RenderEnvironment(config.theme, config.overrides)), set()
    for file, view in views(demo[0]):
        html = writer.render(view).decode()
        paths = [*map(unquote, re.findall(r' (?:src|href|poster)="/([^"?#]+)', html))]
        for srcset in re.findall(r' srcset="([^"]+)', html):
            paths += [path.partition(" ")[0].removeprefix("/") for path in srcset.split(", ")]
        shown = {
            path for path in paths if path.startswith(FOLDER) or (config.content / path).is_file()
        }
        assets = AssetFinder().find(view)
        assert shown <= {path for asset in assets for path in list_paths(asset, pictures)}, file
        seen |= shown
    assert len(seen) > 10

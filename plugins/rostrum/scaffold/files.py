"""Make the files of a new blog from templates, and the demo's for an example."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from rostrum.core.files import PACKAGE
from rostrum.scaffold.blog import NewBlog
from rostrum.scaffold.editor import list_editor_files
from rostrum.scaffold.requirement import VENDOR_FOLDER
from rostrum.site.static_files import ADDRESSES

CI_FILES: Mapping[str, str] = {
    "github": ".github/workflows/publish.yml",
    "gitlab": ".gitlab-ci.yml",
}
"""The file that publishes on merge, for each system."""

CI_VERSION = 2
"""The version of these files; it is increased with each change that existing blogs need."""

_TEMPLATES = Path(__file__).with_name("templates")
_ENDING = ".jinja"


def list_files(blog: NewBlog) -> Mapping[str, bytes]:
    """Return the bytes of each file of a new blog by its path (POSIX).

    Raises OSError if the wheel of the kit can't be read.
    """
    folders = ["common", blog.lang]
    if blog.ci != "none":
        folders.append(blog.ci)
    texts = list_editor_files(blog.lang)
    for folder in folders:
        texts |= _render_folder(folder, blog)
    files = {path: text.encode() for path, text in texts.items()}
    files[f"content/{ADDRESSES}"] = b""  # no post is published yet
    if wheel := blog.requirement.wheel:
        files[f"{VENDOR_FOLDER}/{wheel.name}"] = wheel.read_bytes()
    return files


def make_ci_file(ci: str) -> tuple[str, bytes]:
    """Return the path (POSIX) and bytes of the file that publishes on merge, for a system."""
    (file,) = (_TEMPLATES / ci).rglob(f"*{_ENDING}")
    template = _make_environment().get_template(file.relative_to(_TEMPLATES).as_posix())
    return CI_FILES[ci], f"{template.render(ci_version=CI_VERSION).strip()}\n".encode()


def list_example_files(blog: NewBlog) -> Mapping[str, bytes]:
    """Return the files of a new blog with the content and settings of the demo.

    Raises OSError if one of them can't be read.
    """
    content, settings = _find_demo()
    files = {path: raw for path, raw in list_files(blog).items() if not path.startswith("content/")}
    for file in sorted(content.rglob("*")):
        if file.is_file():
            files[f"content/{file.relative_to(content).as_posix()}"] = file.read_bytes()
    # The demo's settings name the theme beside them; a blog has that of the installed kit.
    lines = settings.read_text(encoding="utf-8").splitlines(keepends=True)
    files["pelicanconf.py"] = "".join(line for line in lines if line[:5] != "THEME").encode()
    return files


def _find_demo() -> tuple[Path, Path]:
    """Return the content folder and settings of the demo: in the package if installed."""
    inside = PACKAGE / "demo"
    if inside.is_dir():
        return inside / "content", inside / "pelicanconf.py"
    repository = PACKAGE.parent.parent
    return repository / "content", repository / "pelicanconf.py"


def _render_folder(folder: str, blog: NewBlog) -> Iterator[tuple[str, str]]:
    """Yield path and text of each file of a folder of templates; an empty one is left out."""
    environment = _make_environment()
    root = _TEMPLATES / folder
    for file in sorted(root.rglob(f"*{_ENDING}")):
        template = environment.get_template(file.relative_to(_TEMPLATES).as_posix())
        if text := template.render(blog=blog, ci_version=CI_VERSION).strip("\n"):
            path = file.relative_to(root).as_posix().removesuffix(_ENDING)
            yield _fill_name(path, blog), text + "\n"


def _fill_name(path: str, blog: NewBlog) -> str:
    """Return the path of a file by that of its template: `people/(author-key).md`, `dot-github`."""
    names = {
        "dot-": ".",  # first, since the name of a person may hold it
        "(author-key)": blog.author_key,
        "(series-key)": blog.series_key,
        "(year)": str(blog.day.year),
    }
    for placeholder, name in names.items():
        path = path.replace(placeholder, name)
    return path


def _make_environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        undefined=StrictUndefined,
        block_start_string="[%",
        block_end_string="%]",
        variable_start_string="[[",
        variable_end_string="]]",
        comment_start_string="[#",
        comment_end_string="#]",
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,
    )
    environment.filters["yaml"] = _write_yaml
    environment.filters["python"] = partial(json.dumps, ensure_ascii=False)
    return environment


def _write_yaml(text: str) -> str:
    """Return a text as a YAML scalar on one line, in quotes only where it needs them."""
    return yaml.safe_dump(text, allow_unicode=True, width=10_000).removesuffix("\n...\n").strip()

"""Build the documentation as a site, with Rostrum's own theme, for `make docs`.

Each page of `docs/`, and each text beside it that they link to, becomes a page of a Rostrum site.
The page's first heading is its title. Nothing is kept: the site is made in a temporary folder.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
BESIDE = ("CHANGELOG.md", "CONTRIBUTING.md", "README.md", "SECURITY.md")
_TITLE = re.compile(r"\A# (?P<title>.+)\n+")
_LINK = re.compile(
    r"(?<!!)\[(?P<text>[^\]\n]*(?:\n[^\]\n]*)?)\]\((?P<target>[^)\s:#]+)(?P<part>#[^)\s]*)?\)"
)
_PICTURE = re.compile(r"!\[(?P<alt>[^\]\n]*)\]\((?P<target>[^)\s:]+)\)")


def main(output: Path) -> int:
    """Build the site into a folder; return the exit code of the build."""
    with tempfile.TemporaryDirectory(prefix="rostrum-docs-") as name:
        site = Path(name)
        for page in list_pages():
            file = site / "content" / "pages" / page.relative_to(ROOT)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(make_page(page), encoding="utf-8")
        shutil.copytree(ROOT / "docs" / "images", site / "content" / "images")
        shutil.copytree(Path(__file__).parent / "site", site, dirs_exist_ok=True)
        settings = ("--settings", str(site / "pelicanconf.py"))
        build = [sys.executable, "-m", "rostrum", "build", *settings, "--output", str(output)]
        done = subprocess.run([*build, "--strict"], check=False, stdout=subprocess.DEVNULL)
    return done.returncode


def list_pages() -> Iterator[Path]:
    """Yield the texts that become pages."""
    yield from sorted((ROOT / "docs").rglob("*.md"))
    yield from (ROOT / name for name in BESIDE)


def make_page(page: Path) -> str:
    """Return a text with front matter, and links that lead to pages only."""
    text = page.read_text(encoding="utf-8")
    title = _TITLE.match(text)
    assert title, page
    path = page.relative_to(ROOT).with_suffix("")
    is_index = path.as_posix() == "docs/README"
    keys = {
        "title": title["title"].replace("`", ""),
        "slug": "documentation" if is_index else "-".join(path.parts).lower().removeprefix("docs-"),
        "menu": is_index,
    }
    front_matter = yaml.safe_dump(keys, allow_unicode=True, sort_keys=False, width=1_000)
    pages = {*list_pages()}
    body = _LINK.sub(lambda link: _lead(link, page, pages), text[title.end() :])
    return f"---\n{front_matter}---\n\n{_PICTURE.sub(_show, body)}"


def _show(picture: re.Match[str]) -> str:
    """Return a picture of `docs/images/` by its place in the site."""
    return f"![{picture['alt']}]({{static}}/images/{Path(picture['target']).name})"


def _lead(link: re.Match[str], page: Path, pages: set[Path]) -> str:
    """Return a link to a page as it is, and the words alone of a link to another file."""
    target = (page.parent / link["target"]).resolve()
    return link[0] if target in pages else link["text"]


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if sys.argv[1:] else "public/docs").resolve()))

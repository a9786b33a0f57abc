"""A Rostrum site that stays from one build to the next, with its settings, output and cache."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from blog import Blog
from forms import write, write_blog
from measure import Cost, measured
from peers import environment, settings_text

FIRST_SITENAME: Final = "Blog"


@dataclass
class WarmSite:
    """Content and settings in a folder; what the kit keeps (``cache/``) lies beside them."""

    folder: Path
    blog: Blog
    settings: dict[str, Any]

    @property
    def content(self) -> Path:
        """Return the folder of the content."""
        return self.folder / "rostrum"

    @property
    def output(self) -> Path:
        """Return the folder that a build writes to."""
        return self.folder / "output"

    @property
    def overrides(self) -> Path:
        """Return the folder of the site's own templates."""
        return self.folder / "templates"

    def configure(self, **changed: Any) -> None:
        """Write the settings file, some of its settings changed."""
        self.settings |= changed
        write(self.folder / "pelicanconf.py", settings_text(self.settings))

    def build(self) -> Cost:
        """Build into the site's output, in a new process, and return what it cost."""
        return run_command(self.folder, "build")

    def check(self) -> Cost:
        """Check the content, in a new process, and return what it cost."""
        return run_command(self.folder, "check")

    def publish(self) -> Cost:
        """Publish what was built to a folder, in a new process, and return what it cost."""
        return run_command(self.folder, "publish")

    def clean_twin(self, folder: Path) -> "WarmSite":
        """Return a site with the same content and settings in a new folder, where nothing is."""
        twin = WarmSite(folder, self.blog, {})
        twin.configure(**self.settings | {"OUTPUT_PATH": str(twin.output)})
        return twin


def warm_site(folder: Path, blog: Blog) -> WarmSite:
    """Return a site with a blog that is written and not yet built."""
    site = WarmSite(folder, blog, {})
    write_blog(blog, folder, ["rostrum"])
    write(site.overrides / "partials" / "extra_body.html", "")
    site.configure(
        PATH=str(site.content),
        OUTPUT_PATH=str(site.output),
        SITENAME=FIRST_SITENAME,
        THEME_TEMPLATES_OVERRIDES=[str(site.overrides)],
        ROSTRUM={"targets": {"live": {"kind": "folder", "to": str(site.folder / "www")}}},
    )
    return site


def run_command(folder: Path, command: str) -> Cost:
    """Run a command on the site whose settings file is in a folder, and return what it cost."""
    words = [sys.executable, "-m", "rostrum", command]
    settings = ["--settings", str(folder / "pelicanconf.py")]
    return measured([*words, *settings], folder, environment(folder))

"""The dialect of Markdown, and the MARKDOWN setting."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from pelican.settings import DEFAULT_CONFIG

from rostrum.config.setting_types import DIALECTS
from rostrum.config.settings import Settings
from rostrum.core.translatable import Translatable
from rostrum.core.translatable import gettext_lazy as _
from rostrum.markdown.options import MARKDOWN_OPTIONS

DEFAULTS = "ROSTRUM_DEFAULTS"
"""Key set by rostrum.defaults."""

_PELICANS_MARKDOWN = deepcopy(DEFAULT_CONFIG["MARKDOWN"])


@dataclass(frozen=True, slots=True)
class MarkdownSettings:
    """The dialect of Markdown, and Python-Markdown's options, written in the settings or not.

    `python_markdown` are the options that the site has, or would have in that dialect.
    """

    dialect: str
    python_markdown: Mapping[str, Any]
    is_written: bool

    @property
    def options(self) -> Mapping[str, Any]:
        """The options in use: without effect in GitHub's dialect, so the site's do not count."""
        is_used = self.dialect == "python-markdown"
        return self.python_markdown if is_used else MARKDOWN_OPTIONS

    @property
    def notices(self) -> tuple[Translatable, ...]:
        """A line about a MARKDOWN setting without effect."""
        if not self.is_written or self.dialect == "python-markdown":
            return ()
        name = DIALECTS[self.dialect]
        return (_("MARKDOWN is not used: the texts are in %(dialect)s.", dialect=name),)


def find_markdown(
    settings: Mapping[str, Any], kit_settings: Settings, *, is_written: bool
) -> MarkdownSettings:
    """Return the dialect: that of ROSTRUM["markdown"], else the one suited to the other settings.

    GitHub's dialect suits a site with the kit's defaults and no MARKDOWN. Every other site has
    its texts in Python-Markdown already.
    """
    is_written = is_written or settings["MARKDOWN"] != _PELICANS_MARKDOWN
    has_defaults = not is_written and DEFAULTS in settings
    dialect = kit_settings.markdown or ("gfm" if has_defaults else "python-markdown")
    options = MARKDOWN_OPTIONS if has_defaults else _make_markdown_options(settings)
    return MarkdownSettings(dialect, options, is_written)


def _make_markdown_options(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return the MARKDOWN setting as arguments of Markdown()."""
    options = dict(settings["MARKDOWN"])
    configs = dict(options.get("extension_configs", {}))
    configs.pop("markdown.extensions.meta", None)
    names = [*options.get("extensions", ()), *configs]
    options["extension_configs"] = configs
    options["extensions"] = list(dict.fromkeys(names))
    return options

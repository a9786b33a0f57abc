"""Patterns of shortcodes and template tags of other systems, in plain text."""

from __future__ import annotations

HUGO = r"\{\{<.{0,500}?>\}\}|\{\{%.{0,500}?%\}\}"
"""Hugo's shortcodes (gohugo.io, "Shortcodes")."""

LIQUID = r"\{%(?!\}).{0,500}?%\}|\{\{(?![<%{]).{1,500}?\}\}"
"""Tags and output of Liquid, Jinja and Handlebars."""

WORDPRESS = (
    r"\[/?(?:audio|caption|embed|gallery|playlist|video)\](?![(\[:])"
    r"|\[[a-z][\w-]{0,40}(?:\s+[\w-]{1,40}="
    r"(?:\"[^\"\]]*\"|'[^'\]]*'|[“”″][^“”″\]]*[“”″]|[^\s\"'“”″\[\]]+))+\s*/?\](?![(\[:])"
)
"""WordPress's shortcodes (developer.wordpress.org, Shortcode API): own names with attributes."""

ANY = f"{HUGO}|{LIQUID}|{WORDPRESS}"

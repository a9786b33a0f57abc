"""Python-Markdown as the library ships it, with its own extensions and those of a site."""

from __future__ import annotations

from support.sites import ANNA, post

TEXT = """!!! note "Zur Lage"
    Die "Kantine" ist zu.

Ein Wort --- und ==markiert==.
"""
OWN = """
from markdown.extensions import Extension
from markdown.inlinepatterns import SimpleTagInlineProcessor

class Marked(Extension):
    def extendMarkdown(self, md):
        md.inlinePatterns.register(SimpleTagInlineProcessor(r"()==(.+?)==", "mark"), "mark", 175)

"""


def test_extensions_of_python_markdown_and_of_the_site_work(build):
    settings = (
        f"from rostrum.defaults import *\n{OWN}"
        "MARKDOWN = {'extensions': ['extra', 'admonition', 'smarty', Marked()]}\n"
        "SITEURL = 'https://blog.example'\n"
    )
    site = build({"people/anna.md": ANNA, "posts/a.md": post(TEXT)}, settings)
    assert site.exitcode == 0, site.text
    body = site.page("2026/11/hallo/").select_one(".e-content")
    assert body.select_one("div.admonition > p.admonition-title").get_text() == "Zur Lage"
    assert "Die “Kantine” ist zu." in body.get_text()
    assert body.mark.get_text() == "markiert"
    assert "Wort — und" in body.get_text()
    assert site.outcome.config.reading.dialect == "python-markdown"

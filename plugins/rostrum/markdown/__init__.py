"""From Markdown to HTML, with heading ids, footnotes, keywords and the places of links.

`dialects` makes the renderer of a dialect: Python-Markdown or GitHub's. Nothing here knows the
file a text comes from, or the site it is part of.
"""

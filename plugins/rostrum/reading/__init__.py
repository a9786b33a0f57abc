"""Read source files into typed content: front matter, fields, Markdown, and a cache of them.

`batch` reads files in worker processes; `cached` reuses cached results. This package has no
access to the site: `site` does all checks across several files.
"""

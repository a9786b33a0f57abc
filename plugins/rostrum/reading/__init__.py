"""From files to typed content: front matter, fields, Markdown, and the cache of all that.

`batch` reads files in worker processes, `cached` takes from the cache what is known. Nothing here
knows the site: what depends on other files is checked in `site`.
"""

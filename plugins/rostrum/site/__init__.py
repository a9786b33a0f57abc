"""Assemble the site at one moment: posts, lists, links, URLs, images and related posts.

`site.Site` is the assembled site. This package is independent of templates and content sources.
"""

"""Process HTML as text and as a tree: comments, URLs, tables, merging of documents.

Entry points: `text`, `fragments`, `absolute_urls`, `scrollable`, `comments`. This package does not
depend on the origin of the HTML or the page it is for.
"""

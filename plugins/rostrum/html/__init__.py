"""HTML as text and as a tree: comments, addresses, tables, merging of documents.

Entry points: `tree`, `absolute_urls`, `scrollable`, `comments`. Nothing here knows where the HTML
comes from or which page it is for.
"""

"""E-books of series: EPUB 3 files from HTML, pictures and labels.

`book` is the entry point. Nothing here knows series or posts.
"""

"""E-books of series: EPUB 3 files generated from HTML, pictures and labels.

`book` is the entry point. This package does not depend on series or posts.
"""

"""Jinja: the theme's templates, translations, cached fragments, and errors of templates.

`templates` is the entry point. Nothing here knows how views are made.
"""

"""Render with Jinja: templates, translations, cached fragments and template errors.

`templates` is the entry point. This package is independent of the construction of views.
"""

"""The template contract: all values available to templates, as frozen dataclasses.

`pages` has a view for each kind of page, `components` the parts of pages. `docs/templates.md`
documents them; a test compares both. This package does not make views.
"""

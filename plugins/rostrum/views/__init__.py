"""The template contract: all values available to templates, as frozen dataclasses.

`docs/templates.md` documents them; a test compares both. This package does not make views.
"""

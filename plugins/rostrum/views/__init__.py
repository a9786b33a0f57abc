"""The template contract: every value that a template can see, as frozen dataclasses.

`docs/templates.md` lists them, and a test compares both. Nothing here knows how views are made.
"""

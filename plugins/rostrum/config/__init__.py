"""The site's settings: every key of `ROSTRUM`, its type, its default.

`settings` is the entry point. Settings of Pelican's belong to `pelican_plugin`.
"""

"""Pelican: its signals, articles, settings and log. The only folder that imports it.

`signals.register` is what Pelican calls; `runner` runs Pelican with the kit in it.
"""

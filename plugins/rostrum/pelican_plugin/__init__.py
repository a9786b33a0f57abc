"""Integration with Pelican: signals, articles, settings and log.

No other subpackage imports Pelican.

Pelican calls `signals.register`; `runner` runs Pelican with the kit loaded.
"""

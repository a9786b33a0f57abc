"""Rostrum: a kit on Pelican for corporate blogs. As a Pelican plugin: PLUGINS = ["rostrum"]."""

from __future__ import annotations


def register() -> None:
    """Connect the kit to Pelican (Pelican calls this when it loads the plugin)."""
    from rostrum.pelican_plugin.signals import register as connect

    connect()

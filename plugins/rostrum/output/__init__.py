"""Writes an output folder: staging, comparison, removal, and the manifest of what is ours.

`writer.open_output` is the entry point. Nothing here knows what the files mean.
"""

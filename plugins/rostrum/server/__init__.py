"""The live preview: an HTTP server that builds on every change and reloads open pages.

`serve.serve_site` is the entry point.
"""

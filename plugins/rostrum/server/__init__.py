"""The live preview: an HTTP server with a build after each change and a reload of open pages.

`serve.serve_site` is the entry point.
"""

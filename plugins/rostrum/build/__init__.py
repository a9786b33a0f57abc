"""One build: read, assemble, check, render, publish.

`build` is the entry point; `config.Config` is what a build is told. Nothing here knows Pelican.
"""

"""One build: read, assemble, check, render, publish.

`build` is the entry point; `config.Config` configures a build. The package is independent of
Pelican.
"""

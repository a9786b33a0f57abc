"""Shared foundations: the content model, diagnostics, hashing and worker processes.

Entry points: `model`, `diagnostics.Report`, `hashing.digest`, `parallel`. This package is
independent of the other packages, of Pelican, and of the design of a site.
"""

"""What every other folder may use: the content model, diagnostics, hashing, worker processes.

Entry points: `model`, `diagnostics.Report`, `hashing.digest`, `parallel`. Nothing here knows any
other folder of the package, Pelican, or what a site looks like.
"""

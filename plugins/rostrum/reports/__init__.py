"""Findings in the formats of CI systems and code hosts.

Begin with `formats.FORMATS`: a table of the formats by name. Each module writes one of them; all
are functions of a `RepositoryReport`. Text for a terminal and plain JSON are in `core.diagnostics`.
The folder must not know how a report came about, nor touch the site's files.
"""

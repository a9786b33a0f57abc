"""Series: published and announced installments, and their checks.

Entry points: `installments`, `checks`. This package does not depend on pages or output files.
"""

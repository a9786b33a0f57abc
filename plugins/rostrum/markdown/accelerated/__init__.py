"""Parts of Python-Markdown made faster, with the same results (docs/decisions/0012)."""

"""People: roles over time, translations, the directory.

Entry points: `roles`, `translations`, `directory`. Independent of pages and files.
"""

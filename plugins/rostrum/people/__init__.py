"""People: roles over time, translations, the directory.

Entry points: `roles`, `translations`, `directory`. Nothing here knows pages or files.
"""

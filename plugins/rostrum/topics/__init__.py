"""Tags and categories: taxonomies, tag clouds and name checks.

Entry points: `topics`, `checks`, `similar_names`. Independent of pages and files.
"""

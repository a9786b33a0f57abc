"""Tags and categories: the taxonomies, tag clouds, and the checks of their names.

Entry points: `topics`, `checks`, `similar_names`. Nothing here knows pages or files.
"""

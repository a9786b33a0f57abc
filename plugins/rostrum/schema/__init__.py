"""How values of front matter and settings are declared and read.

`Schema` and `Field` declare the keys of a file; `schema.types` reads single values; a
`source_value` keeps the place of what was written. Nothing here knows which keys there are.
"""

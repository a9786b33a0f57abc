"""Declaration and reading of front matter and settings.

`Schema` and `Field` declare the keys of a file; `schema.types` reads single values; a
`source_value` keeps the location of a written value. This package defines no keys itself.
"""

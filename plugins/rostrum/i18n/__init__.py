"""The words of readers and editors in each language: one gettext domain, `rostrum`.

`catalogs.Catalogs` is the entry point. `locale/` holds the kit's catalogs; English is the language
of the messages themselves. This package is independent of templates and of who shows a message.
"""

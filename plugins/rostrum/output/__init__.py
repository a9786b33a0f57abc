"""Write an output folder: stage, compare and remove files, and keep a manifest of them.

`writer.open_output` is the entry point. This package does not depend on the files' meaning.
"""

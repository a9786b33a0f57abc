"""The `rostrum` program and its commands.

`commands.main` is the entry point. A command parses its options and reports the results; other
packages do the work, such as `build` and `server`.
"""

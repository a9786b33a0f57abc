"""The `rostrum` program and its commands.

`commands.main` is the entry point. A command reads its options and reports; what it does is in
the folder of its capability.
"""

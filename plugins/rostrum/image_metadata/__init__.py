"""Metadata of pictures: what a camera or a program wrote beside the picture itself.

Each module knows one format, and removes metadata without decoding the picture: its compressed
data stay byte for byte. They keep lists of what stays, never of what goes, so that a kind of
metadata that nobody thought of goes too.
"""

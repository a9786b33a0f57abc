"""Remove metadata from images, as added by cameras and programs.

Each module handles one format, and removes metadata without decoding the image: its compressed data
are unchanged, byte for byte. The modules use allowlists, never blocklists, so that unknown kinds of
metadata are removed too.
"""

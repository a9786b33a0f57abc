"""Shared test helpers: sites in memory, the demo, the server, edits, pictures."""

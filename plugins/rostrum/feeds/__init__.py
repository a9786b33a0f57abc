"""Feeds: their data model, their output formats, and the URLs in their content."""

"""Feeds: what they hold, how they are written, and the addresses in their texts."""

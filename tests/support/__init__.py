"""What tests share: sites in memory, the demo, the server, edits, pictures."""

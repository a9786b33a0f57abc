"""Cross-posts: the exact text of each post's announcement per network, and a record of sent ones.

`networks` defines the networks, `compose` writes a message, `plan` collects the messages of all
new posts, and `ledger` reads the record of sent messages. No module in this package sends
anything.
"""

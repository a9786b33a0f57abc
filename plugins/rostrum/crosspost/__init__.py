"""Cross-posts: the exact text that announces a post on each network, and what was sent already.

`networks` is the table of networks, `text` writes a message, `plan` collects the messages of all
new posts and shows them, `ledger` knows what went out. Nothing here sends anything.
"""

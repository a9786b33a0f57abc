"""The assembled site at one moment: its posts, lists, links, URLs, images, related posts.

`site.Site` is the assembled site. Nothing here knows templates, or where content was read from.
"""

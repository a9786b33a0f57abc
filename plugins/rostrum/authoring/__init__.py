"""Write and change source files for their authors: new texts, addresses and links.

Entry points: `new_texts`, `addresses`, `published_posts`, `links`. Pure: all changes are
values, which the commands write.
"""

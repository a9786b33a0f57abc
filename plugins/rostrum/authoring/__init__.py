"""Write and change source files for their authors: new texts, and edits of front matter.

Entry points: `front_matter`, `addresses`. Pure: all changes are values, which the commands write.
"""

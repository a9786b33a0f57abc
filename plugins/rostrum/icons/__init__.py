"""The icons of a site: for tabs, bookmarks and the home screens of telephones.

Entry points: `plan.list_icons` says which files there are, `draw.make_icons` draws them, from a
picture of the site or its initials. This package does not know pages or templates.
"""

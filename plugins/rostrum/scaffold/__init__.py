"""A new blog: the files that `rostrum init` writes for a company.

Entry points: `blog.NewBlog` holds the answers, `files.list_files` makes the files of a blog from
them, `folder.create` writes these into a folder, all of them or none. The folder `templates/` has
the files in Jinja, with `[[ … ]]` for values and `[% … %]` for statements, since the files for CI
use braces themselves.
"""

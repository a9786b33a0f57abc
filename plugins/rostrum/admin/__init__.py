"""An editor in the browser: page and configuration of Sveltia CMS, from the fields of texts.

Entry points: `config_file.make_config` describes a site's texts to the editor, `page.make_page`
writes its page with a policy, `editor_files.find_files` lists the files of the editor, if they are
installed. No module knows how a file of the output is written. The editor itself is in
`packages/pelican-rostrum-admin/`, and docs/admin.md says what it loads.
"""

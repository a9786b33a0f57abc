"""What `rostrum doctor` looks at: the installation, and files of a blog older than the kit.

Entry points: `installation.describe` lists what is installed; `overrides`, `ci_files` and
`requirements` report what has fallen behind, as findings like those of a check.
"""

"""For a company's own `tasks.py`: `from rostrum.commands import namespace`."""

from rostrum.cli.commands import namespace as namespace

"""`python -m rostrum` is `rostrum`."""

from rostrum.cli.commands import main

main()

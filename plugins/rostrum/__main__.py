"""`python -m rostrum` is `rostrum`."""

from rostrum.commands import main

main()

"""The program `rostrum`, also as `python -m rostrum`."""

from __future__ import annotations

from rostrum.cli.interrupts import end_at_interrupt


def main() -> None:
    """Run the program."""
    end_at_interrupt()
    from rostrum.cli.commands import main as run_program  # slow

    try:
        run_program()
    finally:
        end_at_interrupt()


if __name__ == "__main__":
    main()

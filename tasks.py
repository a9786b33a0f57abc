"""The commands for Invoke: `invoke build` here is `rostrum build` anywhere."""

from rostrum.commands import namespace

__all__ = ["namespace"]

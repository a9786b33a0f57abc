"""A connection by SSH for SFTP, with the user's own keys, known hosts and configuration."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rostrum.core.diagnostics import shorten
from rostrum.core.system_errors import describe_error
from rostrum.core.translatable import gettext_lazy as _
from rostrum.publishing.target import TargetError

if TYPE_CHECKING:
    from paramiko import SSHClient

PASSWORD = "ROSTRUM_SFTP_PASSWORD"
"""The environment variable with the password, for hosts that accept no keys."""

_PATIENCE = 20  # seconds for each step of a connection
_URL = re.compile(r"sftp://(?:([^@/]+)@)?([^:/]+)(?::(\d+))?(/.*)?")
_PLACE = re.compile(r"(?:([^@/]+)@)?([^:/]+):(.*)")


@dataclass(frozen=True, slots=True)
class HostFolder:
    """A folder of a host; `user` and `port` are empty and 0 if ssh's configuration says them."""

    host: str
    folder: str
    user: str = ""
    port: int = 0


def parse_address(text: str) -> HostFolder:
    """Return the address in `user@host:/folder` or `sftp://user@host:port/folder`.

    Raises TargetError.
    """
    if found := _URL.fullmatch(text):
        user, host, port, folder = found.groups()
        return HostFolder(host, folder or "", user or "", int(port or 0))
    if found := _PLACE.fullmatch(text):
        user, host, folder = found.groups()
        return HostFolder(host, folder, user or "")
    message = _('"%(value)s" is not a folder of a host', value=shorten(text))
    raise TargetError(message, _('It looks like "user@host:/folder".'))


def connect(address: HostFolder, environ: Mapping[str, str]) -> SSHClient:
    """Return a connection to a host; raises TargetError."""
    try:
        import paramiko
    except ImportError:
        raise TargetError(
            _("targets of the kind sftp need the library paramiko"),
            _('Install it: pip install "pelican-rostrum[sftp]".'),
        ) from None
    client = paramiko.SSHClient()  # refuses hosts that are not known
    home = Path(environ.get("HOME", "~")).expanduser()
    for file in (Path("/etc/ssh/ssh_known_hosts"), home / ".ssh/known_hosts"):
        if file.is_file():
            client.load_system_host_keys(str(file))
    host = address.host
    try:
        client.connect(**_find_options(address, home, environ.get(PASSWORD, "")))
    except paramiko.AuthenticationException:
        raise TargetError(
            _("%(host)s does not let the user in", host=host),
            _(
                "A key of ssh or its agent is used, or the password in the environment variable "
                "%(name)s.",
                name=PASSWORD,
            ),
        ) from None
    except paramiko.BadHostKeyException:
        raise TargetError(
            _("%(host)s has another key than in known_hosts", host=host),
            _("Ask the host whether its key was changed: it may be somebody else."),
        ) from None
    except (paramiko.SSHException, EOFError) as error:
        if "known_hosts" in str(error):
            hint = _("Connect once with ssh and compare the key, or add it to known_hosts.")
            raise TargetError(_("%(host)s is not in known_hosts", host=host), hint) from None
        raise TargetError(
            _("%(host)s can't be reached: %(reason)s", host=host, reason=str(error))
        ) from None
    except OSError as error:
        raise TargetError(
            _("%(host)s can't be reached: %(reason)s", host=host, reason=describe_error(error))
        ) from None
    return client


def _find_options(address: HostFolder, home: Path, password: str) -> dict[str, Any]:
    """Return how to connect: as the settings say, and what they don't as `~/.ssh/config` says."""
    import paramiko

    file = home / ".ssh/config"
    config = paramiko.SSHConfig.from_path(str(file)) if file.is_file() else paramiko.SSHConfig()
    known = config.lookup(address.host)
    return {
        "hostname": known.get("hostname", address.host),
        "port": address.port or int(known.get("port", 22)),
        "username": address.user or known.get("user"),
        "key_filename": None if password else known.get("identityfile"),
        "password": password or None,
        "look_for_keys": not password,
        "allow_agent": not password,
        "timeout": _PATIENCE,
        "banner_timeout": _PATIENCE,
        "auth_timeout": _PATIENCE,
    }

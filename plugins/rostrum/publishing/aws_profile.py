"""The profile of AWS's own programs: keys, region and endpoint from `~/.aws/`.

The library of the store reads the environment, and asks the instance for its role. These two files
it does not read.
"""

from __future__ import annotations

from collections.abc import Mapping
from configparser import ConfigParser, Error
from pathlib import Path

from rostrum.core.diagnostics import shorten
from rostrum.core.translatable import gettext_lazy as _
from rostrum.publishing.target import TargetError

_KEYS = {
    "aws_access_key_id": "access_key_id",
    "aws_secret_access_key": "secret_access_key",
    "aws_session_token": "session_token",
    "region": "region",
    "endpoint_url": "endpoint",
}
_OWN = ("AWS_ACCESS_KEY_ID", "AWS_WEB_IDENTITY_TOKEN_FILE")
"""With one of these in the environment, it has the credentials, and the profile is not asked."""


def read_profile(environ: Mapping[str, str]) -> dict[str, str]:
    """Return what the profile in use says, in the words of the store's library.

    Raises TargetError if AWS_PROFILE names a profile that has no keys.
    """
    name = environ.get("AWS_PROFILE", "default")
    home = Path(environ.get("HOME", "~")).expanduser() / ".aws"
    files = (
        (environ.get("AWS_CONFIG_FILE") or home / "config", f"profile {name}"),
        (environ.get("AWS_SHARED_CREDENTIALS_FILE") or home / "credentials", name),
    )
    read: dict[str, str] = {}
    for file, section in files:
        read |= _read_section(Path(file).expanduser(), section, name)
    if any(key in environ for key in _OWN):
        return {key: read[key] for key in ("region", "endpoint") if key in read}
    if "AWS_PROFILE" in environ and not read.keys() >= {"access_key_id", "secret_access_key"}:
        raise TargetError(
            _('the AWS profile "%(name)s" has no keys', name=shorten(name)),
            _('For SSO and roles: eval "$(aws configure export-credentials --format env)".'),
        )
    return read


def _read_section(file: Path, section: str, name: str) -> dict[str, str]:
    parser = ConfigParser(interpolation=None, default_section="")
    try:
        parser.read(file, "utf-8")
    except (Error, UnicodeDecodeError, OSError):
        message = _("%(file)s can't be read as a file of AWS profiles", file=str(file))
        raise TargetError(message) from None
    found = next((each for each in (section, name) if parser.has_section(each)), None)
    values = dict(parser.items(found)) if found else {}
    return {word: values[key] for key, word in _KEYS.items() if values.get(key)}

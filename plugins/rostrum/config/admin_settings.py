"""The setting of the editor in the browser, and its reader."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from rostrum.config.setting_types import word_of
from rostrum.core.diagnostics import SourceLocation, shorten
from rostrum.core.translatable import gettext_lazy as _
from rostrum.schema import types
from rostrum.schema.schema import Field, Invalid, Schema
from rostrum.schema.source_value import SourceValue

BACKENDS = ("github", "gitlab", "gitea")
"""The kinds of Git hosts; `gitea` is also Forgejo, such as Codeberg."""

HOSTS = {
    "github": "https://github.com",
    "gitlab": "https://gitlab.com",
    "gitea": "https://gitea.com",
}


@dataclass(frozen=True, slots=True)
class Admin:
    """The Git host of a site's texts, and how editors sign in there.

    `content` is the path of the content folder in the repository, empty for its path in the
    folder of the settings. `host` is the address of the company's own Git host. `auth` is the
    address of the service for signing in with GitHub, `app_id` the id of the application at GitLab
    or Gitea; without them, editors sign in by access tokens. With `review`, changes become pull
    requests.
    """

    backend: str
    repo: str
    branch: str = "main"
    content: str = ""
    host: str = ""
    auth: str = ""
    app_id: str = ""
    review: bool = False

    @property
    def can_sign_in(self) -> bool:
        """True if editors can sign in with the password of the Git host."""
        return bool(self.auth if self.backend == "github" else self.app_id)


def repository(cell: SourceValue) -> str:
    """Read the path of a repository at its host: `owner/name`, at GitLab with subgroups."""
    value = types.text(cell)
    if not re.fullmatch(r"[\w.-]+(?:/[\w.-]+)+", value):
        message = _('"%(value)s" is not the path of a repository', value=shorten(value))
        raise Invalid("setting", message, _('It looks like "owner/name".'))
    return value


def branch(cell: SourceValue) -> str:
    """Read the name of a branch."""
    value = types.text(cell)
    if not re.fullmatch(r"[\w./+-]+", value):
        message = _('"%(value)s" is not the name of a branch', value=shorten(value))
        raise Invalid("setting", message, _('It looks like "main".'))
    return value


def folder(cell: SourceValue) -> str:
    """Read the path of a folder in a repository."""
    value = types.text(cell).strip("/")
    if not value or not set(value.split("/")).isdisjoint(("", ".", "..")) or "\\" in value:
        message = _('"%(value)s" is not the path of a folder', value=shorten(value))
        raise Invalid("setting", message, _('It looks like "blog/content".'))
    return value


def origin(cell: SourceValue) -> str:
    """Read the address of a host, without a path (RFC 6454)."""
    value: str = types.web_address(cell).rstrip("/")
    parts = urlsplit(value)
    if not re.fullmatch(r"https?://[a-z0-9.-]+(?::[0-9]+)?", value) or not parts.hostname:
        message = _('"%(value)s" is not the address of a host alone', value=shorten(value))
        raise Invalid("setting", message, _('It looks like "https://git.company.example".'))
    return value


def _make(place: SourceLocation, **values: str | bool) -> Admin:
    return Admin(**values)  # type: ignore[arg-type]


_ADMIN = types.mapping_of(
    Schema(
        _("the setting admin"),
        _("the setting admin"),
        {
            "backend": Field(word_of(BACKENDS), required=True),
            "repo": Field(repository, required=True),
            "branch": Field(branch, default="main"),
            "content": Field(folder, default=""),
            "host": Field(origin, default=""),
            "auth": Field(origin, default=""),
            "app_id": Field(types.line_of(types.LONGEST_LABEL), default=""),
            "review": Field(types.flag, default=False),
        },
        how=_('Add "%(key)s" to it.'),
    ),
    _make,
)


def admin(cell: SourceValue) -> Admin:
    """Read the editor in the browser: its Git host, and how editors sign in."""
    read: Admin = _ADMIN(cell)
    if read.auth and read.backend != "github":
        message = _('"auth" is for GitHub; %(backend)s has "app_id"', backend=read.backend)
        raise Invalid("setting", message)
    if read.app_id and read.backend == "github":
        raise Invalid("setting", _('"app_id" is not for GitHub, which has "auth"'))
    if read.review and read.backend == "gitea":
        raise Invalid("setting", _('"review" is for GitHub and GitLab alone'))
    return read

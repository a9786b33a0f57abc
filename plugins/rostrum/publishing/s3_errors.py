"""What went wrong at a store like S3, from what its library says, as a TargetError."""

from __future__ import annotations

import re
from collections.abc import Callable

from rostrum.core.diagnostics import shorten
from rostrum.core.translatable import Translatable, verbatim
from rostrum.core.translatable import gettext_lazy as _
from rostrum.publishing.target import TargetError

_CODE = re.compile(r"(?:<Code>|\(code: )(\w{1,80})")
_MESSAGE = re.compile(r"<Message>([^<]{1,500})</Message>")
_STATUS = re.compile(r"status code: (\d{3})")
_CAUSE = re.compile(r'message: "((?:[^"\\]|\\.){1,200})"')
_NO_KEYS = (
    "169.254.169.254",
    "169.254.170.2",
    "fd00:ec2::254",
    "Missing AccessKeyId",
    "Missing SecretAccessKey",
)
"""The first are where AWS tells a machine its role: asked if there are no other credentials."""

_WRONG_KEYS = {
    *("InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "InvalidToken"),
    *("TokenRefreshRequired", "AuthFailure", "UnrecognizedClientException"),
}
_BUSY = {"SlowDown", "ServiceUnavailable", "TooManyRequests", "Throttling", "RequestLimitExceeded"}
_FORBIDDEN: dict[str, Callable[[str], Translatable]] = {
    "list": lambda place: _("the credentials do not allow to list %(place)s", place=place),
    "read": lambda place: _("the credentials do not allow to read from %(place)s", place=place),
    "write": lambda place: _("the credentials do not allow to write to %(place)s", place=place),
    "remove": lambda place: _(
        "the credentials do not allow to remove anything from %(place)s", place=place
    ),
}


def is_missing_bucket(error: Exception) -> bool:
    """Return True if the bucket is missing, not just an object."""
    return "NoSuchBucket" in str(error)


def explain(text: str, action: str, place: str) -> TargetError:
    """Return the error for what the library says; `action` is what was tried, see _FORBIDDEN."""
    code, status = _find(_CODE, text), _find(_STATUS, text)
    if code == "NoSuchBucket":
        return TargetError(
            _("there is no bucket for %(place)s", place=place),
            _("Check the name, the region and the endpoint; or make the bucket."),
        )
    if any(words in text for words in _NO_KEYS):
        return TargetError(
            _("there are no credentials for %(place)s", place=place),
            _("Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE."),
        )
    if code in _WRONG_KEYS or status == "401":
        return TargetError(
            _(
                "the store does not accept the credentials for %(place)s (%(code)s)",
                place=place,
                code=code or status,
            ),
            _("They come from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or from ~/.aws/."),
        )
    if code == "AccessDenied" or status == "403":
        return TargetError(
            _FORBIDDEN[action](place), _("docs/publishing.md lists the rights that are needed.")
        )
    if code in _BUSY or status in ("429", "503"):
        return TargetError(
            _("the store of %(place)s is too busy, also after some repetitions", place=place),
            _("Publish again later: what is there already is not transferred again."),
        )
    reason = verbatim(shorten(_find_reason(text)))
    if code or status:
        return TargetError(_("%(place)s: %(reason)s", place=place, reason=reason))
    return TargetError(_("%(place)s can't be reached: %(reason)s", place=place, reason=reason))


def _find_reason(text: str) -> str:
    """Return what the store answered, or why it did not, without addresses."""
    code, answer = _find(_CODE, text), _find(_MESSAGE, text)
    if code or answer:
        return f"{code}: {answer}"
    cause = _find(_CAUSE, text)
    if cause:
        return cause
    first = text.partition("\n")[0]
    return first.rpartition(" - ")[2].strip()


def _find(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found[1] if found else ""

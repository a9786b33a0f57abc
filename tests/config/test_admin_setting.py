"""The setting of the editor in the browser: what it takes, and what is said of a slip."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from support.sites import ANNA, Built, post

from rostrum.config.admin_settings import Admin

BASE = {"backend": "github", "repo": "company/blog"}


def read(build: Callable[..., Built], admin: Any) -> Built:
    settings = {"ROSTRUM": {"admin": admin, "levels": {"admin-missing": "off"}}}
    return build({"people/anna.md": ANNA, "posts/a.md": post()}, settings, check_only=True)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (BASE, Admin("github", "company/blog")),
        (
            {
                "backend": "gitlab",
                "repo": "company/web/blog",
                "branch": "release/1.x",
                "content": "/site/content/",
                "host": "https://git.company.example:8443/",
                "app_id": "a1b2",
                "review": True,
            },
            Admin(
                *("gitlab", "company/web/blog", "release/1.x", "site/content"),
                *("https://git.company.example:8443", "", "a1b2"),
                review=True,
            ),
        ),
        (None, None),
        ({}, None),
    ],
)
def test_the_setting_is_read(
    build: Callable[..., Built], written: Any, expected: Admin | None
) -> None:
    site = read(build, written)
    assert site.findings == []
    assert site.outcome.config
    assert site.outcome.config.settings.admin == expected


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"backend": "svn"}, '"svn" is not one of github, gitlab, gitea'),
        ({"repo": "blog"}, '"blog" is not the path of a repository'),
        ({"repo": "https://github.com/a/b"}, "is not the path of a repository"),
        ({"branch": "a b"}, '"a b" is not the name of a branch'),
        ({"content": "../x"}, '"../x" is not the path of a folder'),
        ({"host": "https://git.example/path"}, "is not the address of a host alone"),
        ({"host": "git.example"}, '"git.example" is not an address in the web'),
        ({"host": "https://a.example; script-src *"}, "is not"),
        ({"auth": "https://x.example'"}, "is not"),
        ({"app_id": "7"}, '"app_id" is not for GitHub, which has "auth"'),
        (
            {"backend": "gitlab", "auth": "https://x.example"},
            '"auth" is for GitHub; gitlab has "app_id"',
        ),
        ({"backend": "gitea", "review": True}, '"review" is for GitHub and GitLab alone'),
        ({"token": "x"}, 'the setting admin has no key "token"'),
    ],
)
def test_a_slip_is_an_error(
    build: Callable[..., Built], change: dict[str, Any], message: str
) -> None:
    (found,) = read(build, BASE | change).findings
    assert found.startswith("pelicanconf.py:7:")
    assert "error[" in found
    assert message in found


@pytest.mark.parametrize("key", BASE)
def test_a_missing_key_is_an_error(build: Callable[..., Built], key: str) -> None:
    admin = {name: value for name, value in BASE.items() if name != key}
    (found,) = read(build, admin).findings
    assert f'the setting admin has no "{key}"' in found

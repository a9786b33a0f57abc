"""The configuration of Sveltia CMS: the Git host, the collections, and what is written how."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from rostrum.admin.collections import TextFolders, list_collections
from rostrum.config.admin_settings import HOSTS, Admin

_APIS = {"github": "/api/v3", "gitlab": "/api/v4", "gitea": "/api/v1"}
"""Paths of the interfaces of a company's own hosts."""


@dataclass(frozen=True, slots=True)
class AdminSite:
    """What the editor is told of a site: its name and address, and where pictures go."""

    name: str
    url: str
    pictures: str = "images"


def make_config(admin: Admin, site: AdminSite, texts: TextFolders) -> dict[str, Any]:
    """Return the configuration of the editor, to be written as JSON."""
    several = len(texts.languages) > 1
    return {
        "backend": _make_backend(admin),
        **({"publish_mode": "editorial_workflow"} if admin.review else {}),
        "app_title": site.name,
        "site_url": site.url,
        "media_folder": texts.join(site.pictures),
        "public_folder": f"/{site.pictures}",
        "media_libraries": {
            "default": {"config": {"slugify_filename": True}},
            "stock_assets": {"providers": []},
        },
        "slug": {"encoding": "ascii", "clean_accents": True},
        "output": {"omit_empty_optional_fields": True},
        **({"i18n": _make_languages(texts.languages)} if several else {}),
        "collections": [*list_collections(texts)],
    }


def write_config(config: dict[str, Any]) -> bytes:
    """Return a configuration as a JSON file."""
    return (json.dumps(config, ensure_ascii=False, indent=1) + "\n").encode()


def _make_languages(languages: tuple[str, ...]) -> dict[str, Any]:
    """Return the languages: `post.md` is in the first one, `post.en.md` is its translation."""
    return {
        "structure": "multiple_files",
        "locales": list(languages),
        "default_locale": languages[0],
        "initial_locales": "default",
        "omit_default_locale_from_file_path": True,
    }


def _make_backend(admin: Admin) -> dict[str, Any]:
    backend: dict[str, Any] = {"name": admin.backend, "repo": admin.repo, "branch": admin.branch}
    if admin.host and admin.host != HOSTS[admin.backend]:
        backend["api_root"] = admin.host + _APIS[admin.backend]
        if admin.backend != "github":
            backend["base_url"] = admin.host
    if admin.auth:
        backend["base_url"] = admin.auth
    if admin.app_id:
        backend["app_id"] = admin.app_id
        backend |= {"auth_type": "pkce"} if admin.backend == "gitlab" else {}
    if not admin.can_sign_in:  # else it would ask a service of Netlify
        backend["auth_methods"] = ["token"]
    return backend

"""The page of the editor, with a Content-Security-Policy of its own."""

from __future__ import annotations

from html import escape

from rostrum.config.admin_settings import HOSTS, Admin

FOLDER = "admin/"
"""The folder of the editor below the output folder."""

PAGE = f"{FOLDER}index.html"
CONFIG = "config.json"

_PAGE = """\
<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex">
<meta name="referrer" content="same-origin">
<title>{title}</title>
<link rel="cms-config-url" type="application/json" href="{config}">
</head>
<body>
<script src="{script}"></script>
</body>
</html>
"""


def make_policy(admin: Admin) -> str:
    """Return the policy of the page: it loads from its own folder and from the Git host alone.

    Sveltia CMS writes its styles into the page, so `style-src` has `unsafe-inline`; scripts are
    those of the site alone. Pictures and files that are not saved yet are `blob:`.
    """
    host = admin.host or HOSTS[admin.backend]
    interface, avatars = host, host
    if host == HOSTS["github"]:
        interface, avatars = "https://api.github.com", "https://avatars.githubusercontent.com"
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self' 'unsafe-inline'",
            "font-src 'self'",
            f"img-src 'self' blob: data: {avatars}",
            "media-src blob:",
            "frame-src blob:",
            f"connect-src 'self' blob: data: {interface}",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def make_page(admin: Admin, title: str, lang: str, script: str) -> bytes:
    """Return the page of the editor; `script` is the path of its script in the same folder."""
    page = _PAGE.format(
        lang=escape(lang),
        policy=escape(make_policy(admin), quote=False),
        title=escape(title),
        config=CONFIG,
        script=escape(script),
    )
    return page.encode()

"""Stage the editor in the browser, if the site has one."""

from __future__ import annotations

import posixpath
from pathlib import Path

from rostrum.admin.collections import TextFolders
from rostrum.admin.config_file import AdminSite, make_config, write_config
from rostrum.admin.editor_files import DISTRIBUTION, SCRIPT, find_files
from rostrum.admin.page import CONFIG, FOLDER, PAGE, make_page
from rostrum.branding.stylesheet import version
from rostrum.build.assembly import AssembledSite
from rostrum.build.config import Config
from rostrum.config.admin_settings import Admin
from rostrum.core.diagnostics import Report, SourceLocation
from rostrum.core.translatable import gettext_lazy as _
from rostrum.i18n.catalogs import Messages
from rostrum.output.writer import Output


def write_admin(assembled: AssembledSite, output: Output) -> None:
    """Stage page, configuration and files of the editor; nothing without the extra `admin`."""
    config = assembled.config
    admin, files = config.settings.admin, find_files()
    if admin is None or not files:
        return
    lang = config.reading.lang
    words = config.messages.get(lang, Messages())
    name = config.settings.names.get(lang, config.info.name)
    script = files[SCRIPT].read_bytes()
    stem, _dot, suffix = SCRIPT.partition(".")
    published = f"{stem}-{version(script)}.{suffix}"
    title = words.gettext("Editor – %(name)s", name=name)
    site = AdminSite(title, config.info.url)
    texts = TextFolders(
        find_content(config, admin), config.folders, _list_languages(config), words.gettext
    )
    output.write(PAGE, make_page(admin, title, lang, published))
    output.write(FOLDER + CONFIG, write_config(make_config(admin, site, texts)))
    output.write(FOLDER + published, script)
    for path, file in files.items():
        if path != SCRIPT:
            output.write(FOLDER + path, file.read_bytes())


def find_content(config: Config, admin: Admin) -> str:
    """Return the path of the content folder in the repository; it may begin with `..`."""
    folder = Path(config.settings_file).parent if config.settings_file else config.root
    return admin.content or posixpath.relpath(config.content.as_posix(), folder.as_posix())


def check_admin(config: Config, place: SourceLocation, report: Report) -> None:
    """Report an editor that can't be published, or that would not find the texts."""
    admin = config.settings.admin
    if admin is None:
        return
    if not config.settings.render:
        message = _("there is no editor in the browser where Pelican makes the pages")
        report.warning("setting-unused", place, message, _('Remove "admin".'))
        return
    if not find_files():
        message = _(
            "there is no editor at %(folder)s: the package %(package)s is not installed",
            folder=f"/{FOLDER}",
            package=DISTRIBUTION,
        )
        hint = _('Install it from where the kit came from, with its extra "admin".')
        report.warning("admin-missing", place, message, hint)
    if find_content(config, admin).startswith(".."):
        message = _("the content folder is not in the folder of the settings")
        hint = _('Name its path in the repository: "content": "texts".')
        report.error("setting", place, message, hint)


def _list_languages(config: Config) -> tuple[str, ...]:
    return tuple(dict.fromkeys((config.reading.lang, *config.reading.languages)))

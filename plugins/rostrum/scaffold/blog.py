"""What a new blog is about: the answers that its files are made from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rostrum.scaffold.requirement import Requirement

LANGUAGES = ("de", "en")
"""The languages that the texts of a new blog exist in."""

CI_SYSTEMS = ("github", "gitlab", "none")
"""The systems that files for publishing on merge exist for."""


@dataclass(frozen=True, slots=True)
class NewBlog:
    """The answers for a new blog.

    `author` and `series` are names as readers see them; `author_key` and `series_key` those of
    their files, `series` is empty for none. `url` is the address of the site without a last slash,
    `timezone` an IANA name, `day` the date of the first post there.
    """

    name: str
    lang: str
    author: str
    author_key: str
    url: str
    timezone: str
    day: date
    requirement: Requirement
    ci: str = "none"
    series: str = ""
    series_key: str = ""

"""What people change between two builds: a row each, with what must be seen on pages afterwards.

Each change takes a number that was not used before, and replaces what the same change left the
last time; so that every run of a build finds a site that it has never seen.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Final

from blog import Post
from forms import rostrum_post, write
from measure import Cost
from warm import WarmSite


@dataclass(frozen=True)
class Sign:
    """Words that a page (a path below the output) shows once a change has arrived there."""

    page: str
    words: str


@dataclass(frozen=True)
class Change:
    """A change: its words in the table, the function that makes it and returns its signs.

    ``run`` is the command whose cost is measured afterwards.
    """

    words: str
    make: Callable[[WarmSite, int], list[Sign]]
    run: Callable[[WarmSite], Cost] = WarmSite.build


def change_nothing(site: WarmSite, number: int) -> list[Sign]:
    """Leave everything as it is."""
    return [Sign(page_of(site.blog.posts[-1]), "<main")]


def change_text(site: WarmSite, number: int) -> list[Sign]:
    """Add a paragraph to the newest post, which is in all the feeds of its lists."""
    post, words = site.blog.posts[-1], f"Correction {number} of this post."
    write(site.content / post.path, rostrum_post(post, f"{site.blog.body(post)}\n{words}\n"))
    return [Sign(page_of(post), words)]


def change_unbuilt_text(site: WarmSite, number: int) -> list[Sign]:
    """Change the newest post as an author does who only checks it: no page shows that."""
    change_text(site, -number)
    return []


def change_published_text(site: WarmSite, number: int) -> list[Sign]:
    """Publish the site, then change the newest post and build: the page is to be seen there."""
    site.publish()
    signs = change_text(site, number)
    site.build()
    return [*signs, *(replace(sign, page=f"../www/current/{sign.page}") for sign in signs)]


def add_post(site: WarmSite, number: int) -> list[Sign]:
    """Add a post that is newer than all others, so that every list which it joins moves on."""
    newest = site.blog.posts[-1]
    post = replace(
        newest,
        number=len(site.blog.posts) + number,
        title=f"An added post, number {number}",
        slug=f"an-added-post-{number}",
        date=newest.date + timedelta(minutes=number),
    )
    write(site.content / post.path, rostrum_post(post, site.blog.body(post)))
    return [Sign(page_of(post), post.title), Sign("index.html", post.title)]


def change_template(site: WarmSite, number: int) -> list[Sign]:
    """Change a partial of the site's own that every page includes."""
    words = f"Edition {number} of the foot."
    write(site.overrides / "partials" / "extra_body.html", f"<p>{words}</p>\n")
    return [Sign("index.html", words), Sign(page_of(site.blog.posts[0]), words)]


def change_setting(site: WarmSite, number: int) -> list[Sign]:
    """Change the name of the site, which stands on every page and in every feed."""
    words = f"Blog, version {number}"
    site.configure(SITENAME=words)
    return [Sign("index.html", words), Sign(page_of(site.blog.posts[0]), words)]


CHANGES: Final[dict[str, Change]] = {
    "nothing": Change("nothing changed, new process", change_nothing),
    # Before "text", which writes the same post again: the build after it has one change to make.
    "check": Change("one post's text changed, rostrum check", change_unbuilt_text, WarmSite.check),
    "text": Change("one post's text changed, new process", change_text),
    "publish": Change(
        "one post's text changed and built, rostrum publish",
        change_published_text,
        WarmSite.publish,
    ),
    "post": Change("one post added", add_post),
    "template": Change("a template changed", change_template),
    "setting": Change("a setting changed (SITENAME)", change_setting),
}


def page_of(post: Post) -> str:
    """Return the path of a post's page below the output."""
    return f"{post.date:%Y/%m}/{post.slug}/index.html"


def unseen(output: Path, signs: Sequence[Sign]) -> list[str]:
    """Return what should be on the pages and is not, a text each."""
    return [f"{sign.page} does not show “{sign.words}”" for sign in signs if not seen(output, sign)]


def seen(output: Path, sign: Sign) -> bool:
    """Return whether a page is there and shows the words of a sign."""
    page = output / sign.page
    return page.is_file() and sign.words in page.read_text("utf-8")

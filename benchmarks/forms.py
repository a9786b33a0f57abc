"""The same blog as each peer wants to read it: a function for a post, one for the rest."""

import json
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from blog import Blog, Person, Post


def quoted(text: str) -> str:
    """Return the text as a YAML scalar in double quotes (JSON's strings are YAML's, YAML 1.2)."""
    return json.dumps(text, ensure_ascii=False)


def listed(texts: Iterable[str]) -> str:
    """Return the texts as a YAML list on one line."""
    return f"[{', '.join(quoted(text) for text in texts)}]"


def rostrum_post(post: Post, body: str) -> str:
    """Return a post with Rostrum's YAML front matter."""
    return (
        f"---\ntitle: {quoted(post.title)}\ndate: {post.date:%Y-%m-%d %H:%M}\n"
        f"authors: {listed(person.key for person in post.people)}\nslug: {post.slug}\n"
        f"category: {quoted(post.category)}\ntags: {listed(post.tags)}\n"
        f"summary: {quoted(post.summary)}\nlang: en\n---\n\n{body}"
    )


def rostrum_person(person: Person) -> str:
    """Return a person's file, below people/."""
    return (
        f"---\nname: {quoted(person.name)}\nrole: {quoted(person.role)}\n"
        f"unit: {quoted(person.unit)}\nlevel: {person.level}\n---\n\n{person.biography}\n"
    )


def pelican_post(post: Post, body: str) -> str:
    """Return a post with the ``Key: value`` lines of Python-Markdown's meta extension."""
    return (
        f"Title: {post.title}\nDate: {post.date:%Y-%m-%d %H:%M}\n"
        f"Authors: {', '.join(person.name for person in post.people)}\nSlug: {post.slug}\n"
        f"Category: {post.category}\nTags: {', '.join(post.tags)}\n"
        f"Summary: {post.summary}\nLang: en\n\n{body}"
    )


def hugo_post(post: Post, body: str) -> str:
    """Return a post with Hugo's front matter: months are a taxonomy, links begin at the root."""
    return (
        f"---\ntitle: {quoted(post.title)}\ndate: {post.date:%Y-%m-%dT%H:%M:%SZ}\n"
        f"authors: {listed(person.key for person in post.people)}\nslug: {post.slug}\n"
        f"categories: {listed([post.category])}\ntags: {listed(post.tags)}\n"
        f"months: {listed([post.month])}\nsummary: {quoted(post.summary)}\n---\n\n"
        f"{body.replace('{filename}/', '/')}"
    )


def hugo_person(person: Person) -> str:
    """Return the page of a term of the taxonomy ``authors``."""
    return (
        f"---\ntitle: {quoted(person.name)}\nslug: {person.key}\nrole: {quoted(person.role)}\n"
        f"unit: {quoted(person.unit)}\n---\n\n{person.biography}\n"
    )


def eleventy_post(post: Post, body: str) -> str:
    """Return a post with Eleventy's front matter; links begin at the root, as Hugo's do."""
    return (
        f"---\ntitle: {quoted(post.title)}\ndate: {post.date:%Y-%m-%dT%H:%M:%SZ}\n"
        f"authors: {listed(person.key for person in post.people)}\nslug: {post.slug}\n"
        f"category: {quoted(post.category)}\nterms: {listed(post.tags)}\n"
        f"summary: {quoted(post.summary)}\n---\n\n{body.replace('{filename}/', '/')}"
    )


@dataclass(frozen=True)
class Form:
    """How posts are written, and which files there are beside them, by path below the content."""

    post: Callable[[Post, str], str]
    others: Callable[[Blog], dict[str, str]]


def rostrum_others(blog: Blog) -> dict[str, str]:
    """Return the people's files."""
    return {f"people/{person.key}.md": rostrum_person(person) for person in blog.people}


def hugo_others(blog: Blog) -> dict[str, str]:
    """Return the people's pages, and the one that says that months have no feeds."""
    people = {f"authors/{who.key}/_index.md": hugo_person(who) for who in blog.people}
    months = "---\ntitle: Archives\ncascade:\n  outputs: [html]\n---\n"
    return people | {"months/_index.md": months}


def eleventy_others(blog: Blog) -> dict[str, str]:
    """Return the templates, which Eleventy wants among the content, and the people's names."""
    templates = Path(__file__).with_name("eleventy") / "site"
    paths = [path for path in templates.rglob("*") if path.is_file()]
    texts = {path.relative_to(templates).as_posix(): path.read_text("utf-8") for path in paths}
    people = {
        who.key: {"name": who.name, "role": who.role, "unit": who.unit, "text": who.biography}
        for who in blog.people
    }
    return texts | {"_data/people.json": json.dumps(people, ensure_ascii=False)}


FORMS: Final[dict[str, Form]] = {
    "rostrum": Form(rostrum_post, rostrum_others),
    "pelican": Form(pelican_post, lambda blog: {}),
    "hugo": Form(hugo_post, hugo_others),
    "eleventy": Form(eleventy_post, eleventy_others),
}


def write(path: Path, text: str) -> None:
    """Write a text file, and the folders above it where they are missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def write_blog(blog: Blog, folder: Path, names: Collection[str] = tuple(FORMS)) -> None:
    """Write the blog in these forms, below ``folder/FORM``; each post's text is made once."""
    for post in blog.posts:
        body = blog.body(post)
        for name in names:
            write(folder / name / post.path, FORMS[name].post(post, body))
    for name in names:
        for path, text in FORMS[name].others(blog).items():
            write(folder / name / path, text)

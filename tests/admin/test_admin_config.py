"""The configuration and the page of the editor, from the fields of texts."""

from __future__ import annotations

from typing import Any

import pytest

from rostrum.admin.collections import LEFT_OUT, TextFolders, list_collections
from rostrum.admin.config_file import AdminSite, make_config
from rostrum.admin.labels import KEYS, VALUES
from rostrum.admin.page import make_page, make_policy
from rostrum.config.admin_settings import Admin
from rostrum.reading import fields
from rostrum.reading.files import Folders
from rostrum.schema import types

SCHEMAS = {
    "posts": fields.POST,
    "pages": fields.PAGE,
    "people": fields.PERSON,
    "series": fields.SERIES,
}
GITHUB = Admin("github", "company/blog")


def collect(*languages: str, **folders: Any) -> dict[str, dict[str, Any]]:
    texts = TextFolders("content", Folders(**folders), languages or ("de", "en"), str)
    return {made["name"]: made for made in list_collections(texts)}


def fields_of(name: str, *languages: str) -> dict[str, dict[str, Any]]:
    return {field["name"]: field for field in collect(*languages)[name]["fields"]}


def every_field(made: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [*made, *(inner for field in made for inner in every_field(field.get("fields", [])))]


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_key_is_in_the_editor_or_left_out(name: str) -> None:
    assert fields_of(name).keys() == {*SCHEMAS[name].fields, "body"} - LEFT_OUT


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_field_and_value_has_a_label(name: str) -> None:
    for field in every_field(collect()[name]["fields"]):
        assert field["name"] in KEYS
        for option in field.get("options", []):
            assert isinstance(option, str) or option["value"] in VALUES


@pytest.mark.parametrize("name", SCHEMAS)
def test_dates_are_read_as_the_editor_writes_them(name: str) -> None:
    moments = {key for key, it in SCHEMAS[name].fields.items() if it.read is types.moment}
    made = fields_of(name)
    for key in moments - LEFT_OUT:
        assert made[key]["widget"] == "datetime"
        # With a time zone of its own, the editor writes 2026-11-18 as 2026-11-18 01:00.
        assert "input_timezone" not in made[key]
        assert made[key]["format"] == "YYYY-MM-DD HH:mm"


@pytest.mark.parametrize("name", SCHEMAS)
def test_no_widget_has_a_value_by_itself(name: str) -> None:
    for field in every_field(collect()[name]["fields"]):
        assert field["widget"] not in ("boolean", "keyvalue")
        assert "default" not in field


def test_authors_and_series_are_chosen_from_the_site() -> None:
    made = fields_of("posts")
    assert (made["authors"]["collection"], made["authors"]["multiple"]) == ("people", True)
    assert (made["series"]["collection"], made["series"]["multiple"]) == ("series", False)


def test_enumerations_are_lists_of_their_words() -> None:
    made = fields_of("posts")
    values = {key: [it["value"] for it in made[key]["options"]] for key in ("status", "comments")}
    assert values == {
        "status": ["published", "draft", "hidden"],
        "comments": ["open", "closed", "off"],
    }
    assert [it["value"] for it in made["contents"]["options"]] == [True, False]


def test_nested_values_have_fields_of_their_own() -> None:
    made = fields_of("posts")
    assert [field["name"] for field in made["changes"]["fields"]] == ["date", "text", "kind"]
    assert [field["required"] for field in made["changes"]["fields"]] == [True, True, False]
    picture = {field["name"]: field for field in made["image"]["fields"]}
    assert picture["src"]["widget"] == "image"
    assert picture["alt"]["required"]  # without it, check reports an error


def test_required_keys_are_required() -> None:
    made = fields_of("posts", "de")
    assert {key for key, field in made.items() if field["required"]} == {"title", "date"}


def test_a_translated_person_has_some_keys_alone() -> None:
    made = fields_of("people")
    shared = {key for key, field in made.items() if field["i18n"]}
    assert shared == {"name", "role", "unit", "roles", "summary", "quote", "body"}
    assert made["name"]["required"] == ["de"]
    assert all(field["i18n"] for key, field in fields_of("posts").items() if key != "lang")


def test_one_language_needs_no_translations() -> None:
    assert not collect("de")["posts"]["i18n"]
    assert "i18n" not in fields_of("posts", "de")["title"]
    texts = TextFolders("content", Folders(), ("de",), str)
    assert "i18n" not in make_config(GITHUB, AdminSite("x", "https://blog.example"), texts)


def test_each_folder_of_posts_is_a_collection() -> None:
    made = collect(posts=("blog", "news"))
    assert made["posts"]["folder"] == "content/blog"
    assert (made["posts-2"]["folder"], made["posts-2"]["label"]) == ("content/news", "Posts: news")
    whole = collect(posts=("",))["posts"]
    assert (whole["folder"], whole["nested"]["depth"]) == ("content", 1)


@pytest.mark.parametrize(
    ("admin", "backend"),
    [
        (GITHUB, {"auth_methods": ["token"]}),
        (
            Admin("github", "company/blog", auth="https://auth.example"),
            {"base_url": "https://auth.example"},
        ),
        (
            Admin("github", "company/blog", host="https://git.example"),
            {"api_root": "https://git.example/api/v3", "auth_methods": ["token"]},
        ),
        (
            Admin("gitlab", "company/blog", app_id="7"),
            {"app_id": "7", "auth_type": "pkce"},
        ),
        (
            Admin("gitea", "company/blog", host="https://git.example", app_id="7"),
            {
                "api_root": "https://git.example/api/v1",
                "base_url": "https://git.example",
                "app_id": "7",
            },
        ),
    ],
)
def test_the_host_is_that_of_the_setting(admin: Admin, backend: dict[str, Any]) -> None:
    texts = TextFolders("content", Folders(), ("de",), str)
    made = make_config(admin, AdminSite("x", "https://blog.example"), texts)
    usual = {"name": admin.backend, "repo": "company/blog", "branch": "main"}
    assert made["backend"] == usual | backend


def test_with_review_a_change_is_a_pull_request() -> None:
    texts = TextFolders("content", Folders(), ("de",), str)
    site = AdminSite("x", "https://blog.example")
    assert "publish_mode" not in make_config(GITHUB, site, texts)
    reviewed = make_config(Admin("github", "company/blog", review=True), site, texts)
    assert reviewed["publish_mode"] == "editorial_workflow"


@pytest.mark.parametrize(
    ("admin", "hosts"),
    [
        (GITHUB, {"https://api.github.com", "https://avatars.githubusercontent.com"}),
        (Admin("gitlab", "a/b"), {"https://gitlab.com"}),
        (Admin("github", "a/b", host="https://git.example"), {"https://git.example"}),
    ],
)
def test_the_policy_allows_the_git_host_alone(admin: Admin, hosts: set[str]) -> None:
    policy = make_policy(admin)
    assert {word.rstrip(";") for word in policy.split() if "://" in word} == hosts
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert (rules["default-src"], rules["script-src"]) == ("'none'", "'self'")
    assert [name for name, value in rules.items() if "unsafe" in value] == ["style-src"]


def test_the_page_is_no_page_for_search_engines() -> None:
    page = make_page(GITHUB, "A & B", "de", "x.js").decode()
    assert '<meta name="robots" content="noindex">' in page
    assert "<title>A &amp; B</title>" in page
    assert f'content="{make_policy(GITHUB)}"' in page

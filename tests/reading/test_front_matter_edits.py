"""A key of a front matter changes, and nothing else in the file does."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rostrum.core.diagnostics import Report
from rostrum.reading.front_matter import split_source
from rostrum.reading.front_matter_edits import extend_list, format_value, remove_key, set_value

YAML = "---\n# oben\ntitle: Hallo   # so\n\ntags:\n  - a\n  # mitten\n  - b\nslug: 'x'\n...\nText\n"


@pytest.mark.parametrize(
    ("source", "changed"),
    [
        (YAML, YAML.replace("slug: 'x'\n", "slug: neu\n")),
        ("---\ntitle: A\n---\nText", "---\ntitle: A\nslug: neu\n---\nText"),
        ("---\nSlug: alt # ja\n---\n", "---\nSlug: neu # ja\n---\n"),
        ("---\r\nslug: a\r\ntitle: A\r\n---\r\nT", "---\r\nslug: neu\r\ntitle: A\r\n---\r\nT"),
        ("\ufeff---\nslug:\n---\n", "\ufeff---\nslug: neu\n---\n"),
        ("---\nslug: |\n  a\n  b\ntitle: A\n---\n", "---\nslug: neu\ntitle: A\n---\n"),
        ("---\nslug: 'a # b'\n---\n", "---\nslug: neu\n---\n"),
        ("Title: A\nSlug: alt\n\nText", "Title: A\nSlug: neu\n\nText"),
        ("Title: A\n\nText", "Title: A\nSlug: neu\n\nText"),
        ("Title: A", "Title: A\nSlug: neu\n"),
    ],
)
def test_a_value_is_set_in_its_place(source: str, changed: str):
    assert set_value(source.encode(), "slug", "neu") == changed.encode()


@pytest.mark.parametrize("source", ["---\ntitle: [\n---\n", "---\ntitle: A\n", "\xff", "{}"])
def test_what_cant_be_read_is_not_changed(source: str):
    raw = source.encode("latin-1")
    assert set_value(raw, "slug", "neu") in (None, b"Slug: neu\n{}")


def test_an_inline_mapping_is_no_place_for_a_key():
    assert set_value(b"---\n{title: A, slug: b}\n---\n", "slug", "neu") is None


def test_a_key_goes_with_its_lines_and_leaves_comments():
    assert remove_key(YAML.encode(), "tags") == (
        b"---\n# oben\ntitle: Hallo   # so\n\nslug: 'x'\n...\nText\n"
    )
    assert remove_key(YAML.encode(), "lang") == YAML.encode()


@pytest.mark.parametrize(
    ("source", "changed"),
    [
        ("---\na: b\n---\n", '---\na: b\naliases: ["/x/"]\n---\n'),
        ("---\naliases: [/y/] # alt\n---\n", '---\naliases: ["/y/", "/x/"] # alt\n---\n'),
        ("---\naliases: /y/, /z/\n---\n", '---\naliases: ["/y/", "/z/", "/x/"]\n---\n'),
        ("---\naliases:\n- /y/\nb: c\n---\n", '---\naliases:\n- /y/\n- "/x/"\nb: c\n---\n'),
        (
            "---\naliases:\n    - /y/ # eins\n\n# unten\nb: c\n---\n",
            '---\naliases:\n    - /y/ # eins\n    - "/x/"\n\n# unten\nb: c\n---\n',
        ),
        ("Title: A\nAliases: /y/\n\nT", 'Title: A\nAliases: ["/y/", "/x/"]\n\nT'),
    ],
)
def test_a_list_gets_a_further_item(source: str, changed: str):
    raw = extend_list(source.encode(), "aliases", ["/x/"])
    assert raw == changed.encode()
    assert extend_list(raw, "aliases", ["/x/"]) == raw


TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=20)


@given(TEXTS, st.sampled_from([YAML, "---\ntitle: A\n---\n", "Title: A\n\nText\n"]))
def test_a_value_is_read_as_it_was_given_or_not_written(text: str, source: str):
    changed = set_value(source.encode(), "slug", text)
    if changed is not None:
        matter = split_source(changed, "", Report())
        assert str(matter.cells["slug"].to_plain()) == text


@given(TEXTS.filter(str.strip))
@example("\ufffe")
@example("a\x7f")
def test_a_text_in_yaml_is_always_the_same_text(text: str):
    raw = f"---\ntitle: {format_value(text)}\n---\n".encode()
    assert split_source(raw, "", Report()).cells["title"].to_plain() == text

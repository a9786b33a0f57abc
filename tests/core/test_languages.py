"""Language tags: which ones exist, how they are spelled, what they fall back to, their formats."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from babel import Locale, localedata
from hypothesis import given
from hypothesis import strategies as st

from rostrum.core.languages import (
    UnknownLanguageError,
    find_direction,
    find_locale,
    list_fallbacks,
    read_language,
    suggest_language,
)
from rostrum.core.locale_formats import Wording, name_languages
from rostrum.i18n.catalogs import Catalogs

MOMENT = datetime(2026, 1, 18, 17, 12, tzinfo=UTC)

TAGS = (
    *("de", "de-AT", "de-CH", "de-1996", "de-simple", "de-x-leicht", "de-u-co-phonebk", "en-GB"),
    *("pt-BR", "zh", "zh-Hant", "zh-Hant-HK", "zh-TW", "es-419", "es-MX", "sr-Latn-RS", "sr-ME"),
    *("ca-valencia", "nb", "nn", "ar", "he", "ja", "ko", "yue", "tlh", "tl", "en-001", "gsw-CH"),
)
CLDR = sorted(tag.replace("_", "-") for tag in localedata.locale_identifiers() if tag != "root")
KNOWN = st.sampled_from((*TAGS, *CLDR))


def read_or_hint(text: str) -> tuple[str, str]:
    try:
        return read_language(text), ""
    except UnknownLanguageError as wrong:
        return "", str(wrong.hint)


@given(KNOWN, st.randoms(use_true_random=False))
def test_language_tag_is_read_in_any_case(tag, chance):
    mixed = "".join(chance.choice([sign.lower(), sign.upper()]) for sign in tag)
    assert read_language(mixed) == read_language(tag)
    assert read_language(tag).lower() == tag.lower()


@pytest.mark.parametrize("tag", TAGS)
def test_language_tag_in_canonical_case_stays(tag):
    assert read_language(tag) == tag


@given(KNOWN)
def test_language_falls_back_to_shorter_and_existing_tags(tag):
    tag = read_language(tag)
    chain = list_fallbacks(tag)
    assert chain[0] == tag
    assert len(set(chain)) == len(chain)
    assert all(read_language(each) == each for each in chain)
    assert "-" not in chain[-1]


@given(KNOWN)
def test_language_formats_dates_numbers_names_and_messages(tag):
    wording = Wording(tag)
    assert wording.date(MOMENT) in wording.moment(MOMENT)
    assert wording.month(MOMENT)
    assert wording.weekday(MOMENT)
    assert wording.number(2078)
    assert wording.join(["A", "B"])
    assert wording.language(tag)
    assert name_languages([tag])[tag]
    assert Catalogs().load(tag).gettext("Home")


@given(st.text(max_size=80) | st.from_regex(r"[A-Za-z0-9]{1,9}([-_][A-Za-z0-9]{1,9}){0,4}\Z"))
def test_language_of_any_text_is_a_tag_or_an_error_with_a_hint(text):
    tag, hint = read_or_hint(text)
    meant = hint.split('"')[1] if hint.startswith("Did you mean") else tag
    assert tag or hint
    assert not meant or read_language(meant) == meant
    assert find_locale(tag)


@pytest.mark.parametrize(
    ("tag", "chain"),
    [
        ("de-AT", ("de-AT", "de")),
        ("es-MX", ("es-MX", "es-419", "es")),
        ("en-GB", ("en-GB", "en-001", "en")),
        ("zh-TW", ("zh-TW", "zh-Hant-TW", "zh-Hant", "zh")),
        ("zh-Hant-HK", ("zh-Hant-HK", "zh-Hant", "zh")),
        ("sr-ME", ("sr-ME", "sr-Latn-ME", "sr-Latn", "sr")),
        ("sr-RS", ("sr-RS", "sr")),
        ("de-1996", ("de-1996", "de")),
        ("de-AT-x-a-b", ("de-AT-x-a-b", "de-AT", "de")),
    ],
)
def test_language_fallbacks_follow_rfc_4647_and_cldr(tag, chain):
    assert list_fallbacks(tag) == chain


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        *(("de_AT", "de-AT"), ("de_AT.UTF-8", "de-AT"), ("de AT", "de-AT"), ("zh_TW", "zh-TW")),
        *(("deutsch", "de"), ("Deutsch", "de"), ("German", "de"), ("deutch", "de")),
        *(("français", "fr"), ("francais", "fr"), ("englisch", "en"), ("i-klingon", "tlh")),
        *(("deu", "de"), ("iw", "he"), ("eng-GB", "en-GB"), ("en-UK", "en-GB"), ("de-XX", "de")),
        *(("jp", "ja"), ("at", "de-AT"), ("cz", "cs"), ("gr", "el"), ("dk", "da")),
        *(
            (written, "")
            for written in ("xx", "x-private", "", "5", "true", "und", "mul", "ö" * 99)
        ),
    ],
)
def test_unknown_language_has_the_meant_one_in_its_hint(written, meant):
    with pytest.raises(UnknownLanguageError) as caught:
        read_language(written)
    hint = f'Did you mean "{meant}"?' if meant else "Languages look like"
    assert str(caught.value.hint).startswith(hint)


@pytest.mark.parametrize(
    ("tag", "known", "meant"),
    [
        ("de-AT", ["de", "en"], "de"),
        ("de", ["de-AT", "en"], "de-AT"),
        ("de-CH", ["de-AT", "en"], "de-AT"),
        ("fr", ["de", "en"], ""),
    ],
)
def test_language_absent_from_a_site_has_a_relative_in_it(tag, known, meant):
    assert suggest_language(tag, known) == meant


@pytest.mark.parametrize(
    ("tag", "moment"),
    [
        ("de", "18. Januar 2026, 17:12"),
        ("de-AT", "18. Jänner 2026, 17:12"),
        ("en-GB", "18 January 2026, 17:12"),
        ("zh-Hant", "2026年1月18日 下午5:12"),
        ("pt-BR", "18 de janeiro de 2026 17:12"),
        ("ja-AT", "2026年1月18日 17:12"),  # no locale of its own
    ],
)
def test_moment_is_worded_by_locale(tag, moment):
    assert Wording(tag).moment(MOMENT) == moment


def test_language_without_a_locale_has_english_formats():
    assert find_locale("tlh") == Locale("en")
    assert Wording("tlh").date(MOMENT) == "January 18, 2026"


def test_languages_with_the_same_name_are_told_apart():
    assert name_languages(["de", "en-GB"]) == {"de": "Deutsch", "en-GB": "English"}
    assert name_languages(["de", "de-AT", "de-simple", "zh-Hant"]) == {
        "de": "Deutsch (de)",
        "de-AT": "Deutsch (Österreich)",
        "de-simple": "Deutsch (de-simple)",
        "zh-Hant": "中文",
    }


def test_lang_attribute_names_the_direction_if_it_differs():
    assert [find_direction(tag) for tag in ("ar", "he", "ur-PK", "az-Arab", "de", "ja")] == [
        *["rtl"] * 4,
        *["ltr"] * 2,
    ]
    assert Wording("de").lang("ar") == ' lang="ar" dir="rtl"'
    assert Wording("ar").lang("de-AT") == ' lang="de-AT" dir="ltr"'
    assert Wording("ar").lang("he") == ' lang="he"'
    assert Wording("de").hreflang("ar") == ' hreflang="ar"'

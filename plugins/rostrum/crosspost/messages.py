"""The words of cross-posts and of their plan, in the languages that the kit speaks."""

from __future__ import annotations

from collections.abc import Mapping

_ENGLISH = {
    "part_of": "Part {part} of {total}",
    "part": "Part {part}",
    "title": "Cross-post plan",
    "lead": "What these posts will say on each network, exactly as it will be sent. "
    "This page sends nothing.",
    "nothing": "Nothing new: every post is out on every network.",
    "posts": "Posts in this plan",
    "posts_number": "{count} posts",
    "posts_number_one": "1 post",
    "texts_number": "{count} texts",
    "texts_number_one": "1 text",
    "errors_number": "{count} errors",
    "errors_number_one": "1 error",
    "warnings_number": "{count} warnings",
    "warnings_number_one": "1 warning",
    "of": "{used} of {maximum} {unit}",
    "over": "{over} too many",
    "characters": "characters",
    "escaped": "characters (with escapes)",
    "weighted": "characters (weighted)",
    "graphemes": "characters",
    "bytes": "bytes",
    "hashtags": "Hashtags",
    "none": "none",
    "link": "Link",
    "own": "own text",
    "composed": "composed from title and summary",
    "as_sent": "As sent, escaped",
    "request": "The whole request",
    "left_out": "Left out",
    "opted_out": "the post says {network}: false",
    "sent": "already posted on {date}",
    "apart": "Posts that go to no network",
    "error": "Error",
    "warning": "Warning",
    "crosspost-too-long": "the text for {network} has {used} {unit}, {over} more than the "
    "{maximum} it takes",
    "crosspost-too-long-hint": "Shorten the text under crosspost: {key} in the front matter.",
    "crosspost-link-too-long": "the link is too long for {network}, so its text goes without",
    "crosspost-link-too-long-hint": "Give the post a shorter slug.",
    "crosspost-link-plain": "{network} will not make a link of {link}",
    "crosspost-link-plain-hint": "Check the site's address: it needs a public domain.",
    "crosspost-empty": "the own text for {network} is empty, a composed one stands in",
    "crosspost-empty-hint": "Write a text, or false to leave {network} out.",
    "crosspost-unknown": 'there is no network "{network}"',
    "crosspost-unknown-hint": "Known: {known}.",
}

_GERMAN = {
    "part_of": "Teil {part} von {total}",
    "part": "Teil {part}",
    "title": "Was in die Netzwerke geht",
    "lead": "Was diese Beiträge in jedem Netzwerk sagen werden, genau wie es gesendet wird. "
    "Diese Seite sendet nichts.",
    "nothing": "Nichts Neues: Jeder Beitrag ist in jedem Netzwerk angekündigt.",
    "posts": "Beiträge in diesem Plan",
    "posts_number": "{count} Beiträge",
    "posts_number_one": "1 Beitrag",
    "texts_number": "{count} Texte",
    "texts_number_one": "1 Text",
    "errors_number": "{count} Fehler",
    "errors_number_one": "1 Fehler",
    "warnings_number": "{count} Warnungen",
    "warnings_number_one": "1 Warnung",
    "of": "{used} von {maximum} {unit}",
    "over": "{over} zu viel",
    "characters": "Zeichen",
    "escaped": "Zeichen (mit Maskierung)",
    "weighted": "Zeichen (gewichtet)",
    "graphemes": "Zeichen",
    "bytes": "Bytes",
    "hashtags": "Hashtags",
    "none": "keine",
    "link": "Link",
    "own": "eigener Text",
    "composed": "aus Titel und Zusammenfassung gebildet",
    "as_sent": "So gesendet, maskiert",
    "request": "Die ganze Anfrage",
    "left_out": "Ausgelassen",
    "opted_out": "im Beitrag steht {network}: false",
    "sent": "schon veröffentlicht am {date}",
    "apart": "Beiträge, die in kein Netzwerk gehen",
    "error": "Fehler",
    "warning": "Warnung",
    "crosspost-too-long": "der Text für {network} hat {used} {unit}, {over} mehr als die "
    "erlaubten {maximum}",
    "crosspost-too-long-hint": "Den Text unter crosspost: {key} im Kopf des Beitrags kürzen.",
    "crosspost-link-too-long": "der Link ist zu lang für {network}, der Text geht ohne ihn hinaus",
    "crosspost-link-too-long-hint": "Dem Beitrag einen kürzeren slug geben.",
    "crosspost-link-plain": "{network} wird aus {link} keinen Link machen",
    "crosspost-link-plain-hint": "Die Adresse der Site prüfen: sie braucht eine öffentliche "
    "Domain.",
    "crosspost-empty": "der eigene Text für {network} ist leer, ein gebildeter vertritt ihn",
    "crosspost-empty-hint": "Einen Text schreiben, oder false, um {network} auszulassen.",
    "crosspost-unknown": "ein Netzwerk „{network}“ gibt es nicht",
    "crosspost-unknown-hint": "Bekannt sind {known}.",
}

WORDS: Mapping[str, Mapping[str, str]] = {"en": _ENGLISH, "de": _GERMAN}


def known_language(lang: str) -> str:
    """Return the language whose words stand in for `lang`: itself, its primary one, English."""
    primary = lang.partition("-")[0].lower()
    return primary if primary in WORDS else "en"


def say(key: str, lang: str, /, **values: object) -> str:
    """Return a phrase in a language, its places filled; a `count` of 1 takes its own form."""
    words = WORDS[known_language(lang)]
    one = f"{key}_one" if values.get("count") == 1 else key
    return words.get(one, words[key]).format(**values)

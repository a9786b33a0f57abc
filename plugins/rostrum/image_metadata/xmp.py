"""XMP: read creator, copyright and credit, and write a packet with these properties only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
}
_KEPT = {
    "dc:creator": "Seq",
    "dc:rights": "Alt",
    "photoshop:Credit": "",
    "xmpRights:Marked": "",
    "xmpRights:UsageTerms": "Alt",
    "xmpRights:WebStatement": "",
}
"""The retained properties, and the array type of each (XMP 1, 8; IPTC Core 1.4)."""
_LONGEST = 1_000_000  # maximum bytes of a packet to parse

_Values = list[tuple[str, str]]  # language or nothing, and text


@dataclass(frozen=True, slots=True)
class Rights:
    """The texts of a packet that name who is to be credited, and what a reader may do."""

    creator: str = ""
    credit: str = ""
    usage_terms: str = ""
    web_statement: str = ""


def keep_credits(packet: bytes) -> bytes:
    """Return a packet reduced to its credits; empty if it has none.

    A packet counts as empty if it is damaged, has a document type, or exceeds 1,000,000 bytes.
    """
    properties = {name: values for name in _KEPT if (values := _find(_parse(packet), name))}
    return _write(properties).encode() if properties else b""


def read_rights(packet: bytes) -> Rights:
    """Return what a packet says of credit and licence; several creators are joined by commas.

    Of a text in several languages the default one counts, else the first.
    """
    found = _parse(packet)
    creators = ", ".join(text for _, text in _find(found, "dc:creator"))
    texts = (
        _choose_default(_find(found, name))
        for name in ("photoshop:Credit", "xmpRights:UsageTerms", "xmpRights:WebStatement")
    )
    return Rights(creators, *texts)


def _choose_default(values: _Values) -> str:
    by_lang = dict(reversed(values))
    return by_lang.get("x-default", values[0][1] if values else "")


def write_credits(creator: str, credit: str, copyright: str) -> bytes:
    """Return a packet with the given credits; empty if there are none."""
    given = {"dc:creator": creator, "dc:rights": copyright, "photoshop:Credit": credit}
    properties = {name: [("", text)] for name, text in given.items() if text}
    return _write(properties).encode() if properties else b""


def _parse(packet: bytes) -> list[ElementTree.Element]:
    """Return the descriptions of the image itself, without those of its sources."""
    if len(packet) > _LONGEST:
        return []
    try:
        text = packet.decode("utf-8-sig").strip(" \t\r\n\0")
        if "<!DOCTYPE" in text:  # entities could inflate the text
            return []
        root = ElementTree.fromstring(text)
    except (ValueError, ElementTree.ParseError):
        return []
    top = root if root.tag == f"{_RDF}RDF" else root.find(f"{_RDF}RDF")
    return [] if top is None else top.findall(f"{_RDF}Description")


def _find(descriptions: list[ElementTree.Element], name: str) -> _Values:
    prefix, _, local = name.partition(":")
    tag = f"{{{_NAMESPACES[prefix]}}}{local}"
    for description in descriptions:
        values = [("", description.get(tag, ""))]
        values += [pair for item in description.findall(tag) for pair in _read_values(item)]
        if kept := [(lang, text.strip()) for lang, text in values if text.strip()]:
            return kept
    return []


def _read_values(item: ElementTree.Element) -> Iterator[tuple[str, str]]:
    entries = item.findall(f"*/{_RDF}li")
    for entry in entries or [item]:
        yield entry.get(_LANG, ""), entry.text or ""


def _write(properties: dict[str, _Values]) -> str:
    spaces = "".join(f' xmlns:{key}="{url}"' for key, url in _NAMESPACES.items())
    inner = "".join(_write_property(name, values) for name, values in properties.items())
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        f'<rdf:RDF xmlns:rdf="{_RDF[1:-1]}"><rdf:Description rdf:about=""{spaces}>{inner}'
        '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
    )


def _write_property(name: str, values: _Values) -> str:
    kind = _KEPT[name]
    if not kind:
        return f"<{name}>{escape(values[0][1])}</{name}>"
    default = "x-default" if kind == "Alt" else ""
    entries = "".join(
        f"<rdf:li{_write_lang(lang or default)}>{escape(text)}</rdf:li>" for lang, text in values
    )
    return f"<{name}><rdf:{kind}>{entries}</rdf:{kind}></{name}>"


def _write_lang(lang: str) -> str:
    return f" xml:lang={quoteattr(lang)}" if lang else ""

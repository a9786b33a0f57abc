"""The names of HTML's elements, to tell tags from text in angle brackets such as `<Name>`."""

from __future__ import annotations

import re

_STANDARD = (
    "a abbr address area article aside audio b base bdi bdo blockquote body br button canvas"
    " caption cite code col colgroup data datalist dd del details dfn dialog div dl dt em embed"
    " fencedframe fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hgroup hr"
    " html i iframe img input ins kbd label legend li link main map mark math menu meta meter"
    " nav noscript object ol optgroup option output p picture pre progress q rp rt ruby s samp"
    " script search section select selectedcontent slot small source span strong style sub"
    " summary sup svg table tbody td template textarea tfoot th thead time title tr track u ul"
    " var video wbr"
)
_OBSOLETE = (
    "acronym applet basefont bgsound big blink center command content dir element font frame"
    " frameset image isindex keygen listing marquee menuitem multicol nextid nobr noembed"
    " noframes param plaintext rb rtc shadow spacer strike tt xmp"
)
# Elements of MathML Core, and common ones of SVG: Markdown may part them from their parent.
_FOREIGN = (
    "annotation maction merror mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts"
    " mroot mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover"
    " none semantics animate circle clippath defs desc ellipse filter foreignobject g line"
    " lineargradient marker mask metadata path pattern polygon polyline radialgradient rect set"
    " stop switch symbol text textpath tspan use view"
)
NAMES = frozenset(f"{_STANDARD} {_OBSOLETE} {_FOREIGN}".split())
"""Elements of the HTML Standard (section 4, and 16.2 for obsolete ones), in lower case."""

_CUSTOM = re.compile(r"[a-z][^A-Z]*-[^A-Z]*")


def is_element(name: str) -> bool:
    """Return True for the name of an element of HTML, or a custom one (HTML, 4.13.2)."""
    return name.lower() in NAMES or _CUSTOM.fullmatch(name) is not None or ":" in name

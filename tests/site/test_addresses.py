"""Addresses in texts: each way to write one, in both dialects, wherever readers meet it."""

import json
import unicodedata
from xml.etree import ElementTree

import pytest
from support.sites import ANNA, post, source

DIALECTS = ("gfm", "python-markdown")
PAGE = "2026/11/hallo/"


def build_text(build, text, dialect, /, files=None, **keys):
    """Return a site of one post with a text, and other files."""
    posts = {"people/anna.md": ANNA, "posts/a.md": post(text, **keys)}
    return build({**posts, **(files or {})}, {"ROSTRUM": {"markdown": dialect}})


def hrefs(site, attribute="href", page=PAGE):
    """Return the values of an attribute in the text of a page."""
    text = site.page(page).select_one(".e-content")
    return [tag[attribute] for tag in text.find_all(attrs={attribute: True})]


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(
    ("name", "written", "href"),
    [
        ("Folie #1.png", "../images/Folie%20%231.png", "/images/Folie%20%231.png"),
        ("Wozu?.png", "{static}/images/Wozu%3F.png", "/images/Wozu%3F.png"),
        ("50%25.png", "../images/50%2525.png", "/images/50%2525.png"),
        ("50%25.png", "{static}/images/50%2525.png", "/images/50%2525.png"),
        ("50%25.png", "/images/50%25.png", "/images/50%2525.png"),
        ("Folie#1.png", "../images/Folie#1.png", "/images/Folie%231.png"),
        ("a%23b.png", "{static}/images/a%23b.png", "/images/a%2523b.png"),
    ],
)
def test_sign_in_a_file_name_is_encoded_in_a_link(build, pixel, dialect, name, written, href):
    text = f"[Datei](<{written}>) ![Bild](<{written}>)"
    site = build_text(build, text, dialect, {f"images/{name}": pixel})
    assert [code for code in site.codes if code != "name-reserved"] == []
    assert hrefs(site) == [href]
    assert hrefs(site, "src") == [href]
    assert f"images/{name}" in site.files


@pytest.mark.parametrize("dialect", DIALECTS)
def test_query_behind_a_file_is_no_part_of_its_name(build, pixel, dialect):
    files = {"images/a.png": pixel}
    site = build_text(build, "![Bild](../images/a.png?v=2#rechts)", dialect, files)
    assert site.findings == []
    assert hrefs(site, "src") == ["/images/a.png?v=2#rechts"]


def test_sign_in_a_file_name_is_encoded_in_cards_and_feeds(build, pixel):
    image = {"src": "images/Folie #1.png", "alt": "Folie"}
    drawn = build_text(build, "Ein Text.", "gfm", {"images/Folie #1.png": pixel}, image=image)
    assert drawn.findings == []
    card = drawn.page(PAGE).select_one('meta[property="og:image"]')["content"]
    assert card.removeprefix("https://blog.example/") in drawn.all_files
    site = build({}, {"ROSTRUM": {"cards": False}})  # the picture itself is the card
    address = "https://blog.example/images/Folie%20%231.png"
    page = site.page(PAGE)
    assert page.select_one('meta[property="og:image"]')["content"] == address
    described = json.loads(page.select_one("script[type='application/ld+json']").text)
    assert described["image"]["contentUrl"] == address
    assert page.select_one("img[src*=Folie]")["src"] == "/images/Folie%20%231.png"
    for feed in ("rss.xml", "atom.xml"):
        media = ElementTree.fromstring(site.read(feed)).iter(
            "{http://search.yahoo.com/mrss/}content"
        )
        assert [content.get("url") for content in media] == [address]


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(("stored", "typed"), [("NFD", "NFC"), ("NFC", "NFD")])
def test_decomposed_name_of_a_file_is_the_composed_one(build, pixel, dialect, stored, typed):
    def name(path):
        return unicodedata.normalize(stored, path)

    def write(text):
        return unicodedata.normalize(typed, text)

    image = {"src": write("images/brücke.png"), "alt": "Brücke"}
    text = write("[Größe]({filename}/posts/größe.md) ![Brücke](../images/brücke.png)")
    files = {
        name("posts/größe.md"): post(title="Groß"),
        name("images/brücke.png"): pixel,
        write("comments/größe/001.md"): source("Ja.", author="Berta", date="2026-11-19"),
    }
    keys = {"image": image, "related": [write("posts/größe.md")]}
    site = build_text(build, text, dialect, files, **keys)
    assert site.codes == []
    assert hrefs(site) == ["/2026/11/gross/"]
    file = name("images/brücke.png")
    assert file in site.files
    assert len(site.page("2026/11/gross/").select("article.comment, .comment")) >= 1


@pytest.mark.parametrize("dialect", DIALECTS)
def test_picture_of_srcset_poster_and_style_is_published(build, pixel, dialect):
    text = (
        '<img src="{static}/images/a.png" srcset="{static}/images/a.png 1x, ../images/b.png 2x"'
        ' alt="Halle">\n\n<picture><source srcset="../images/c.png"><img src="../images/a.png"'
        ' alt="Tor"></picture>\n\n<video poster="../images/d.png"></video>\n\n'
        '<div style="background: url(../images/e.png)">x</div>\n\n'
        "<p style=\"background: url('{static}/images/f.png')\">y</p>\n\n"
        '<blockquote cite="b.md">z</blockquote>\n\n'
        '<div><svg><image xlink:href="../images/g.png"/></svg></div>\n\n'
        "<style>.x > a { background: url(../images/h.png) }</style>\n"
    )
    files = {f"images/{name}.png": pixel for name in "abcdefgh"}
    site = build_text(build, text, dialect, {**files, "posts/b.md": post(title="B")})
    assert site.codes == ["inline-style", "inline-style"]  # of style= and of <style>
    assert hrefs(site, "srcset") == ["/images/a.png 1x, /images/b.png 2x", "/images/c.png"]
    assert hrefs(site, "poster") == ["/images/d.png"]
    assert hrefs(site, "style") == [
        "background: url(/images/e.png)",
        "background: url('/images/f.png')",
    ]
    assert "<style>.x > a { background: url(/images/h.png) }</style>" in site.read(PAGE)
    assert hrefs(site, "cite") == ["/2026/11/b/"]
    assert hrefs(site, "xlink:href") == ["/images/g.png"]
    assert {name for name in site.files if name.startswith("images/")} == {*files}
    feed = site.read("atom.xml")
    assert "https://blog.example/images/b.png 2x" in feed
    assert "url(" not in feed  # feed readers refuse it


@pytest.mark.parametrize("dialect", DIALECTS)
def test_missing_picture_of_srcset_and_style_is_left_out(build, pixel, dialect):
    text = (
        '<img src="../images/a.png" srcset="../images/a.png 1x, ../images/weg.png 2x" alt="A">\n\n'
        '<div style="background: url(../images/fort.png) red">x</div>\n'
    )
    site = build_text(build, text, dialect, {"images/a.png": pixel})
    assert site.findings == [
        'content/posts/a.md:6:56: warning[image-missing]: there is no file "../images/weg.png"',
        (
            "content/posts/a.md:8:6: warning[inline-style]: a strict Content-Security-Policy drops "
            "\"style='background: url(../images/fort.png) red'\": readers do not see it"
        ),
        'content/posts/a.md:8:29: warning[image-missing]: there is no file "../images/fort.png"',
    ]
    assert hrefs(site, "srcset") == ["/images/a.png 1x"]
    assert hrefs(site, "style") == ["background: none red"]


@pytest.mark.parametrize(
    ("files", "hint"),
    [
        (["c.md"], ""),
        (["neu.md"], 'Write "{filename}/posts/neu.md".'),
        (["alt.html.md", "altt.md"], 'Did you mean "altt.md"?'),
    ],
)
def test_common_suffix_makes_no_file_the_one_meant(build, files, hint):
    texts = {f"posts/{name}": post(title=name, slug=name[:-3].replace(".", "")) for name in files}
    if "posts/neu.md" in texts:
        texts["posts/neu.md"] = post(title="Neu", slug="alt")
    site = build_text(build, "[x](alt.md)", "gfm", texts)
    assert [str(it.hint) for it in site.report if it.code == "link-missing"] == [hint]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_missing_picture_leaves_its_alt_text(build, pixel, dialect):
    text = (
        "Siehe ![Halle 4 am <Abend>]({static}/images/hale.png) hier.\n\n"
        '<picture><source srcset="../images/halle.png"><img src="../images/x.png" alt="Tor">'
        "</picture>\n"
    )
    site = build_text(build, text, dialect, {"images/halle.png": pixel})
    assert "image-missing" in site.codes
    assert 'Did you mean "halle.png"?' in site.text
    shown = site.page(PAGE).select_one(".e-content")
    assert shown.select("img, picture, source") == []
    assert [span.text for span in shown.select(".left-out")] == ["Halle 4 am <Abend>", "Tor"]
    for feed in ("rss.xml", "atom.xml"):
        assert "{static}" not in site.read(feed)
        assert "Halle 4 am" in site.read(feed)


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(
    "address",
    [
        *("irc://irc.example.com/#room", "matrix:r/x:example.com", "sms:+43", "tel:+43"),
        *("xmpp:a@example.com", "sip:a@example.com", "geo:48.2,16.3", "web+ap://example.com"),
        *("IRCS://irc.example.com/room", "magnet:?xt=urn:btih:1"),
    ],
)
def test_scheme_of_a_link_stays(build, dialect, address):
    site = build_text(build, f"[Ziel]({address})", dialect)
    assert site.findings == []
    assert hrefs(site) == [address]


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("javascript:alert(1)", "link-scheme"),
        ("vbscript:x", "link-scheme"),
        ("file:///etc/passwd", "link-missing"),
    ],
)
def test_scheme_that_runs_code_or_reads_a_disk_is_lost(build, dialect, address, code):
    site = build_text(build, f"[Ziel]({address})", dialect)
    assert site.codes == [code]
    advice = "Copy it into the content folder, and write its path there."
    hint = advice if code == "link-missing" else ""  # no near word is a better scheme
    assert [str(it.hint) for it in site.report] == [hint]
    assert hrefs(site) == []


@pytest.mark.parametrize(
    ("scheme", "hint"),
    [("htps", 'Did you mean "https"?'), ("hhttps", 'Did you mean "https"?'), ("data", "")],
)
def test_slip_in_a_scheme_is_told(build, scheme, hint):
    site = build_text(build, f"[Ziel]({scheme}://x.example)", "gfm")
    assert [str(it.hint) for it in site.report] == [hint]


@pytest.mark.parametrize(
    ("written", "href", "rest"),
    [
        ("„https://x.example/a“ und", "https://x.example/a", "“ und"),
        ("»https://x.example/b«.", "https://x.example/b", "«."),
        ("“https://x.example/b.”", "https://x.example/b", ".”"),
        ("https://x.example/c… weiter", "https://x.example/c", "… weiter"),
        ("www.x.example“ und", "http://www.x.example", "“ und"),
        ("https://x.example/ä?q=1&r=2“", "https://x.example/%C3%A4?q=1&r=2", "“"),
        ("https://x.example/„ja“-nein", "https://x.example/%E2%80%9Eja%E2%80%9C-nein", ""),
        ("https://x.example/L’Oréal", "https://x.example/L%E2%80%99Or%C3%A9al", ""),
    ],
)
def test_typographic_quote_ends_an_autolink(build, written, href, rest):
    site = build_text(build, f"Auf {written}", "gfm")
    assert site.findings == []
    link = site.page(PAGE).select_one(".e-content a")
    assert link["href"] == href
    assert (link.next_sibling or "") == rest


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("<a href=“https://x.example/a”>Ziel</a>", ["markup-left"]),
        ("<a href=„https://x.example/a“>Ziel</a>", ["markup-left"]),
        ('<a href="https://x.example/a“">Ziel</a>', []),
        ("[Ziel](https://x.example/a“)", []),
        ("[Ziel](„https://x.example/a“)", []),
    ],
)
def test_typographic_quote_ends_the_address_of_an_attribute(build, dialect, written, codes):
    site = build_text(build, f"Ein {written}.", dialect)
    assert site.codes == codes
    assert hrefs(site) == ["https://x.example/a"]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_link_in_a_translation_leads_to_the_translation(build, dialect):
    link = "[a](mut.md#x) [b](/2026/11/mut/) [c]({filename}/pages/imp.md) [d](allein.md)"
    site = build_text(
        build,
        "Ein Text.",
        dialect,
        {
            "posts/mut.md": post("[next](b.en.md) [self](mut.en.md)", title="Mut"),
            "posts/mut.en.md": post(
                '[original](mut.md)\n\n<h2 id="x">Part</h2>', title="Courage", slug="mut"
            ),
            "posts/allein.md": post(title="Allein"),
            "posts/b.en.md": post(link, title="Next"),
            "pages/imp.md": source("x", title="Impressum"),
            "pages/imp.en.md": source("x", title="Imprint", slug="impressum"),
        },
    )
    assert site.findings == []
    assert hrefs(site, page="en/2026/11/next/") == [
        *("/en/2026/11/mut/#x", "/2026/11/mut/", "/en/impressum/", "/2026/11/allein/"),
    ]
    assert hrefs(site, page="en/2026/11/mut/") == ["/2026/11/mut/"]
    assert hrefs(site, page="2026/11/mut/") == ["/en/2026/11/next/", "/en/2026/11/mut/"]
    assert "https://blog.example/en/2026/11/mut/#x" in site.read("en/atom.xml")


def test_part_of_a_text_that_its_translation_lacks_is_told(build):
    files = {
        "people/anna.md": ANNA,
        "posts/mut.md": post("## Das Werk", title="Mut"),
        "posts/mut.en.md": post("## The Work", title="Courage", slug="mut"),
        "posts/b.en.md": post("[work](mut.md#das-werk)", title="Next"),
    }
    place, missing = "content/posts/b.en.md:6:8", 'there is no heading or id "das-werk"'
    assert build(files).findings == [
        f"{place}: warning[fragment-missing]: {missing} in content/posts/mut.en.md"
    ]


def test_link_of_a_regional_text_leads_to_its_general_language(build):
    files = {
        "people/anna.md": ANNA,
        "posts/mut.md": post(title="Mut"),
        "posts/mut.en.md": post(title="Courage", slug="mut"),
        "posts/b.en-GB.md": post("[courage](mut.md)", title="Next"),
    }
    site = build(files, {"ROSTRUM": {"languages": ["en", "en-GB"]}})
    assert site.findings == []
    assert hrefs(site, page="en-gb/2026/11/next/") == ["/en/2026/11/mut/"]


def test_link_leads_to_a_translation_once_it_is_out(build):
    files = {
        "people/anna.md": ANNA,
        "posts/mut.md": post(title="Mut"),
        "posts/mut.en.md": post(title="Courage", slug="mut", date="2026-11-25 09:00"),
        "posts/b.en.md": post("[courage](mut.md)", title="Next"),
    }
    assert hrefs(build(files), page="en/2026/11/next/") == ["/2026/11/mut/"]
    site = build({}, as_of="2026-11-25 09:00")
    assert hrefs(site, page="en/2026/11/next/") == ["/en/2026/11/mut/"]


def test_decomposed_name_of_a_draft_picture_is_not_published(build, pixel):
    stored = unicodedata.normalize("NFD", "images/brücke.png")
    files = {
        "people/anna.md": ANNA,
        stored: pixel,
        "posts/a.md": post(status="draft", image={"src": "images/brücke.png", "alt": "B"}),
        "posts/b.md": post(title="B"),
    }
    settings = {"STATIC_PATHS": [], "ROSTRUM": {}}
    assert [name for name in build(files, settings).files if name.startswith("images")] == []


@pytest.mark.parametrize("dialect", DIALECTS)
def test_link_to_a_tag_that_is_not_out_is_no_missing_link(build, dialect):
    text = "[a]({tag}Sparen) [b]({category}Plan) [c]({author}ben) [d]({tag}Nirgends)"
    other = post(title="B", date="2026-12-01", tags=["Sparen"], category="Plan", authors=["ben"])
    files = {"posts/b.md": other, "people/ben.md": "---\nname: Ben\n---\n"}
    site = build_text(build, text, dialect, files)
    later = "warning[link-unpublished]:"
    assert site.findings == [
        f'content/posts/a.md:6:5: {later} the tag "Sparen" has no post that is out',
        f'content/posts/a.md:6:22: {later} the category "Plan" has no post that is out',
        f'content/posts/a.md:6:42: {later} the person "ben" has no page yet',
        'content/posts/a.md:6:59: warning[link-missing]: there is no tag "Nirgends" here',
    ]
    assert hrefs(site) == []
    site = build({}, as_of="2026-12-01 09:00")
    assert hrefs(site) == ["/tag/sparen/", "/category/plan/", "/people/ben/"]


def test_host_of_the_site_outside_ascii_is_written_in_ascii(build):
    settings = {"SITEURL": "https://blög.größe.at"}
    site = build({"people/anna.md": ANNA, "posts/a.md": post()}, settings)
    host = "xn--blg-tna.xn--gre-6ka8i.at"
    assert site.findings == []
    assert f"<loc>https://{host}/</loc>" in site.read("sitemap.xml")
    assert f"<id>tag:{host},2026:feed/</id>" in site.read("atom.xml")
    assert f'<link rel="canonical" href="https://{host}/">' in site.read("")


def test_missing_picture_under_another_theme_leaves_its_alt_text(build, pixel):
    text = (
        "![Halle]({static}/images/weg.png) [Plan]({static}/weg.pdf)"
        ' <img src="{static}/images/a.png" srcset="{static}/images/a.png 2x" alt="Tor">'
    )
    files = {"people/anna.md": ANNA, "posts/a.md": post(text), "images/a.png": pixel}
    settings = {"THEME": "simple", "ROSTRUM": {"render": False, "markdown": "gfm"}}
    page = build(files, settings).read("2026/11/hallo/")
    assert '<span class="left-out">Halle</span> <a>Plan</a>' in page
    assert 'srcset="/images/a.png 2x"' in page
    assert "{static}" not in page


@pytest.mark.parametrize("dialect", DIALECTS)
def test_link_beside_a_blog_in_a_folder_leads_to_the_host(build, pixel, dialect):
    text = (
        "[shop](/shop/) [a](/blog/2026/11/hallo/) [a](/2026/11/hallo/) [gone](/blog/gone/)"
        " [file](/blog/images/a.png) [file](/images/a.png) [blogs](/blogs/)"
    )
    files = {"people/anna.md": ANNA, "posts/a.md": post(text), "images/a.png": pixel}
    settings = {"SITEURL": "https://host.example/blog", "ROSTRUM": {"markdown": dialect}}
    site = build(files, settings)
    assert [finding.split(": ")[-1] for finding in site.findings] == [
        'the site has no page "/blog/gone/"'
    ]
    own, file = "/blog/2026/11/hallo/", "/blog/images/a.png"
    assert hrefs(site) == ["/shop/", own, own, file, file, "/blogs/"]

"""Sample views of every type, with texts of the demo company: for the gallery and for tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any

from markupsafe import Markup

from rostrum.core.lazy_html import LazyHtml
from rostrum.pages.sidebar import NO_LISTS
from rostrum.views.components import (
    ArchiveYearView,
    ArticleView,
    CalendarView,
    ChangeView,
    ChapterView,
    EmbedView,
    FeedView,
    FiltersView,
    FilterView,
    FollowView,
    GroupView,
    IconView,
    ImageView,
    InstallmentView,
    LetterView,
    LinkView,
    MonthView,
    MoreByAuthorView,
    PageNumberView,
    PageTextView,
    PartGroupView,
    PartsView,
    PersonView,
    ProfileView,
    RecentCommentView,
    ReplyView,
    RoleView,
    SeriesPartView,
    SeriesView,
    ShareLinkView,
    ShareView,
    SidebarView,
    StepView,
    TeaserView,
    ThreadView,
    TitleView,
    TopicView,
    WriterView,
    YearPostsView,
)
from rostrum.views.pages import (
    ArchiveView,
    CategoryView,
    FeedsView,
    FullSeriesView,
    HeadView,
    HomeView,
    MonthPageView,
    NotFoundView,
    PageView,
    PeopleView,
    PersonPageView,
    PostView,
    SeriesIndexView,
    SeriesPageView,
    SiteView,
    TagsView,
    TagView,
    View,
    YearPageView,
)

VIENNA = timezone(timedelta(hours=1))
HOST = "https://blog.traunwerk.example"


def moment(day: int, month: int = 11, hour: int = 7, minute: int = 30) -> datetime:
    """Return a moment of 2026 in Vienna."""
    return datetime(2026, month, day, hour, minute, tzinfo=VIENNA)


def text(html: str) -> LazyHtml:
    """Return HTML as a view holds it."""
    return LazyHtml((html,), html.__str__)


def picture(name: str, alt: str) -> ImageView:
    """Return a picture of the demo with its credit."""
    src = f"/images/{name}"
    deed = "https://creativecommons.org/licenses/by/4.0/"
    credit = "Illustration: Rostrum-Demo"
    return ImageView(src, HOST + src, alt, credit, "CC BY 4.0", deed, "", 1600, 1000)


def feeds(page: str, title: str) -> tuple[FeedView, ...]:
    """Return the feeds of a page."""
    return (
        FeedView(title, f"{page}rss.xml", "application/rss+xml", "RSS"),
        FeedView(title, f"{page}atom.xml", "application/atom+xml", "Atom"),
    )


def follow(page: str, title: str) -> FollowView:
    """Return a subscription of a page."""
    return FollowView(title, feeds(page, title))


def person(key: str, name: str, role: str, unit: str = "", level: str = "staff") -> PersonView:
    """Return a person without a photo."""
    initials = "".join(part[0] for part in name.split())[:2]
    return PersonView(
        key, name, role, unit, level, False, f"/people/{key}/", initials, None, "", (), 3, moment(9)
    )


def site(lang: str = "de") -> SiteView:
    """Return what the pages of a language have in common."""
    words = {
        "de": (
            "Der Blog von Vorstand und Belegschaft der Traunwerk AG",
            ["Neu", "Serien", "Menschen", "Themen", "Archiv", "Folgen"],
        ),
        "en": (
            "The blog of Traunwerk's board and staff",
            ["New", "Series", "People", "Topics", "Archive", "Follow"],
        ),
    }[lang]
    home = "/" if lang == "de" else "/en/"
    pages = ("", "series/", "people/", "tags/", "archive/", "feeds/")
    menu = [LinkView(title, home + page) for title, page in zip(words[1], pages, strict=True)]
    other = LinkView("English", "/en/", lang="en") if lang == "de" else None
    other = other or LinkView("Deutsch", "/", lang="de")
    return SiteView(
        name="Offen gesagt",
        subtitle=words[0],
        organisation="Traunwerk AG",
        lang=lang,
        home=home,
        menu=(replace(menu[0], current=True), *menu[1:], other),
        footer=(LinkView("Impressum", "/impressum/"), LinkView("Datenschutz", "/datenschutz/")),
        feeds=feeds(home, "Offen gesagt"),
        theme="/theme/",
        stylesheet="/theme/css/rostrum.css",
        comments_script="/theme/js/comments.js",
        people_script="/theme/js/people.js",
        logo=None,
        preview=False,
        icons=(IconView("icon", "/theme/favicon.svg", "image/svg+xml", "any"),),
        manifest="/manifest.webmanifest",
        theme_color="#fbfaf7",
        theme_color_dark="#14171a",
    )


def head(title: str, lang: str = "de") -> HeadView:
    """Return the metadata of a page."""
    return HeadView(
        title=f"{title} · Offen gesagt",
        name=title,
        description="Der Blog von Vorstand und Belegschaft der Traunwerk AG in Linz.",
        canonical=f"{HOST}/2026/11/wochenfehler/",
        robots="",
        og_type="article",
        image=picture("halle-abend.jpg", "Eine Montagehalle am Abend"),
        card="summary_large_image",
        published="2026-11-18T07:30:00+01:00",
        changed="",
        data=LazyHtml((), lambda: '{"@context": "https://schema.org", "@type": "BlogPosting"}'),
        trail=None,
        feeds=feeds("/", "Offen gesagt"),
        alternates=(
            LinkView("Deutsch", f"{HOST}/2026/11/wochenfehler/", lang="de"),
            LinkView("English", f"{HOST}/en/2026/11/wochenfehler/", lang="en"),
        ),
        locale="de_DE",
        locales=("en_US",),
    )


def shared(title: str, lang: str = "de") -> dict[str, Any]:
    """Return the fields of every page."""
    return {
        "site": site(lang),
        "head": head(title, lang),
        "crumbs": (LinkView("Startseite", "/"), LinkView("Serien", "/series/")),
        "lists": NO_LISTS,
        "SITENAME": "Offen gesagt",
        "SITEURL": HOST,
        "DEFAULT_LANG": "de",
        "output_file": "2026/11/wochenfehler/index.html",
    }


HOFER = replace(
    person("magdalena-hofer", "Magdalena Hofer", "Vorstandsvorsitzende", level="executive"),
    summary="Leitet die Traunwerk AG seit 2021. Maschinenbauerin, schreibt freitags.",
    profiles=(
        ProfileView("Mastodon", "https://mastodon.example/@hofer", "@hofer@mastodon.example"),
        ProfileView("LinkedIn", "https://www.linkedin.com/in/example"),
    ),
    photo=picture("people/magdalena-hofer.jpg", "Magdalena Hofer"),
)
WIESINGER = person(
    "josef-wiesinger", "Josef Wiesinger", "Vorstand Finanzen", "Controlling", "executive"
)
KAYA = person("tarik-kaya", "Tarik Kaya", "Schichtleiter", "Halle 4")
BERGER = person("nina-berger", "Nina Berger", "Konstruktion")
GRUBER = replace(person("walter-gruber", "Walter Gruber", "Meister"), former=True)
OKAFOR = person("daniel-okafor", "Daniel Okafor", "Researcher, Lancaster", level="guest")

_TITLES = (
    "Ein Brief, den ich nicht abgeschickt habe",
    "Die Tafel, die sechs Wochen leer blieb",
    "Zahlen, die jeder sehen darf",
    "Der Roboter, der uns das Fragen lehrte",
    "Ein Nein, das stehen blieb",
    "Neun Stunden Stillstand",
    "Was eine Absage wert war",
    "Die offene Fehlerliste",
    "Das Schweigen nach der Frage",
    "Warum ich meine Wochenfehler veröffentliche",
    "Reverse Mentoring: Was mir Lehrlinge beibringen",
    "Was bleibt, wenn niemand mehr hinschaut",
)


def steps(here: int) -> tuple[StepView, ...]:
    """Return twelve installments, two of them announced; `here` is the part of the page."""
    first = moment(16, 9)
    return tuple(
        StepView(
            "soon" if part > 10 else "here" if part == here else "out",
            part,
            title,
            "" if part > 10 else f"/2026/11/teil-{part}/",
            first + timedelta(weeks=part - 1),
            "Was in dem Brief stand, und warum er liegen blieb." if part == 1 else "",
            "" if part > 10 else "Magdalena Hofer" if part % 2 else "Tarik Kaya",
            "" if part > 10 else "de",
            0 if part > 10 else 4,
            f"part-{part}",
        )
        for part, title in enumerate(_TITLES, 1)
    )


CALENDAR = CalendarView(
    "Zwölf Schritte ins Offene",
    "/series/zwoelf-schritte/calendar.ics",
    "webcal://blog.traunwerk.example/series/zwoelf-schritte/calendar.ics",
)


def chapter(part: int) -> ChapterView:
    """Return a part on the page of the whole series."""
    return ChapterView(
        anchor=f"part-{part}",
        part=part,
        title=_TITLES[part - 1],
        url=f"/2026/11/teil-{part}/",
        date=moment(16, 9) + timedelta(weeks=part - 1),
        modified=None,
        lang="de",
        summary="Was ich am ersten Freitag aufgeschrieben habe." if part == 1 else "",
        people=(HOFER, KAYA) if part == 2 else (HOFER,),
        written_with=(KAYA,) if part == 1 else (),
        image=picture("brief.jpg", "Ein Brief auf einem Tisch") if part == 1 else None,
        minutes=4,
        text=LazyHtml(
            (f"part-{part}",), lambda: f'<h3 id="part-{part}.warum">Warum</h3><p>Darum.</p>'
        ),
    )


def series(here: int = 0) -> SeriesView:
    """Return a running series; `here` is the part of the page."""
    row = steps(here)
    return SeriesView(
        key="zwoelf-schritte",
        title="Zwölf Schritte ins Offene",
        url="/series/zwoelf-schritte/",
        summary="Wie Vorstand und Belegschaft lernen, offen miteinander zu arbeiten.",
        image=picture("linz-donau.jpg", "Die Donau bei Linz im Abendlicht"),
        steps=row,
        count=12,
        out=10,
        total=12,
        own=10,
        status="running",
        complete=False,
        start=row[0],
        start_url=row[0].url,
        next=row[10],
        first=moment(16, 9),
        latest=moment(18),
        minutes=40,
        feeds=feeds("/series/zwoelf-schritte/", "Zwölf Schritte ins Offene"),
        calendar=CALENDAR,
        whole="/series/zwoelf-schritte/all/",
        book="/series/zwoelf-schritte/zwoelf-schritte.epub",
    )


def installment(part: int) -> InstallmentView:
    """Return the position of a part in its series."""
    row = series(part)
    return InstallmentView(
        series=row,
        part=part,
        total=12,
        previous=row.steps[part - 2] if part > 1 else None,
        next=row.steps[part] if part < 10 else None,
        skipped=0,
        left=10 - part,
        minutes_left=4 * (10 - part),
        upcoming=row.steps[10] if part == 10 else None,
        days=7 if part == 10 else 0,
    )


TOPICS = tuple(
    TopicView(name, f"/tag/{slug}/", count, weight, slug)
    for name, slug, count, weight in (
        ("Dialog", "dialog", 12, 4),
        ("Einkauf", "einkauf", 2, 1),
        ("Fehlerkultur", "fehlerkultur", 18, 6),
        ("Lehre", "lehre", 6, 3),
        ("Produktion", "produktion", 14, 5),
        ("Vertrauen", "vertrauen", 4, 2),
    )
)
MONTHS = tuple(
    MonthView(moment(1, month), f"{name} 2026", f"/2026/{month}/", count, name)
    for month, name, count in ((11, "November", 5), (10, "Oktober", 6), (9, "September", 4))
)

YEARS = (
    ArchiveYearView(moment(1, 1), "2026", "/2026/", 15, MONTHS),
    ArchiveYearView(moment(1, 1).replace(year=2025), "2025", "/2025/", 5, MONTHS[:1]),
)
TITLES = (
    TitleView(_TITLES[9], "/2026/11/wochenfehler/", moment(18), "Magdalena Hofer"),
    TitleView(_TITLES[3], "/2026/11/roboter/", moment(16), "Nina Berger und Tarik Kaya"),
)


def teaser(title: str, who: tuple[PersonView, ...], day: int, **more: Any) -> TeaserView:
    """Return a post in a list."""
    plain = TeaserView(
        title=title,
        url=f"/2026/11/post-{day}/",
        date=moment(day),
        lang="de",
        summary="Ein Protokoll aus Halle 4, mit allen Umwegen.",
        category=LinkView("Produktion", "/category/produktion/"),
        people=who,
        series="",
        part=None,
        total=None,
        image=None,
        minutes=4,
        comments=0,
        draft=False,
    )
    return replace(plain, **more)


LEAD = teaser(
    "Warum ich meine Wochenfehler veröffentliche",
    (HOFER,),
    18,
    summary="Seit März schreibe ich freitags auf, was mir misslungen ist. Die Antworten aus der "
    "Montagehalle haben mehr verändert als drei Strategierunden.",
    series="Zwölf Schritte ins Offene",
    part=10,
    total=12,
    image=picture("halle-abend.jpg", "Eine Montagehalle am Abend"),
    minutes=6,
    comments=14,
)
TEASERS = (
    teaser("Der Roboter, der uns das Fragen lehrte", (KAYA,), 16),
    teaser("„Schweigen ist auch eine Nachricht“", (BERGER, KAYA), 12, comments=1, minutes=1),
    teaser(
        "Was uns eine Absage von Lieferanten wert war",
        (WIESINGER,),
        9,
        image=picture("tafel.jpg", "Eine Werkstatttafel mit vielen kleinen Zetteln"),
    ),
)


def listing(*posts: TeaserView, number: int = 1, total: int = 1) -> PageNumberView:
    """Return a page of a list."""
    pages = tuple(LinkView(str(n), f"/page/{n}/", current=n == number) for n in range(1, total + 1))
    previous = pages[number - 2].url if number > 1 else ""
    following = pages[number].url if number < total else ""
    return PageNumberView(posts, number, total, previous, following, pages)


def reply(
    key: str, who: PersonView, hour: int, text: str, *answers: ReplyView, source: str = ""
) -> ReplyView:
    """Return a comment with its answers."""
    return ReplyView(
        id=key,
        name=who.name,
        role=who.role,
        url=who.url,
        initials=who.initials,
        photo=who.photo,
        date=moment(18, hour=hour, minute=20),
        has_hour=True,
        source=source,
        by_author=who is HOFER,
        executive=who.level == "executive",
        html=Markup(f"<p>{text}</p>"),
        replies=answers,
    )


READER = replace(person("", "@lena@mastodon.example", ""), url="", initials="L")
THREAD = ThreadView(
    state="open",
    count=4,
    by_author=1,
    sources=("", "Mastodon"),
    replies=(
        reply(
            "001",
            BERGER,
            11,
            "Und wenn der Fehler von oben kommt, wer schreibt ihn dann auf?",
            reply("002", HOFER, 12, "Ich. Und wenn ich ihn nicht sehe: Sie, bitte."),
        ),
        reply("003", READER, 13, "In unserer Firma undenkbar. Leider.", source="Mastodon"),
        reply("004", WIESINGER, 14, "Ich habe im März 40.000 Euro falsch gebucht."),
    ),
    feeds=feeds("/2026/11/wochenfehler/comments/", "Antworten auf „Wochenfehler“"),
    embed=EmbedView(
        "giscus",
        "giscus.app",
        "https://github.com/traunwerk/blog/discussions",
        "https://giscus.app/client.js",
        (("data-repo", "traunwerk/blog"), ("data-lang", "de")),
    ),
    mail="mailto:blog@traunwerk.example?subject=Wochenfehler",
)
QUIET = ThreadView("off", 0, 0, (), (), (), None, "")

TEXT = Markup("""\
<p>Es begann mit einer E-Mail, die ich nicht gelesen habe. Ein Lieferant hatte uns gewarnt, am
Dienstag darauf stand die Linie <a href="https://example.org/neun-stunden">neun Stunden</a>.</p>
<h2 id="antwort">Die erste Antwort kam aus der Nachtschicht</h2>
<p>„Dann schreibe ich auch“, stand da, und mehr nicht. In der Woche darauf waren es elf Zettel,
und keiner war anonym. Das Häferl war übrigens mit <code>#4711</code> beschriftet.</p>
<table><thead><tr><th>Art des Fehlers</th><th>Zettel</th><th>davon vorher bekannt</th></tr></thead>
<tbody><tr><td>Nicht zugehört oder unterbrochen</td><td>11</td><td>9</td></tr>
<tr><td>Zu spät entschieden</td><td>8</td><td>3</td></tr></tbody></table>
<figure class="pull-quote"><blockquote><p>Wer nie zeigt, wie er lernt, darf sich nicht wundern,
wenn niemand fragt.</p></blockquote></figure>
<figure class="quotation"><blockquote><p>Dann schreibe ich auch.</p></blockquote>
<figcaption>— Nina Berger, Konstruktion</figcaption></figure>
<blockquote><p>Ein Zitat ohne Namen.</p></blockquote>
<ul><li>Fehler, die jemand anderen bloßstellen, hänge ich nicht auf.</li>
<li>Was personalrechtlich heikel ist, geht zuerst zu den Betroffenen.</li></ul>
<div class="highlight"><pre><code><span class="c1"># Was die Tafel zählt</span>
<span class="k">def</span> <span class="nf">count</span><span class="p">(</span>notes<span class="p">):</span>
    <span class="k">return</span> <span class="nb">sum</span>(<span class="mi">1</span> <span class="k">for</span> note <span class="ow">in</span> notes <span class="k">if</span> note.name <span class="o">!=</span> <span class="s2">"anonym, wie so oft"</span>)
</code></pre></div>
""")  # noqa: E501

ARTICLE = ArticleView(
    title=LEAD.title,
    url="/2026/11/wochenfehler/",
    url_absolute=f"{HOST}/2026/11/wochenfehler/",
    date=LEAD.date,
    modified=moment(20),
    lang="de",
    slug="wochenfehler",
    summary=LEAD.summary,
    text=LazyHtml(("sample",), lambda: TEXT),
    category=TopicView("Vorstand", "/category/vorstand/", 7, 1, "vorstand"),
    tags=TOPICS[:3],
    authors=(HOFER,),
    image=LEAD.image,
    minutes=6,
    words=1240,
    installment=installment(10),
    translations=(LinkView("Why I publish my mistakes", "/en/2026/11/wochenfehler/", lang="en"),),
    thread=THREAD,
    related=TEASERS[1:],
    more=(
        MoreByAuthorView("Magdalena Hofer", "/people/magdalena-hofer/", TEASERS[:2]),
        MoreByAuthorView("Tarik Kaya", "/people/tarik-kaya/", TEASERS[1:]),
    ),
    notice="",
    hidden=False,
    written_with=(BERGER,),
    key_points=(
        "Fehler öffentlich zu nennen kostet Überwindung, keine Autorität.",
        "Der Ton der ersten Antwort entscheidet.",
    ),
    changes=(
        ChangeView(moment(19), "Die Linie stand neun Stunden, nicht acht.", is_correction=True),
        ChangeView(moment(20), "Die Zahlen vom November sind ergänzt.", is_correction=False),
    ),
    share=(
        ShareLinkView("linkedin", "LinkedIn", "https://www.linkedin.com/sharing/share-offsite/"),
        ShareLinkView("mail", "E-Mail", "mailto:?subject=Wochenfehler"),
        ShareLinkView("copy", "Adresse kopieren", f"{HOST}/2026/11/wochenfehler/"),
    ),
    contents_from=1,
)
PLAIN_ARTICLE = replace(
    ARTICLE,
    title="How we learnt to ask",
    lang="en",
    category=None,
    summary="",
    tags=(),
    authors=(OKAFOR, KAYA),
    image=None,
    modified=None,
    installment=None,
    translations=(),
    thread=QUIET,
    related=(),
    more=(),
    key_points=(),
    changes=(),
    share=(),
    contents_from=None,
)
LONG_NAME = "Maximiliane-Friederike von Hohenlohe-Waldenburg-Schillingsfürst"
LONG_WORD = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverleihung"
LONG_SERIES = replace(
    series(),
    steps=tuple(
        StepView("out", part, LONG_WORD, f"/p/{part}/", moment(1), "", "") for part in range(1, 143)
    ),
    count=142,
    out=142,
    total=142,
)
PARTS = tuple(
    SeriesPartView(
        step, step.title, () if step.state == "soon" else (HOFER, KAYA)[: (step.part or 0) % 3]
    )
    for step in series().steps
)
LONG_PARTS = tuple(SeriesPartView(step, step.title, (HOFER,)) for step in LONG_SERIES.steps)
WIDE_TEXT = Markup(
    "<p>https://example.org/{0}</p><table><tr>{1}</tr></table><p><code>{0}</code>"
).format("x" * 200, Markup("<td>Wert</td>") * 20)
WIDE_ARTICLE = replace(
    ARTICLE,
    title=LONG_WORD,
    authors=(replace(HOFER, name=LONG_NAME, role=f"Generalbevollmächtigte {LONG_WORD}"),),
    tags=(replace(TOPICS[0], name=LONG_WORD),),
    installment=replace(installment(10), series=LONG_SERIES, part=70, total=142),
    text=LazyHtml(("wide",), lambda: WIDE_TEXT),
)
PRIVACY = Markup("<p>Diese Website setzt keine Cookies.</p><h2>Protokolle</h2><p>Keine.</p>")


LISTS = SidebarView(
    discussed=(LEAD, TEASERS[1]),
    recent_comments=(
        RecentCommentView(
            "Nina Berger",
            "Konstruktion",
            "Und wenn der Fehler von oben kommt, wer schreibt ihn dann auf?",
            "/2026/11/wochenfehler/#comment-001",
            LinkView("Wochenfehler", "/2026/11/wochenfehler/"),
            moment(18, hour=11),
            "Magdalena Hofer",
        ),
        RecentCommentView(
            "@lena@mastodon.example",
            "",
            "In unserer Firma undenkbar. Leider.",
            "/2026/11/wochenfehler/#comment-003",
            LinkView("Wochenfehler", "/2026/11/wochenfehler/"),
            moment(19),
            "",
        ),
    ),
    executives=(LEAD, TEASERS[2]),
)


def home(**more: Any) -> HomeView:
    """Return a home page."""
    plain = HomeView(
        **shared("Neues") | {"lists": LISTS},
        lead=LEAD,
        features=TEASERS[:2],
        cards=TEASERS[2:],
        titles=TITLES,
        articles_page=listing(*TEASERS, total=3),
        series=series(10),
        tags=TOPICS,
        months=MONTHS,
        archive=LinkView("Alle Monate", "/archive/"),
    )
    return replace(plain, **more)


def post(article: ArticleView = ARTICLE, **more: Any) -> PostView:
    """Return the page of a post."""
    return replace(PostView(**shared(article.title, article.lang), article=article), **more)


def in_preview(view: View) -> View:
    """Return a page as a preview shows it."""
    return replace(view, site=replace(view.site, preview=True))


FINISHED = replace(
    series(),
    key="umbau",
    title="Der Umbau von Halle 4",
    complete=True,
    next=None,
    image=None,
    steps=series().steps[:3],
    count=3,
    out=3,
    own=3,
    total=3,
    status="complete",
)
PAUSED = replace(
    FINISHED,
    key="lehre",
    title="Aus der Lehrwerkstatt",
    complete=False,
    status="paused",
    own=2,
    steps=(replace(FINISHED.steps[0], lang="en"), *FINISHED.steps[1:]),
)

FILTERS = (
    FiltersView(
        "as",
        "Wer",
        (
            FilterView("Alle", "/people/", 6, current=True),
            FilterView("Leitung", "/people/as/executives/", 2, current=False),
            FilterView("Gäste", "/people/as/guests/", 1, current=False),
        ),
        current=True,
    ),
    FiltersView(
        "on",
        "Netzwerk",
        (FilterView("Mastodon", "/people/on/mastodon/", 2, current=False),),
        current=False,
    ),
)
GROUPS = (
    GroupView("executive", "Leitung", "", (HOFER, WIESINGER)),
    GroupView("unit", "Halle 4", "/people/in/halle-4/", (KAYA,)),
    GroupView("staff", "Weitere aus der Belegschaft", "", (BERGER,)),
    GroupView("guest", "Gäste", "", (OKAFOR,)),
    GroupView("former", "Ehemalige", "", (GRUBER,)),
)
HALLS = tuple(
    FilterView(f"Halle {number}", f"/people/in/halle-{number}/", number, current=False)
    for number in range(2, 16)
)


def in_company_look(view: View) -> View:
    """Return a page with a logo, links and accounts of the company."""
    accounts = (("Mastodon", "https://mastodon.example/@traunwerk"), ("LinkedIn", "/linkedin"))
    branded = replace(
        view.site,
        logo=replace(picture("logo.svg", "Offen gesagt"), width=120, height=40),
        logo_dark=replace(picture("logo-dark.svg", "Offen gesagt"), width=120, height=40),
        links=(LinkView("Karriere", "https://traunwerk.example/karriere"),),
        company_url="https://traunwerk.example/",
        social=tuple(LinkView(title, url) for title, url in accounts),
    )
    return replace(view, site=branded)


SAMPLES: dict[str, View] = {
    "home": home(),
    "home-2": home(
        lead=None, series=None, lists=NO_LISTS, articles_page=listing(*TEASERS, number=2, total=3)
    ),
    "home-empty": home(
        lead=None,
        features=(),
        cards=(),
        titles=(),
        series=None,
        lists=NO_LISTS,
        tags=(),
        months=(),
        archive=None,
        articles_page=listing(),
    ),
    "post": post(),
    "post-plain": post(PLAIN_ARTICLE),
    "post-many": post(replace(ARTICLE, authors=(HOFER, WIESINGER, KAYA, BERGER, OKAFOR, GRUBER))),
    "post-draft": in_preview(post(replace(ARTICLE, notice="scheduled", image=None))),
    "post-wide": post(WIDE_ARTICLE),
    "tags-wide": TagsView(
        **shared("Themen"),
        cloud=(replace(TOPICS[2], name=LONG_WORD, weight=10),),
        tags=(replace(TOPICS[2], name=LONG_WORD),),
        categories=(replace(TOPICS[2], name=LONG_WORD),),
    ),
    "page": PageView(
        **shared("Datenschutz"),
        page=PageTextView("Datenschutz", "/datenschutz/", "de", "Kurz gesagt.", text(PRIVACY), ""),
    ),
    "page-branded": in_company_look(
        PageView(
            **shared("Datenschutz"),
            page=PageTextView("Datenschutz", "/datenschutz/", "de", "", text(PRIVACY), ""),
        )
    ),
    "tag": TagView(
        **shared("Dialog"),
        tag=TOPICS[0],
        articles_page=listing(LEAD, *TEASERS, total=2),
        feeds=feeds("/tag/dialog/", "Dialog"),
    ),
    "tags": TagsView(**shared("Themen"), cloud=TOPICS, tags=TOPICS, categories=TOPICS[:2]),
    "tags-many": TagsView(
        **shared("Themen"),
        cloud=TOPICS[2:3],
        tags=TOPICS,
        categories=(replace(TOPICS[0], description="Wie wir miteinander reden."), TOPICS[1]),
    ),
    "category": CategoryView(
        **shared("Produktion"),
        category=TOPICS[4],
        articles_page=listing(*TEASERS),
        feeds=feeds("/category/produktion/", "Produktion"),
    ),
    "month": MonthPageView(
        **shared("November 2026"),
        period=MONTHS[0],
        year=LinkView("2026", "/2026/"),
        articles_page=listing(*TEASERS),
        older=LinkView("Oktober 2026", "/2026/10/"),
        newer=None,
    ),
    "archive": ArchiveView(**shared("Archiv") | {"lists": LISTS}, years=YEARS, count=20),
    "year": YearPageView(
        **shared("2026"),
        period=YEARS[0],
        titles=tuple((month, TITLES) for month in MONTHS),
        older=LinkView("2025", "/2025/"),
        newer=None,
    ),
    "person": PersonPageView(
        **shared("Magdalena Hofer"),
        author=HOFER,
        portrait=HOFER.photo,
        quote="Was misslingt, lernt sich am schnellsten.",
        roles=(
            RoleView("Vorstandsvorsitzende", "", "seit 2019", "2019", "", current=True),
            RoleView("Leiterin", "Konstruktion", "2008 bis 2018", "2008", "2018", current=False),
        ),
        biography=text("<p>Magdalena Hofer hat in Wien Maschinenbau studiert.</p>"),
        series=(ShareView("Zwölf Schritte ins Offene", "/series/zwoelf-schritte/", 2),),
        articles_page=listing(LEAD),
        years=(YearPostsView(2026, 4, (LEAD,)),),
        feeds=feeds("/people/magdalena-hofer/", "Magdalena Hofer"),
    ),
    "people": PeopleView(
        **shared("Menschen"),
        title="Menschen",
        count=6,
        filters=FILTERS,
        groups=GROUPS,
        network="",
        is_narrowed=False,
        is_long=False,
        active=(),
        letters=(),
        is_searchable=False,
        pages=(),
        json_url="/people.json",
    ),
    "people-narrowed": PeopleView(
        **shared("Menschen: Mastodon"),
        title="Auf Mastodon",
        count=2,
        filters=FILTERS,
        groups=(GroupView("executive", "Leitung", "", (HOFER,)),),
        network="Mastodon",
        is_narrowed=True,
        is_long=False,
        active=(),
        letters=(),
        is_searchable=False,
        pages=(),
        json_url="/people.json",
    ),
    "people-many": PeopleView(
        **shared("Menschen"),
        title="Menschen",
        count=600,
        filters=(FiltersView("in", "Bereich", HALLS, current=False),),
        groups=GROUPS,
        network="",
        is_narrowed=False,
        is_long=True,
        active=(HOFER, KAYA),
        letters=(
            LetterView("H", (LinkView("Magdalena Hofer", HOFER.url),)),
            LetterView("K", (LinkView("Tarik Kaya", ""),)),
        ),
        is_searchable=True,
        pages=(LinkView("1", "/people/", True), LinkView("2", "/people/page/2/")),
        json_url="/people.json",
    ),
    "series": SeriesPageView(
        **shared("Zwölf Schritte ins Offene"),
        series=series(),
        introduction=text("<p>Im Herbst 2025 lag ein Brief auf dem Schreibtisch.</p>"),
        writers=(
            WriterView(HOFER, (PartsView(1, 1, "#part-1"), PartsView(3, 9, "#part-3")), 8),
            WriterView(KAYA, (PartsView(2, 2, "#part-2"),), 1),
        ),
        timeline=PARTS,
        groups=(PartGroupView("", "", len(PARTS), is_open=True, parts=PARTS),),
        latest=PARTS[1].step,
        is_long=False,
        newest_first=False,
    ),
    "series-long": SeriesPageView(
        **shared(LONG_WORD),
        series=LONG_SERIES,
        introduction=text(""),
        writers=tuple(WriterView(person, (), 71) for person in (HOFER, KAYA) * 5),
        timeline=(),
        groups=(
            PartGroupView("2026", "parts-2026", 70, is_open=True, parts=LONG_PARTS[:70]),
            PartGroupView("2025", "parts-2025", 72, is_open=False, parts=LONG_PARTS[70:]),
        ),
        latest=LONG_PARTS[141].step,
        is_long=True,
        newest_first=True,
    ),
    "series-index": SeriesIndexView(**shared("Serien"), all_series=(series(), PAUSED, FINISHED)),
    "feeds": FeedsView(
        **shared("Folgen"),
        groups=(
            ("Blog", (follow("/", "Alle Beiträge"), follow("/comments/", "Alle Antworten"))),
            ("Serien", (follow("/series/zwoelf-schritte/", "Zwölf Schritte ins Offene"),)),
        ),
        calendars=(CALENDAR,),
        opml=FeedView("Alle Feeds und Kalender", "/feeds/feeds.opml", "text/x-opml", "OPML"),
    ),
    "whole": FullSeriesView(
        **shared("Zwölf Schritte ins Offene: alle Teile"),
        series=series(),
        introduction=text("<p>Im Herbst 2025 lag ein Brief auf dem Schreibtisch.</p>"),
        chapters=tuple(map(chapter, range(1, 11))),
        elsewhere=(replace(steps(0)[9], lang="en", title="What remains"),),
        people=(HOFER, KAYA),
        minutes=40,
    ),
    "404": NotFoundView(**shared("Nicht gefunden") | {"lists": LISTS}, tags=TOPICS, latest=TEASERS),
}

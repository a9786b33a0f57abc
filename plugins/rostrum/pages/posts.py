"""The pages of posts, and static pages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from rostrum.comments.sanitizer import safe_url
from rostrum.core.model import ChangeKind, CommentStatus, Page, Post, Reply, Status
from rostrum.pages import feed_selection as feed_kinds
from rostrum.pages.layout import COMMENTS, Head, PageLayout
from rostrum.pages.more_by_author import MoreByAuthor
from rostrum.pages.person_views import initials
from rostrum.pages.series import SeriesPresenter
from rostrum.pages.sharing import make_share_links
from rostrum.pages.view_makers import ViewMakers
from rostrum.site.related import RelatedPosts
from rostrum.site.urls import Address
from rostrum.views.components import (
    ArticleView,
    ChangeView,
    EmbedView,
    FeedView,
    LinkView,
    PageTextView,
    PersonView,
    ReplyView,
    ShareLinkView,
    ThreadView,
)
from rostrum.views.pages import PageView, PostView

LEAST_WORDS, LEAST_HEADINGS = 1_000, 5
"""Words and headings from which a post has contents, unless it says itself."""


class PostPresenter:
    """Makes the views of posts and static pages."""

    def __init__(self, views: ViewMakers, frame: PageLayout, series: SeriesPresenter) -> None:
        self._context, self._layout, self._series = views.context, frame, series
        self._person_views, self._topic_views, self._teasers = (
            views.people,
            views.topics,
            views.teasers,
        )
        self._cards, self._descriptions = views.cards, views.descriptions
        self._relations = RelatedPosts(views.context.site, views.context.settings.related)
        self._oeuvre = MoreByAuthor(views)
        self._quiet: dict[str, tuple[FeedView, ...]] = {}

    def make_post(self, post: Post) -> PostView:
        """Return the view of a post."""
        context = self._context
        address = context.addresses.post(post)
        article = self._article(post, address)
        translations = self._find_translations(post)
        head = Head(
            title=post.title,
            description=self._descriptions.post(post, (it.name for it in article.authors)),
            translations={other.lang: context.addresses.post(other) for other in translations},
            og_type="article",
            image=self._cards.make_post(post, article) or context.card(post),
            published=post.date,
            changed=post.modified,
            feeds=article.thread.feeds,
            canonical=post.canonical,
            listed=post.status is not Status.HIDDEN,
            elsewhere=frozenset(
                other.lang
                for other in (post, *translations)
                if not context.addresses.is_canonical(other)
            ),
            data=partial(self._data, article, post),
            topics=_name_topics(article),
            authors=tuple(self._find_author(person) for person in article.authors),
            above=self._layout.trails.post(post),
        )
        return PostView(article=article, **self._layout.fields(post.lang, address, head))

    def make_page(self, page: Page) -> PageView:
        """Return the view of a static page."""
        context = self._context
        address = context.addresses.page(page)
        translations = {
            other.lang: context.addresses.page(other)
            for other in context.site.translations_of(page)
        }
        view = PageTextView(
            title=page.title,
            url=context.href(address),
            lang=page.lang,
            summary=page.summary if page.summary_written else "",
            text=context.links.prepare(page.body, page.path, page.lang),
            notice="draft" if page.status is Status.DRAFT else "",
            date=page.date,
            authors=self._person_views.people(page.authors, page.lang, page.date),
            category=page.category,
            tags=page.tags,
            template=context.find_template(page),
            extra=page.extra,
        )
        head = Head(
            title=page.title,
            description=self._descriptions.page(page),
            translations=translations,
            published=page.date,
            changed=page.modified,
            listed=page.status is Status.PUBLISHED,
            data=partial(self._describe_page, view, page) if _is_described(page) else None,
        )
        return PageView(page=view, **self._layout.fields(page.lang, address, head))

    def _article(self, post: Post, address: Address) -> ArticleView:
        context, related = self._context, self._relations.find(post)
        return ArticleView(
            title=post.title,
            url=context.href(address),
            url_absolute=context.absolute(address),
            date=post.date,
            modified=post.modified,
            lang=post.lang,
            slug=post.slug,
            summary=post.summary if post.summary_written else "",
            text=context.links.prepare(post.body, post.path, post.lang),
            category=self._topic_views.category_of(post),
            tags=self._topic_views.tags_of(post),
            authors=self._person_views.writers(post),
            image=context.image(post.image),
            minutes=context.minutes(post.body.words),
            words=post.body.words,
            installment=self._series.make_installment(post),
            translations=tuple(self._translation(other) for other in self._find_translations(post)),
            thread=self._thread(post, address),
            related=self._teasers.teasers(related),
            more=tuple(self._oeuvre.find(post, [other.id for other in related])),
            notice=context.visibility.unpublished_reason(post),
            hidden=post.status is Status.HIDDEN,
            written_with=self._person_views.helpers(post),
            template=self._context.find_template(post),
            extra=post.extra,
            key_points=post.key_points,
            changes=tuple(
                ChangeView(change.date, change.text, change.kind is ChangeKind.CORRECTION)
                for change in post.changes
            ),
            share=self._share_links(post, address),
            contents_from=_find_least_headings(post),
        )

    def _find_author(self, person: PersonView) -> str:
        """Return the URL of a person's page with scheme and host, the name without a page."""
        return self._context.addresses.site_root + person.url if person.url else person.name

    def _share_links(self, post: Post, address: Address) -> tuple[ShareLinkView, ...]:
        """Return the links to share a post; an unpublished post has none."""
        context = self._context
        if context.visibility.unpublished_reason(post):
            return ()
        url, gettext = context.absolute(address), context.languages[post.lang].gettext
        return make_share_links(context.settings.share, post.title, post.canonical or url, gettext)

    def _find_translations(self, post: Post) -> tuple[Post, ...]:
        return self._context.site.translations.get(post.id, ())

    def _translation(self, post: Post) -> LinkView:
        return self._context.link(post.title, self._context.addresses.post(post), lang=post.lang)

    def _thread(self, post: Post, address: Address) -> ThreadView:
        thread = self._context.site.thread(post)
        spoken = thread.walk()
        return ThreadView(
            state=post.comments.value,
            count=thread.count,
            by_author=sum(reply.by_author for reply in spoken),
            sources=tuple(dict.fromkeys(reply.comment.source for reply in spoken)),
            replies=tuple(self._reply(reply, post.lang) for reply in thread.replies),
            feeds=self._comment_feeds(post, address),
            embed=self._embed(post),
            mail=self._mail(post),
        )

    def _comment_feeds(self, post: Post, address: Address) -> tuple[FeedView, ...]:
        """Return the comment feeds of a post, or those of the site if it has no comments yet.

        A post closed to comments without any has none.
        """
        context, gettext = self._context, self._context.languages[post.lang].gettext
        if context.site.thread(post).count:
            title = gettext("Comments on “%(title)s”", title=post.title)
            return context.feeds(
                context.addresses.beside(address, COMMENTS), title, feed_kinds.COMMENTS
            )
        if post.comments is not CommentStatus.OPEN:
            return ()
        if post.lang not in self._quiet:
            title = gettext("Comments on %(title)s", title=context.name(post.lang))
            folder = context.addresses.folder(COMMENTS, context.site.host_of(post.lang))
            self._quiet[post.lang] = context.feeds(folder, title, feed_kinds.COMMENTS)
        return self._quiet[post.lang]

    def _reply(self, reply: Reply, lang: str) -> ReplyView:
        comment = reply.comment
        speaker = reply.person
        person = self._person_views.person(speaker.key, lang, comment.date) if speaker else None
        name = person.name if person else comment.author
        return ReplyView(
            id=comment.id,
            name=name,
            role=comment.role or (person.role if person else ""),
            url=person.url if person else safe_url(comment.url),
            initials=initials(name),
            photo=person.photo if person else None,
            date=comment.date,
            has_hour=comment.has_hour,
            source=comment.source,
            by_author=reply.by_author,
            executive=person is not None and person.level == "executive",
            html=Markup(reply.html),
            replies=tuple(self._reply(answer, lang) for answer in reply.replies),
        )

    def _embed(self, post: Post) -> EmbedView | None:
        giscus = self._context.settings.giscus
        if giscus is None or post.comments is not CommentStatus.OPEN:
            return None
        attributes = {
            "data-repo": giscus.repo,
            "data-repo-id": giscus.repo_id,
            "data-category": giscus.category,
            "data-category-id": giscus.category_id,
            "data-mapping": "specific",
            "data-term": post.id,
            "data-strict": "1",
            "data-theme": "preferred_color_scheme",
            "data-lang": post.lang,
            "data-loading": "lazy",
            "crossorigin": "anonymous",
        }
        return EmbedView(
            system="giscus",
            host=giscus.host,
            script=f"https://{giscus.host}/client.js",
            attributes=tuple(attributes.items()),
            url=f"https://github.com/{giscus.repo}/discussions",
        )

    def _mail(self, post: Post) -> str:
        mail = self._context.settings.reply_mail
        return mail_link(mail, post.title) if mail and post.comments is CommentStatus.OPEN else ""

    def _describe_page(self, view: PageTextView, page: Page) -> Mapping[str, Any]:
        """Return the structured data of a static page (https://schema.org/WebPage)."""
        data = {
            "@context": "https://schema.org",
            "@type": "WebPage",
            "name": view.title,
            "inLanguage": view.lang,
            "description": page.summary,
            "datePublished": view.date.isoformat() if view.date else "",
            "dateModified": page.modified.isoformat() if page.modified else "",
            "author": [*map(self._person_views.describe, view.authors)],
            "about": view.category,
            "keywords": list(view.tags),
        }
        return {key: value for key, value in data.items() if value}

    def _data(self, article: ArticleView, post: Post) -> Mapping[str, Any]:
        """Return the structured data of a post (https://schema.org/BlogPosting).

        The author of a post without a byline is its publisher, as in feeds.
        """
        describe, image = self._person_views.describe, article.image or self._context.card(post)
        publisher = {"@type": "Organization", "name": self._context.info.organisation}
        data: dict[str, Any] = {
            "@context": "https://schema.org",
            "@type": "BlogPosting",
            "headline": article.title,
            "datePublished": article.date.isoformat(),
            "dateModified": max(article.date, article.modified or article.date).isoformat(),
            "inLanguage": article.lang,
            "mainEntityOfPage": post.canonical or article.url_absolute,
            "author": [*map(describe, article.authors)] or [publisher],
            "publisher": publisher,
            "commentCount": article.thread.count,
            "wordCount": article.words,
        }
        optional = {
            "description": post.summary,
            "image": self._context.describe_image(image) if image else "",
            "keywords": [topic.name for topic in article.tags],
            "articleSection": article.category.name if article.category else "",
            "contributor": [*map(describe, article.written_with)],
            "correction": [
                {
                    "@type": "CorrectionComment",
                    "text": change.text,
                    "datePublished": change.date.isoformat(),
                }
                for change in article.changes
                if change.is_correction
            ],
        }
        return data | {key: value for key, value in optional.items() if value}


def _name_topics(article: ArticleView) -> tuple[str, ...]:
    """Return the name of the category of a post, which may be empty, and those of its tags."""
    category = article.category.name if article.category else ""
    return category, *(topic.name for topic in article.tags)


def _find_least_headings(post: Post) -> int | None:
    """Return the number of headings from which a post has contents; None for never."""
    if post.contents is None:
        return LEAST_HEADINGS if post.body.words >= LEAST_WORDS else None
    return 1 if post.contents else None


def _is_described(page: Page) -> bool:
    """Return True if a page has more to describe than its title."""
    return bool(page.date or page.authors or page.category or page.tags)


def mail_link(address: str, subject: str) -> str:
    """Return a `mailto:` address with a subject (RFC 6068)."""
    return f"mailto:{quote(address, safe='@')}?subject={quote(subject, safe='')}"

"""Views of the tags, categories and tag cloud of a language."""

from __future__ import annotations

from collections.abc import Sequence

from rostrum.core.model import Post
from rostrum.pages.context import ViewContext, once
from rostrum.topics.topics import Topic, choose_cloud, weigh
from rostrum.views.components import TopicView


class TopicViews:
    """Makes the views of tags and categories, each of them once."""

    def __init__(self, context: ViewContext) -> None:
        self._context = context
        self._topics: dict[tuple[str, str], dict[str, TopicView]] = {}
        self._lists: dict[tuple[str, str], tuple[TopicView, ...]] = {}
        self._clouds: dict[str, tuple[TopicView, ...]] = {}

    def tags(self, lang: str) -> tuple[TopicView, ...]:
        """Return the tags of a language, sorted by name."""
        return self._topics_by_name("tag", lang)

    def categories(self, lang: str) -> tuple[TopicView, ...]:
        """Return the categories of a language, sorted by name."""
        return self._topics_by_name("category", lang)

    def cloud(self, lang: str) -> tuple[TopicView, ...]:
        """Return the tags in the tag cloud of a language, in display order.

        Tags without pages are in no cloud.
        """
        return once(self._clouds, lang, lambda: self._make_cloud(lang))

    def tags_of(self, post: Post) -> tuple[TopicView, ...]:
        """Return the tags of a post in the order of the source file."""
        return self._topics_of("tag", post.tags, post.lang)

    def category_of(self, post: Post) -> TopicView | None:
        """Return the category of a post, or None."""
        names = (post.category,) if post.category else ()
        return next(iter(self._topics_of("category", names, post.lang)), None)

    def _make_cloud(self, lang: str) -> tuple[TopicView, ...]:
        if not self._context.addresses.writes("TAG"):
            return ()
        views, chosen = self._topic_views("tag", lang), self._choose_cloud(lang)
        if self._context.settings.cloud_order == "weight":
            return tuple(views[topic.slug] for topic in chosen)
        slugs = {topic.slug for topic in chosen}
        return tuple(view for view in views.values() if view.slug in slugs)

    def _choose_cloud(self, lang: str) -> tuple[Topic, ...]:
        settings, tags = self._context.settings, self._context.site.tags.get(lang, ())
        return choose_cloud(tags, settings.cloud_minimum, settings.cloud_maximum)

    def _topics_by_name(self, kind: str, lang: str) -> tuple[TopicView, ...]:
        views = self._topic_views(kind, lang)
        return once(self._lists, (kind, lang), lambda: tuple(views.values()))

    def _topics_of(self, kind: str, names: Sequence[str], lang: str) -> tuple[TopicView, ...]:
        known = self._topic_views(kind, lang)
        slugs = dict.fromkeys(self._context.addresses.slugify(name) for name in names)
        return tuple(known[slug] for slug in slugs if slug in known)

    def _topic_views(self, kind: str, lang: str) -> dict[str, TopicView]:
        return once(self._topics, (kind, lang), lambda: self._make_topics(kind, lang))

    def _make_topics(self, kind: str, lang: str) -> dict[str, TopicView]:
        of_lang = self._context.site.tags if kind == "tag" else self._context.site.categories
        topics: tuple[Topic, ...] = of_lang.get(lang, ())
        sized = self._choose_cloud(lang) if kind == "tag" else topics
        counts = [topic.count for topic in sized or topics]
        smallest, largest = min(counts, default=1), max(counts, default=1)
        address_of = (
            self._context.addresses.tag if kind == "tag" else self._context.addresses.category
        )
        return {
            topic.slug: TopicView(
                name=topic.name,
                url=self._context.href(address_of(topic.slug, lang)),
                count=topic.count,
                weight=weigh(
                    max(topic.count, smallest),
                    smallest,
                    largest,
                    self._context.settings.cloud_steps,
                ),
                slug=topic.slug,
                description=topic.description,
            )
            for topic in topics
        }

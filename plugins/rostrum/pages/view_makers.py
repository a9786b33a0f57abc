"""The shared makers of views, one of each for a site."""

from __future__ import annotations

from rostrum.pages.context import ViewContext
from rostrum.pages.descriptions import Descriptions
from rostrum.pages.periods import Periods
from rostrum.pages.person_views import PersonViews
from rostrum.pages.social_cards import SocialCards
from rostrum.pages.teasers import Teasers
from rostrum.pages.topic_views import TopicViews


class ViewMakers:
    """The context of a site and its view makers: people, topics, descriptions and others."""

    def __init__(self, context: ViewContext) -> None:
        self.context = context
        self.people = PersonViews(context)
        self.topics = TopicViews(context)
        self.teasers = Teasers(context, self.people, self.topics)
        self.periods = Periods(context)
        self.cards = SocialCards(context)
        self.descriptions = Descriptions(context)

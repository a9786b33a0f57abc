"""The makers of the views that several pages share, one of each for a site."""

from __future__ import annotations

from rostrum.pages.context import ViewContext
from rostrum.pages.periods import Periods
from rostrum.pages.person_views import PersonViews
from rostrum.pages.teasers import Teasers
from rostrum.pages.topic_views import TopicViews


class ViewMakers:
    """Holds a site's context and what makes views from it: people, topics, teasers, periods."""

    def __init__(self, context: ViewContext) -> None:
        self.context = context
        self.people = PersonViews(context)
        self.topics = TopicViews(context)
        self.teasers = Teasers(context, self.people, self.topics)
        self.periods = Periods(context)

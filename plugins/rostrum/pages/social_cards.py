"""The social cards of posts, series and people: what each of them shows, in words and pictures."""

from __future__ import annotations

from collections.abc import Iterable

from rostrum.cards.model import HEIGHT, WIDTH, Card, CardFace, CardPicture
from rostrum.cards.plan import identify_brand, plan_card
from rostrum.core.assets import PictureUse
from rostrum.core.model import PersonLevel, Post
from rostrum.pages.context import ViewContext
from rostrum.site.cards import find_picture
from rostrum.views.components import (
    ArticleView,
    ImageView,
    InstallmentView,
    PersonView,
    SeriesView,
)

_MOST_FACES = 3
_SMALLEST = 360  # pixels, of the shorter side; a smaller picture would be enlarged


class SocialCards:
    """Makes the cards of a site; there are none if the setting `cards` is off."""

    def __init__(self, context: ViewContext) -> None:
        self._context = context
        self._brand_id = identify_brand(context.card_brand)

    def make_post(self, post: Post, article: ArticleView) -> ImageView | None:
        """Return the card of a post, with its picture or one of its text."""
        step, category = article.installment, article.category
        wording = self._context.languages[post.lang].wording
        role = _word_role(article.authors[0]) if len(article.authors) == 1 else ""
        card = Card(
            title=post.title,
            brand=self._context.name(post.lang),
            kicker=self._word_part(step, post.lang) if step else category.name if category else "",
            steps=_list_steps(step.series) if step else "",
            faces=self._list_faces(article.authors),
            names=wording.join(person.name for person in article.authors),
            note=" · ".join(filter(None, (role, wording.date(post.date)))),
            picture=self._find_picture(post),
        )
        return self._view(card)

    def make_series(
        self, series: SeriesView, writers: Iterable[PersonView], lang: str
    ) -> ImageView | None:
        """Return the card of a series: how far it is, and who writes it."""
        language, people = self._context.languages[lang], tuple(writers)
        kicker = language.pgettext("one", "Series")
        if series.status == "running":
            kicker = language.gettext("Running series")
        card = Card(
            title=series.title,
            brand=self._context.name(lang),
            kicker=kicker,
            words=series.summary,
            steps=_list_steps(series),
            faces=self._list_faces(people),
            names=language.wording.join(person.name for person in people),
            note=self._word_progress(series, lang),
            picture=self._make_picture(series.image),
        )
        return self._view(card)

    def make_person(self, person: PersonView, lang: str) -> ImageView | None:
        """Return the card of a person: a portrait, the name and the present role."""
        card = Card(
            title=person.name,
            brand=self._context.name(lang),
            kicker="" if person.level == PersonLevel.GUEST else self._context.info.organisation,
            words=", ".join(filter(None, (person.role, person.unit))),
            picture=self._make_picture(person.photo, smallest=0),
            portrait=person.initials,
        )
        return self._view(card)

    def _view(self, card: Card) -> ImageView | None:
        context = self._context
        if not context.settings.cards:
            return None
        use = plan_card(card, self._brand_id)
        src = context.addresses.file_href(use.path)
        words = (card.kicker, card.title, card.words, card.names, card.note, card.brand)
        alt = " · ".join(filter(None, words))
        absolute = context.addresses.site_root + src
        return ImageView(src, absolute, alt, "", "", "", "", WIDTH, HEIGHT, use)

    def _word_part(self, step: InstallmentView, lang: str) -> str:
        gettext = self._context.languages[lang].gettext
        part = gettext("Part %(part)s of %(total)s", part=step.part, total=step.total)
        return f"{part} · {step.series.title}"

    def _word_progress(self, series: SeriesView, lang: str) -> str:
        """Return how many parts are out, in the words of the theme."""
        language, out, total = self._context.languages[lang], series.out, series.total
        gettext, ngettext = language.gettext, language.messages.ngettext
        if series.status == "complete":
            return ngettext("Complete, %(count)s part", "Complete, %(count)s parts", out)
        if series.status == "paused" and total > out:
            return gettext("Paused, %(out)s of %(total)s parts are out", out=out, total=total)
        if series.status == "paused":
            return ngettext("Paused, %(count)s part so far", "Paused, %(count)s parts so far", out)
        if total > out:
            return gettext("%(out)s of %(total)s parts are out", out=out, total=total)
        return ngettext("%(count)s part so far", "%(count)s parts so far", out)

    def _list_faces(self, people: tuple[PersonView, ...]) -> tuple[CardFace, ...]:
        return tuple(
            CardFace(person.initials, self._make_picture(person.photo, smallest=0))
            for person in people[:_MOST_FACES]
        )

    def _find_picture(self, post: Post) -> CardPicture | None:
        """Return the picture of a post, or else one of its text."""
        found = self._make_picture(self._context.image(post.image))
        if found or post.image:
            return found
        other = find_picture(post.body, post.path, post.lang, self._context.links)
        return self._make_picture(self._context.image(other)) if other else None

    def _make_picture(
        self, image: ImageView | None, smallest: int = _SMALLEST
    ) -> CardPicture | None:
        """Return a picture for a card; None for one that is small, drawn as SVG or elsewhere."""
        if image is None or not isinstance(image.asset, PictureUse):
            return None
        original = self._context.pictures.find_original(image.asset.path)
        if original is None or min(original.width, original.height) < smallest:
            return None
        is_drawing = original.fallback == "png"
        return CardPicture(image.asset.path, original.digest, is_drawing and smallest > 0)


def _list_steps(series: SeriesView) -> str:
    """Return the first letter of the state of each step."""
    return "".join([step.state[0] for step in series.steps])


def _word_role(person: PersonView) -> str:
    return "" if person.former else person.role

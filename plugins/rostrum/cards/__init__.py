"""Social cards: the picture of a page that networks and messengers show of a link to it.

Entry points: `model.Card` says what a card shows; `plan.plan_card` names its file, without drawing
it; `draw.CardArtist` draws it, in the brand that `brand.CardBrand` describes; `fonts` are its
letters. This package does not know pages or templates.
"""

"""Spelling by hunspell's dictionaries: `rostrum check --spelling`.

Entry points: `visible_text.read_visible_text` returns what readers see of a text in its language;
`words.TextChecker` finds the words in it that a `dictionaries.Speller` does not know;
`places.WordPlaces` finds these in the source; `word_lists.KnownWords` knows those of the site.
This folder knows no site: `build/spelling.py` brings texts, words and cache together.
"""

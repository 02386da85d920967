"""What somebody typed, read as words: bounded, and free of anything a database could take for an operator."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from honors.search.words import Word, words_of

LONGEST_QUERY = 100
MOST_WORDS = 8
# One letter begins too many words to be looked for in texts, and alone in names.
SHORTEST_PREFIX = 2
_QUOTES = re.compile('["“”„«»]')


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """A query: its text fit for showing, the words that all have to occur, and the phrases among them.

    `prefix` is the last word where somebody may still be typing it: it matches
    longer words too, after everything that holds it whole.
    """

    text: str
    words: tuple[Word, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    prefix: str = ""

    @property
    def folded(self) -> tuple[str, ...]:
        """The words without tone marks."""
        return tuple(word.folded for word in self.words)

    @property
    def has_tones(self) -> bool:
        """Whether somebody typed any mark: then that tone comes first."""
        return any(word.toned for word in self.words)

    @property
    def long_prefix(self) -> str:
        """The unfinished word where it is more than a letter: what is looked for in texts."""
        return self.prefix if len(self.prefix) >= SHORTEST_PREFIX else ""

    def __bool__(self) -> bool:
        return bool(self.words)


def parse_query(text: str) -> SearchQuery:
    """Read what was typed: at most 100 characters and 8 words; what stands in quotation marks is a phrase.

    Control characters, lone surrogates and signs end a word and are dropped; an
    open quotation mark is closed at the end.
    """
    # Characters that compose are few: twice the length is more than enough to compose it from.
    cut = "".join(char if char.isprintable() else " " for char in text[: 2 * LONGEST_QUERY])
    shown = " ".join(unicodedata.normalize("NFC", cut)[:LONGEST_QUERY].split())
    words: list[Word] = []
    phrases: list[tuple[str, ...]] = []
    for number, part in enumerate(_QUOTES.split(shown)):
        found = list(words_of(part))[: MOST_WORDS - len(words)]
        words += found
        if number % 2 and len(found) > 1:
            phrases.append(tuple(word.folded for word in found))
    is_typing = shown[-1:].isalnum() and not cut.endswith(" ") and len(words) < MOST_WORDS
    ends_open = is_typing and bool(words) and (len(words) > 1 or len(words[0].folded) >= SHORTEST_PREFIX)
    return SearchQuery(shown, tuple(words), tuple(phrases), words[-1].folded if ends_open else "")

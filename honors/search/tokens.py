"""The tokens of a document: what both databases match, whole and without looking inside.

| token | says |
|---|---|
| `hien` | the folded word occurs |
| `_b_hien_dat` | the two folded words follow each other |
| `_x_hiên5` | the word occurs with this tone |
| `_t_binh`, `_y_binh2` | the same two for the title alone: names |
| `_k_entry` | it is of this kind |
| `_f_year_2020` | a fact it can be narrowed by |

No word holds an underscore, so the marks cannot be typed.  The folded words
come first and in their order, with a lone `_` where one part of the text ends,
so a phrase of many words can be looked up in the string itself.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from honors.search.words import words_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MOST_WORDS = 3000
_BREAK = "_"


def word_token(folded: str, *, in_title: bool = False) -> str:
    """Return the token of a folded word."""
    return f"_t_{folded}" if in_title else folded


def toned_token(toned: str, *, in_title: bool = False) -> str:
    """Return the token of a word with its tone."""
    return f"_y_{toned}" if in_title else f"_x_{toned}"


def pair_token(first: str, second: str) -> str:
    """Return the token of two folded words that follow each other."""
    return f"_b_{first}_{second}"


def kind_token(kind: str) -> str:
    """Return the token of a kind of document."""
    return f"_k_{kind}"


def facet_token(name: str, value: object) -> str:
    """Return the token of a fact: a name of ours and a number or code without spaces."""
    return f"_f_{name}_{value}"


def document_tokens(*, kind: str, title: str, parts: Iterable[str], facets: Mapping[str, object]) -> str:
    """Return the tokens of a document, separated by spaces; text beyond MOST_WORDS words is not searched."""
    names = words_in(title)
    folded = [word.folded for word in names]
    toned = {word.toned for word in names if word.toned}
    for part in parts:
        found = words_in(part)
        folded += [_BREAK, *(word.folded for word in found)]
        toned |= {word.toned for word in found if word.toned}
        if len(folded) > MOST_WORDS:
            break
    folded = folded[:MOST_WORDS]
    marks = {kind_token(kind)}
    marks |= {facet_token(name, value) for name, value in facets.items()}
    marks |= {pair_token(first, second) for first, second in pairwise(folded) if _BREAK not in (first, second)}
    marks |= {toned_token(form) for form in toned}
    marks |= {word_token(word.folded, in_title=True) for word in names}
    marks |= {toned_token(word.toned, in_title=True) for word in names if word.toned}
    return " ".join([*folded, *sorted(marks)])


def folded_words(tokens: str) -> set[str]:
    """Return the folded words of a document's tokens."""
    return {token for token in tokens.split(" ") if token and not token.startswith(_BREAK)}


def title_words(tokens: str) -> set[str]:
    """Return the folded words of a document's title."""
    return {token.removeprefix("_t_") for token in tokens.split(" ") if token.startswith("_t_")}


def holds_phrase(tokens: str, phrase: Iterable[str]) -> bool:
    """Whether the folded words follow each other somewhere in a document."""
    return f" {' '.join(phrase)} " in f" {tokens} "

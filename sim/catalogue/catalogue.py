"""What every catalogue is: a data frame, searched, that shows itself in Dutch and English."""

from collections.abc import Sequence
from typing import Any, ClassVar

import pandas as pd

from sim.catalogue.search import checked, is_found, nearest_words
from sim.readable.frame import Shown, checked_language
from sim.readable.sheet import Sheet
from sim.words.catalogue import say

FEW = 6  # rows that are shown with everything there is to know about them


class Catalogue(Shown):
    """A frame with a row per thing: `name`, `nl`, `en`, ... ; `about["search"]` says what for."""

    WHAT: ClassVar[str]

    def searched(self, search: object) -> "Catalogue":
        """Return the rows in which every word of `search` stands, in Dutch or English.

        Raises:
            ConfigError: `search` is no text.
        """
        wanted, frame = checked(search), pd.DataFrame(self)
        texts = [
            [str(v) for v in row if isinstance(v, str)] for row in frame.itertuples(index=False)
        ]
        is_in = [is_found(wanted, each) for each in texts]
        near: list[str] = []
        if wanted and not any(is_in):
            near = nearest_words(wanted, [text for each in texts for text in each])
        about = {**self.about, "search": wanted, "near": near, "total": len(frame)}
        return type(self)(frame[is_in].reset_index(drop=True), about)

    def readable_in_full(self, language: str = "en") -> Sheet:
        """Return the table with all there is to know of each row: label, name, the rest."""
        return self._sheet(checked_language(language), few=True)

    def _sheet(self, lang: str, *, few: bool | None = None) -> Sheet:
        raise NotImplementedError

    def _title(self, lang: str) -> str:
        search, n = self.about.get("search", ""), len(self)
        key = f"{self.WHAT}_found" if search else self.WHAT
        return say(f"found.{key}", lang).format(n=n, search=search)

    def _none(self, lang: str) -> tuple[str, ...]:
        if len(self) or not self.about.get("search"):
            return ()
        near = ", ".join(self.about.get("near", ()))
        return (say("found.near", lang).format(near=near) if near else say("found.none", lang),)

    def _made(
        self,
        lang: str,
        headings: Sequence[str],
        rows: Sequence[tuple[str, ...]],
        *notes: str,
        **how: Any,
    ) -> Sheet:
        return Sheet(
            self._title(lang),
            tuple(say(f"found.{key}", lang) for key in headings),
            rows,
            notes=(*self._none(lang), *notes),
            **how,
        )

    def _exact(self, lang: str) -> pd.DataFrame:
        return pd.DataFrame(self)

"""Captions of figures."""

from sim.words.catalogue import say


def caption(figure: str, lang: str, n: int, kind: str = "bands") -> str:
    """Return the caption of a figure over `n` replications.

    `kind` (bands, bars, dots, steps or mean) says how uncertainty is drawn.
    """
    spread = say(f"figures.captions.{kind if n > 1 else 'once'}", lang, n=n)
    return f"{say(f'figures.captions.{figure}', lang)} {spread}"

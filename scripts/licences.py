"""Show under which licence every package comes that requirements.lock names.

    python -m scripts.licences

Reads what the packages installed here say of themselves. Licences that ask for the same licence in
return (GPL, AGPL and the like) are refused; MPL and LGPL, which ask that of their own files, are
named. Exit code 0: all known and allowed; 2: one is refused, or unknown.
"""

import re
import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution

from rich.console import Console
from rich.table import Table

from scripts.locked import DEVELOPMENT, OPTIONAL, REQUIRED, read_lock, scopes

FREE, NAMED, REFUSED, UNKNOWN = "", "its own files", "REFUSED", "UNKNOWN"
NEEDED = {REQUIRED: "the program", OPTIONAL: "an extra", DEVELOPMENT: "development"}
WORST = (FREE, NAMED, UNKNOWN, REFUSED)  # from best to worst
KINDS = (  # the first that fits
    (REFUSED, r"affero|\bagpl|\bsspl|server side public|\bbusl|business source|commons clause"),
    (NAMED, r"\blgpl|lesser general public|\bmpl|mozilla public|\bepl|eclipse public"),
    (NAMED, r"\bgpl\S* with \S*exception"),
    (REFUSED, r"\bgpl|general public license"),
    (FREE, r"\bmit\b|\bmit-|\bbsd|\b0bsd|apache|\bpsf|python software foundation|\bisc\b|\bzlib"),
    (FREE, r"\bcc0|\bzpl|zope public|\bhpnd|unlicense|\bboost|\bbsl-1"),
)


def kind_of(licence: str) -> str:
    """Return what a licence asks for: of parts joined by AND the worst, by OR the best."""
    parts = re.split(r"\s+and\s+|\s*;\s*", licence.lower().replace("(", " ").replace(")", " "))
    return max(
        (
            min((_kind(choice) for choice in re.split(r"\s+or\s+", part)), key=WORST.index)
            for part in parts
        ),
        key=WORST.index,
    )


def _kind(licence: str) -> str:
    if re.search(r"\bor later\b|-or-later\b", licence):
        licence = re.sub(r"[- ]or[- ]later", "", licence)
    return next((kind for kind, words in KINDS if re.search(words, licence)), UNKNOWN)


def licence_of(found: Distribution) -> str:
    """Return what an installed package says of its licence; empty where it says nothing.

    An SPDX expression, else its classifiers, else a line of text, else the first line of its file.
    """
    said = found.metadata
    if expression := said.get("License-Expression"):
        return expression
    classified = [
        line.rpartition(" :: ")[2]
        for line in said.get_all("Classifier") or []
        if line.startswith("License ::") and not line.endswith("OSI Approved")
    ]
    if classified:
        return "; ".join(classified)
    lines = (said.get("License") or "").strip().splitlines()
    if lines and lines[0].upper() != "UNKNOWN":
        return lines[0]
    for path in found.files or []:
        if re.match(r"licen[cs]e|copying", path.name, re.IGNORECASE):
            text = path.locate().read_text(encoding="utf-8", errors="replace")
            return next((line.strip() for line in text.splitlines() if line.strip()), "")
    return ""


def installed(name: str, version: str) -> Distribution | None:
    """Return an installed package; None where this version of it is not here."""
    try:
        found = distribution(name)
    except PackageNotFoundError:
        return None
    return found if found.version == version else None


def main() -> int:
    """Run the command and return the exit code."""
    locked = read_lock()
    scope_of = scopes(locked)
    table = Table("package", "version", "needed by", "licence", "asks for")
    elsewhere, bad, n = [], [], 0
    for each in locked:
        found = installed(each.name, each.version)
        if found is None:
            elsewhere.append(f"{each.name} {each.version}")
            continue
        licence = licence_of(found)
        kind = kind_of(licence) if licence else UNKNOWN
        n += 1
        table.add_row(each.name, each.version, NEEDED[scope_of[each.name]], licence, kind)
        if kind in (REFUSED, UNKNOWN):
            bad.append(f"{each.name} {each.version}: {licence or 'it says nothing'} ({kind})")
    Console(width=None if sys.stdout.isatty() else 120).print(table)
    print(f"{n} packages. Not installed here, so not read: {', '.join(elsewhere) or 'none'}.")
    if bad:
        print("\n".join(bad), file=sys.stderr)
        print(
            "Take another package or version, or find out what its licence is: "
            "docs/dependencies.md says how.",
            file=sys.stderr,
        )
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())

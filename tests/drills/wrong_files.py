"""What a file may hold that is wrong, and what is said of it."""

from itertools import pairwise

from tests.drills.wrong import BOTH, DIGITS, HUGE, LONG, Wrong, design, many_keys, scenario

BROKEN = {
    "alias": (scenario(title="&a {nl: a, en: a}\nsource: *a"), "alias"),
    "tag": (scenario(source="!!python/object/apply:os.system [ls]"), "tag"),
    "bomb": ("a: &a [x, x]\nb: &b [*a, *a]\n", "alias"),
    "twice": (scenario() + "source: again\n", "stands twice"),
    "nul": ("title: a\0b\n", "line 1"),
    "latin": (scenario(source="één").encode("latin-1"), "not UTF-8"),
    "utf16": (scenario().encode("utf-16"), "not UTF-8"),
    "deep": (f"title: {'[' * 3000}\n", "nested deeper"),
    "deeper": (f"title: {'{a: ' * 3000}\n", "nested deeper"),
    "tab": ("title:\n\t- a\n", "line 2"),
    "open": ("title: {nl: a\n", "line"),
    "empty": ("", "holds empty"),
    "list": ("- a\n- b\n", "mapping"),
    "word": ("hello\n", "mapping"),
    "documents": (scenario() + "---\n" + scenario(), "line"),
    "keys": (scenario() + many_keys(57_000), "unknown key"),
    "more keys": (scenario() + many_keys(250_000), ""),
    "large": (b"#" * 2_000_000, "no more is read"),
    "levers": (scenario(changes=f"\n  {'  '.join(many_keys(57_000).splitlines(True))}"), "key_0"),
    "title": (scenario(title=f"{{nl: {'x' * 100_000}, en: a}}"), "title"),
    "source": (scenario(source="{}"), "'source' is"),
    "number": (scenario(source=DIGITS), "digits"),
    "feb 30": (scenario(changes="{evaluation.interval_days: {from: 2025-02-30, to: 42}}"), "02-30"),
    "year 9999": (scenario(changes="{evaluation.interval_days: [{from: 9999-12-31, to: 2}]}"), ""),
    "digits": (scenario(changes=f"{{evaluation.interval_days: [{{to: {DIGITS}}}]}}"), "digits"),
    "nan": (scenario(changes="{evaluation.interval_days: [{from: 2025-01-01, to: .nan}]}"), "nan"),
    "infinite": (
        scenario(changes="{evaluation.interval_days: [{from: 2025-01-01, to: .inf}]}"),
        "",
    ),
    "1e300": (scenario(changes="{evaluation.interval_days: [{from: 2025-01-01, to: 1e300}]}"), ""),
    "no dates": (scenario(changes="{evaluation.interval_days: 42}"), "list of changes"),
    "changes": (scenario(changes="3"), "'changes'"),
    "on itself": (scenario() + "on_top_of: wrong\n", "'on_top_of'"),
    "on a list": (scenario() + "on_top_of: [baseline]\n", "'on_top_of'"),
    "long key": (scenario() + f"{LONG}: 1\n", "unknown key"),
    "long lever": (scenario(changes=f"{{{LONG}: [{{from: 2025-01-01, to: 1}}]}}"), "unknown lever"),
    "long word": (scenario() + f"on_top_of: {LONG}\n", "unknown scenario"),
    "key of a list": ("[a, b]: 1\n", "key is text"),
    "no words": (scenario(title="{nl: '', en: ' '}"), "'title.nl'"),
    "half a letter": ('title: "\\ud800"\n', "line 1"),
    "escape": ('title: "\\UFFFFFFFF"\n', "line 1"),
}
SCENARIO_FILES = [
    Wrong(f"{words}{name.replace(' ', '_')}_.yaml", told, {f"{name.replace(' ', '_')}_.yaml": text})
    for name, (text, told) in BROKEN.items()
    for words in ("scenario=", "check ")
]

LEVER = "\n  evaluation.interval_days: "
DESIGNS = {
    "replications": (design(replications="0"), "'replications' is 0"),
    "many replications": (design(replications=HUGE), "replications"),
    "real replications": (design(replications="2.0"), "'replications' is 2.0"),
    "no replications": (design(replications=""), "'replications' is missing"),
    "points of a grid": (design(points="5"), "Remove 'points'"),
    "no points": (design(method="sobol", levers=LEVER + "{low: 28, high: 182}"), "'points'"),
    "many points": (
        design(method="sobol", points=HUGE, levers=LEVER + "{low: 28, high: 182}"),
        "'points' is",
    ),
    "sobol of nothing": (design(method="sobol", points="5"), "needs at least one range"),
    "block": (design(block="0"), "'block' is 0"),
    "large block": (design(block=HUGE), "'block' is"),
    "minutes": (design(minutes=".nan"), "'minutes' is nan"),
    "endless minutes": (design(minutes=".inf"), "'minutes' is inf"),
    "seed": (design(seed="-1"), "'seed' is -1"),
    "large seed": (design(seed=HUGE), "'seed' is"),
    "scenario twice": (design(scenario="[baseline, ombouw, ombouw]"), "ombouw"),
    "no scenario": (design(scenario="[]"), "'scenario' is"),
    "unknown scenario": (design(scenario="ombow"), "did you mean 'ombouw'"),
    "scenario of lists": (design(scenario="[[baseline]]"), "'scenario' is"),
    "many scenarios": (design(scenario=f"[{', '.join(f's{n}' for n in range(500))}]"), "s0"),
    "unknown base": (design(base="basline"), "did you mean 'baseline'"),
    "base of lists": (design(base="[baseline]"), "'base' is"),
    "unknown region": (design(region="limbrug"), "did you mean 'limburg'"),
    "region twice": (design(region="[limburg, limburg]"), "limburg"),
    "region of nothing": (design(region="~"), "'region' is empty"),
    "method": (design(method="sobel"), "'method' is 'sobel'"),
    "start after end": (design(start="2030-01-01", end="2025-01-01"), "'end' is 2025-01-01"),
    "start": (design(start="2025-02-30"), "2025-02-30"),
    "end": (design(end="9999-12-31"), "'end' is 9999-12-31"),
    "warm-up": (design(warm_up_years=".nan"), "'warm_up_years' is nan"),
    "note": (design(note="{}"), "'note'"),
    "unknown key": (design(replicatons="3"), "did you mean 'replications'"),
    "keys": (design() + many_keys(57_000), "unknown key"),
    "levers": (design(levers="\n  " + "  ".join(many_keys(57_000).splitlines(True))), "lever"),
    "list": (design(levers="[a]"), "'levers' is"),
    "unknown lever": (design(levers="{evaluation.interval: {low: 1, high: 2}}"), "interval_days"),
    "nan": (design(levers=LEVER + "{values: [.nan]}"), "nan"),
    "infinite": (design(levers=LEVER + "{values: [.inf, 42]}"), "inf"),
    "text": (design(levers=LEVER + "{values: [a]}"), "'a'"),
    "no values": (design(levers=LEVER + "{values: []}"), "'values'"),
    "value twice": (design(levers=LEVER + "{values: [42, 42.0]}"), "twice"),
    "low is high": (design(levers=LEVER + "{low: 42, high: 42, n: 2}"), "is empty"),
    "low above high": (design(levers=LEVER + "{low: 84, high: 42, n: 2}"), "is empty"),
    "low alone": (design(levers=LEVER + "{low: 42, n: 2}"), "'high'"),
    "both": (design(levers=LEVER + "{low: 42, high: 84, values: [42]}"), "either"),
    "no levels": (design(levers=LEVER + "{low: 42, high: 84}"), "'n'"),
    "many levels": (design(levers=LEVER + "{low: 42, high: 84, n: 1000000}"), "'n'"),
    "more levels than numbers": (design(levers=LEVER + "{low: 42, high: 43, n: 5}"), "'n' is 5"),
    "n of a sobol": (
        design(method="sobol", points="4", levers=LEVER + "{low: 28, high: 84, n: 3}"),
        "'n'",
    ),
    "not plausible": (design(levers=LEVER + "{values: [1]}"), "plausible"),
    "not whole": (design(levers=LEVER + "{values: [42.5]}"), "whole"),
    "how": (design(levers=LEVER + "{values: [42], how: too}"), "'too'"),
    "shape": (design(levers=LEVER + "{values: [42], shape: round, from: 2026-01-01}"), "'round'"),
    "from": (design(levers=LEVER + "{values: [42], from: soon}"), "'soon'"),
    "until before from": (
        design(levers=LEVER + "{values: [42], from: 2027-01-01, until: 2026-01-01}"),
        "'until' is 2026-01-01",
    ),
    "lever and parameter": (
        design(levers=LEVER + "{values: [42]}", parameters=LEVER + "{values: [84]}"),
        "evaluation.interval_days",
    ),
    "assumption as lever": (design(levers="{step_down.success_base: plausible}"), "'parameters'"),
    "unknown row": (design(parameters="{step_down.sucess_base: plausible}"), "success_base"),
    "plausible": (design(levers=LEVER + "plausibel"), "plausibel"),
    "number": (design(levers=LEVER + "42"), "low and high"),
    "wide": (
        design(
            method="grid",
            levers=LEVER + "{low: 28, high: 182, n: 100}",
            parameters="{step_down.success_base: {low: -1, high: 1, n: 1001}}",
        ),
        "100,100 points",
    ),
    "thousands": (design(levers=LEVER + "{values: [1.000]}"), "1000"),
    "title": (design(title=f"{{nl: {'x' * 100_000}, en: a}}"), "'title.nl' has 100,000 letters"),
    "title of a word": (design(title="a"), "'title' is 'a'"),
}
DESIGN_FILES = [
    Wrong(
        f"sweep {name.replace(' ', '_')}.yaml --output there",
        told,
        {f"{name.replace(' ', '_')}.yaml": text},
    )
    for name, (text, told) in DESIGNS.items()
] + [
    Wrong(f"sweep {name.replace(' ', '_')}_.yaml", told, {f"{name.replace(' ', '_')}_.yaml": text})
    for name, (text, told) in BROKEN.items()
    if name in ("alias", "tag", "twice", "nul", "latin", "deep", "empty", "list", "large", "number")
]

ROW = "{2020-01-01: {value: %s, source: made up, grade: B}}"


def region(**changed: str) -> str:
    """Return the text of a region's file with some of its lines changed."""
    lines = {"title": BOTH, "source_number": "200", "rows": "{}"}
    return "".join(f"{key}: {value}\n" for key, value in (lines | changed).items() if value)


REGIONS = {
    "no rows": (region(), "row 'arrival.per_10000' is missing"),
    "rows of a number": (region(rows="3"), "'rows' is 3"),
    "unknown row": (region(rows=f"{{arrival.per_1000: {ROW % 3}}}"), "arrival.per_10000"),
    "many rows": (region(rows="\n  " + "  ".join(many_keys(57_000).splitlines(True))), "key_000"),
    "negative": (region(rows=f"{{arrival.population: {ROW % -5}}}"), "-5"),
    "nan": (region(rows=f"{{arrival.population: {ROW % '.nan'}}}"), "nan"),
    "thousands": (region(rows=f"{{arrival.population: {ROW % '98.000'}}}"), "98000"),
    "not dated": (region(rows="{arrival.population: 5}"), "dates are needed"),
    "dates that fall": (
        region(
            rows="{arrival.population: {2021-01-01: {value: 98000, source: a, grade: B}, "
            "2020-01-01: {value: 98000, source: a, grade: B}}}"
        ),
        "dates must ascend",
    ),
    "no source": (region(rows="{arrival.population: {2020-01-01: {value: 1}}}"), "'source'"),
    "grade": (
        region(rows="{arrival.population: {2020-01-01: {value: 1, source: a, grade: Z}}}"),
        "'Z'",
    ),
    "number taken": (region(source_number="1"), "unique"),
    "number": (region(source_number="256"), "'source_number' is 256"),
    "number of text": (region(source_number="a"), "'source_number' is 'a'"),
    "large number": (region(source_number=HUGE), "'source_number' is"),
    "no number": (region(source_number=""), "'source_number' is missing"),
    "composite": (f"title: {BOTH}\nregions: [limbrug]\n", "did you mean 'limburg'"),
    "composite of nothing": (f"title: {BOTH}\nregions: []\n", "'regions' must be a list"),
    "composite of itself": (f"title: {BOTH}\nregions: [composite_of_itself]\n", "unknown region"),
    "composite of lists": (f"title: {BOTH}\nregions: [[limburg]]\n", "unknown region"),
    "composite of twice": (f"title: {BOTH}\nregions: [limburg, limburg]\n", "twice"),
}
REGION_FILES = [
    Wrong(f"{words}{name.replace(' ', '_')}.yaml", told, {f"{name.replace(' ', '_')}.yaml": text})
    for name, (text, told) in REGIONS.items()
    for words in ("region=", "check ")
]

EXPERIMENTS = {
    "unknown key": ("replicatons: 3\n", "replicatons"),
    "seed": ("seed: x\n", "'seed' is 'x'"),
    "thousands": ("seed: 1.000\n", "1000"),
    "region": ("region: limbrug\n", "did you mean 'limburg'"),
    "policy": ("policy: 3\n", "policy"),
    "policy of a list": ("policy: [1]\n", "experiment/wrong"),
    "empty lever": ("policy:\n  evaluation: {}\n", "'policy.evaluation' is empty"),
    "bomb": (
        "a: &a [x, x, x, x, x, x, x, x, x]\n"
        + "".join(f"{c}: &{c} [{', '.join([f'*{b}'] * 9)}]\n" for b, c in pairwise("abcdefghij")),
        "an alias",
    ),
    "deep": (f"seed: {'[' * 3000}\n", "wrong.yaml"),
    "latin": ("seed: één".encode("latin-1"), "not UTF-8"),
    "broken": ("seed: [1\n", "line"),
    "target": ("output: {_target_: os.getcwd}\n", "'output' is"),
    "large": (b"#" * 2_000_000, "no more is read"),
    "word": ("hello\n", "unknown key 'hello'"),
    "alias": ("seed: &a 1\nreplications: *a\n", "wrong.yaml, line 3: an alias"),
}
EXPERIMENT_FILES = [
    Wrong(
        "--config-dir mine +experiment=wrong",
        told,
        {
            "mine/experiment/wrong.yaml": b"# @package _global_\n"
            + (text if isinstance(text, bytes) else text.encode())
        },
    )
    for text, told in EXPERIMENTS.values()
]

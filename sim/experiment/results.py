"""Results of an experiment, for notebooks and queries: `sim.open_results(folder)`.

Every file is checked when the folder is opened. DuckDB reads the files as they are, within a bound
of memory.
"""

import io
import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from sim.common import arguments as check
from sim.common.arguments import kind
from sim.common.errors import ConfigError, Faults, show, unknown
from sim.common.files import mark
from sim.common.sealed import DamagedError
from sim.experiment.best import Best, best_points, parse_where
from sim.experiment.store import look
from sim.experiment.study import OF_A_POINT, POINTS, STUDY, TITLES, names_of, read_study
from sim.measures.kpis import HEADLINES
from sim.statistics.intervals import mean_band

MEMORY = "1GB"
LEAST_MB = 50
N_TOLD = 5  # files that are no results, in one message


def open_results(folder: str | Path, memory: str = MEMORY) -> "Results":
    """Open a folder of results; it may still be growing.

    Every file is read and checked first: nothing is taken from a folder in which a file is damaged,
    copied or of another plan.

    Args:
        folder: made by `python -m sim sweep`.
        memory: most that a query takes, for example "500MB"; what does not fit goes to a temporary
            file.

    Raises:
        ConfigError: `memory` is no bound; it is no folder of results, nothing in it is finished, or
            a file in it is not what was written; names it.
    """
    faults = Faults()
    kind(folder, str | Path, "open_results: 'folder'", faults, "the path of a folder of results.")
    faults.stop()
    _check_memory(memory)
    path = Path(folder)
    study = read_study(path)
    if study is None:
        raise ConfigError(
            f"{path} holds no results (no {STUDY}). Give the folder that python -m sim sweep "
            "printed."
        )
    design = study.content["design"]
    again = f"Run python -m sim sweep {design} --output {path}"
    try:
        points, kpis = (pq.read_table(io.BytesIO(study.read(name))) for name in (POINTS, TITLES))
    except DamagedError as error:
        raise DamagedError(f"{error} {again}: it is written anew.") from None
    names = names_of(study, points.to_pandas())
    found = look(path, names)
    faults = Faults()
    for file, why in list(found.strange.items())[:N_TOLD]:
        faults.add(f"{file}: {why}. {again}: it is put aside, and made again if it is missing.")
    faults.stop()
    if not found.files:
        raise ConfigError(f"{path} holds no finished task yet. {again}.")
    n_missing = len(names) - len(found.tasks)
    return Results(path, study.content, tuple(found.files), points, kpis, n_missing, memory)


@dataclass(frozen=True, eq=False)
class Results:
    """What stands in a folder of results.

    Views for SQL: `results` (scenario, point, replication, kpi, value), `points`, `kpis`.

    Attributes:
        folder: where.
        study: what it says of itself: design, model version, region, seed, replications.
        files: with the results, each checked when the folder was opened.
        n_missing: tasks that were not finished then.
        memory: bound of memory of a query.
    """

    folder: Path
    study: Mapping[str, Any]
    files: tuple[Path, ...] = field(repr=False)
    _points: pa.Table = field(repr=False)
    _kpis: pa.Table = field(repr=False)
    n_missing: int
    memory: str = field(default=MEMORY, repr=False)

    @cached_property
    def _connection(self) -> duckdb.DuckDBPyConnection:
        connection = duckdb.connect(
            config={
                "memory_limit": self.memory,
                "preserve_insertion_order": "false",
                "temp_directory": str(Path(tempfile.gettempdir()) / f"doorstroom-{mark()}"),
            }
        )
        connection.execute(
            "SET autoinstall_known_extensions = false; SET autoload_known_extensions = false"
        )  # nothing comes from outside
        for name, table in (("points", self._points), ("kpis", self._kpis)):
            connection.register("table_given", table)
            connection.execute(f"CREATE TABLE {name} AS SELECT * FROM table_given")
            connection.unregister("table_given")
        files = ", ".join(_literal(path) for path in self.files)
        connection.execute(
            "CREATE VIEW results AS SELECT p.scenario, r.point, r.replication, "
            "CAST(r.kpi AS VARCHAR) AS kpi, r.value "
            f"FROM read_parquet([{files}], hive_partitioning = false) r "
            "JOIN points p ON p.point = r.point"
        )
        return connection

    def sql(self, query: str, parameters: Sequence[object] = ()) -> pd.DataFrame:
        """Return what a query over `results`, `points` and `kpis` gives.

        Raises:
            ConfigError: it is no query, one that cannot be answered, or one that needs more memory.
        """
        try:
            (statement,) = duckdb.extract_statements(query)
            if statement.type != duckdb.StatementType.SELECT:
                raise ConfigError(f"sql: {show(query)} is no SELECT; nothing here can be changed.")
            try:
                return self._connection.cursor().execute(statement, list(parameters)).df()
            except duckdb.IOException:
                if all(path.exists() for path in self.files):
                    raise
            # a run that is at work merged some of the files
            vars(self)["_connection"] = open_results(self.folder, self.memory)._connection
            return self._connection.cursor().execute(query, list(parameters)).df()
        except duckdb.OutOfMemoryException:
            raise ConfigError(
                f"sql: the query needs more than {self.memory} of memory. Give more: "
                "open_results(folder, memory='4GB')."
            ) from None
        except (duckdb.Error, TypeError, ValueError) as error:
            if isinstance(error, ConfigError):
                raise
            raise ConfigError(f"sql: {show(query)} cannot be answered: {error}") from None

    @cached_property
    def points(self) -> pd.DataFrame:
        """One row per point: scenario, base, value of every lever and assumption varied."""
        return pd.DataFrame(self._points.to_pandas())

    @property
    def axes(self) -> list[str]:
        """Names of what was varied."""
        return [name for name in self.points.columns if name not in OF_A_POINT]

    @cached_property
    def kpis(self) -> list[str]:
        """Names of all numbers that were measured."""
        return list(self.sql("SELECT DISTINCT kpi FROM results ORDER BY kpi")["kpi"])

    def values(self, *kpis: str) -> pd.DataFrame:
        """Return [point, replication, one column per KPI].

        All headline KPIs where none is named.
        """
        wanted = self._checked(kpis)
        marks = ", ".join("?" for _ in wanted)
        long = self.sql(
            f"SELECT point, replication, kpi, value FROM results WHERE kpi IN ({marks})", wanted
        )
        wide = long.pivot_table(
            index=["point", "replication"], columns="kpi", values="value", dropna=False, sort=True
        )
        return wide.reindex(columns=wanted).reset_index().rename_axis(columns=None)

    def summary(self, *kpis: str) -> pd.DataFrame:
        """Return a row per point and KPI.

        [point, scenario, axes, kpi, n, mean, sd, low, high], with the 95 % t interval of the mean.
        """
        wanted = self._checked(kpis)
        marks = ", ".join("?" for _ in wanted)
        found = self.sql(
            "SELECT point, kpi, count(value) AS n, avg(value) AS mean, stddev_samp(value) AS sd "
            f"FROM results WHERE kpi IN ({marks}) "
            "GROUP BY point, kpi ORDER BY point, kpi",
            wanted,
        )
        return self.points.drop(columns=["base", "world"]).merge(
            _with_interval(found, "mean"), on="point"
        )

    def differences(self, *kpis: str) -> pd.DataFrame:
        """Return a row per point and KPI.

        [point, scenario, axes, kpi, n, base, other, difference, sd, low, high]. Paired by
        replication with the point's base under common random numbers; 95 % t interval of the mean
        difference. Replications in which the number is undefined on either side are left out.
        """
        wanted = self._checked(kpis)
        marks = ", ".join("?" for _ in wanted)
        found = self.sql(
            "SELECT o.point, o.kpi, count(*) AS n, avg(b.value) AS base, avg(o.value) AS other, "
            "avg(o.value - b.value) AS difference, "
            "stddev_samp(o.value - b.value) AS sd "
            "FROM results o JOIN points p ON p.point = o.point AND p.base <> p.point "
            "JOIN results b ON b.point = p.base AND b.replication = o.replication AND b.kpi = "
            "o.kpi "
            f"WHERE o.kpi IN ({marks}) AND o.value IS NOT NULL AND b.value IS NOT NULL GROUP BY "
            "o.point, o.kpi ORDER BY o.point, o.kpi",
            wanted,
        )
        return self.points.drop(columns=["base", "world"]).merge(
            _with_interval(found, "difference"), on="point"
        )

    def best(
        self,
        kpi: str | None = None,
        n: int | None = None,
        *,
        smallest: bool = True,
        cost: str | None = None,
        where: Mapping[str, str] | None = None,
    ) -> pd.DataFrame:
        """Return the best points, with intervals.

        `results.best("census_alone")` gives the ten points with the smallest mean difference from
        their base. `results.best(cost="cost_total", where={"census_one_to_one": "<= 110"})` gives
        the points whose means meet all that is asked, cheapest first, with how sure it is that the
        true mean does: a table that shows itself.

        The best of many is flattered by luck: run it again with more replications, or see
        `sim.select_best`.

        Args:
            kpi: number whose difference from the base counts.
            n: rows; default: ten with `kpi`, all with `cost`.
            smallest: whether small is good in `kpi` or `cost`.
            cost: number that is to be small, with `where`.
            where: numbers to a sign (<=, <, >=, >) and a bound.

        Raises:
            ConfigError: an unknown number, names the nearest; neither `kpi` nor `cost` and `where`.
        """
        n_faults = Faults()
        if n is not None:
            n = check.whole(n, "n", n_faults, 1)
        n_faults.stop()
        if kpi is not None and cost is None and where is None:
            found = self.differences(kpi).sort_values("difference", ascending=smallest)
            return found.head(10 if n is None else n).reset_index(drop=True)
        faults = Faults()
        if kpi is not None:
            faults.add("best: give either a KPI, or 'cost' and 'where'; not both.")
        if cost is None or cost not in self.kpis:
            faults.add(f"best: cost: {unknown('KPI', cost, self.kpis)} Choose one of these.")
        asked = parse_where(where, self.kpis, faults)
        faults.stop()
        names = [str(cost), *(each.kpi for each in asked)]
        columns = ["point", "kpi", "n", "mean", "sd", "low", "high"]
        summary, values = self.summary(*dict.fromkeys(names))[columns], self.values(*names[1:])
        made = best_points(self.points, summary, values, str(cost), asked, smallest)
        return made if n is None else Best(made.head(n), made.about)

    def share_reached(self, kpi: str, at_most: float) -> pd.DataFrame:
        """Return [point, scenario, axes, share].

        The share of replications in which the number is at most `at_most`.
        """
        (wanted,) = self._checked((kpi,))
        faults = Faults()
        bound = check.real(at_most, "at_most", faults, -1e15, 1e15)
        faults.stop()
        found = self.sql(
            "SELECT point, avg(CASE WHEN value <= ? THEN 1.0 ELSE 0.0 END) AS share FROM results "
            "WHERE kpi = ? AND value IS NOT NULL "
            "GROUP BY point ORDER BY point",
            [bound, wanted],
        )
        return self.points.drop(columns=["base", "world"]).merge(found, on="point")

    def main_effects(self, kpi: str, n_bins: int = 5) -> pd.DataFrame:
        """Return [axis, low_end, high_end, n_points, difference, low, high].

        Mean difference from the base over `n_bins` equal parts of each axis. All other axes vary
        meanwhile: read it as the effect of one on the average of the others. Interval: t over
        points.
        """
        faults = Faults()
        n_bins = check.whole(n_bins, "n_bins", faults, 1, 1000)
        faults.stop()
        found = self.differences(kpi)
        rows = []
        for axis in self.axes:
            values = found[axis].to_numpy(float)
            is_given = ~np.isnan(values)
            levels = np.unique(values[is_given])
            ends = (
                np.append(levels, np.inf)
                if len(levels) <= n_bins
                else np.quantile(values[is_given], np.linspace(0, 1, n_bins + 1))
            )
            part = np.clip(np.searchsorted(ends, values, side="right") - 1, 0, len(ends) - 2)
            for k in range(len(ends) - 1):
                chosen = found["difference"].to_numpy(float)[is_given & (part == k)]
                if len(chosen):
                    inside = values[is_given & (part == k)]
                    band = mean_band(chosen[:, None])
                    rows.append(
                        (
                            axis,
                            inside.min(),
                            inside.max(),
                            len(chosen),
                            band.mean[0],
                            band.low[0],
                            band.high[0],
                        )
                    )
        return pd.DataFrame(
            rows, columns=["axis", "low_end", "high_end", "n_points", "difference", "low", "high"]
        )

    def _checked(self, kpis: Sequence[str]) -> list[str]:
        wanted = list(kpis) or [name for name in HEADLINES if name in self.kpis]
        for name in wanted:
            if name not in self.kpis:
                raise ConfigError(
                    f"results: {unknown('KPI', name, self.kpis)} Choose one of these."
                )
        return wanted


def _check_memory(memory: object) -> None:
    match = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?) ?(MB|GB|TB|MiB|GiB|TiB)", str(memory))
    is_enough = match and (match[2][0] != "M" or float(match[1]) >= LEAST_MB)
    if not isinstance(memory, str) or not is_enough:
        raise ConfigError(
            f"'memory' is {show(memory)}; it must be a bound of at least {LEAST_MB} MB, such as "
            "'500MB' or '2GB'."
        )


def _literal(path: Path) -> str:
    """Return a path for a query: no sign of it is a pattern, no quote ends it."""
    escaped = re.sub(r"[\[*?]", r"[\g<0>]", str(path.absolute()))
    return "'" + escaped.replace("'", "''") + "'"


def _with_interval(found: pd.DataFrame, mean: str) -> pd.DataFrame:
    from scipy import special

    n = found["n"].to_numpy(float)
    half = special.stdtrit(np.maximum(n - 1, 1), 0.975) * found["sd"].to_numpy(float) / np.sqrt(n)
    return found.assign(low=found[mean] - half, high=found[mean] + half)

"""Experiments: many scenario points, compared carefully.

    conf/design/*.yaml    which scenarios, levers, ranges, replications
        -> design.py      read, checked, sampled: grid, Latin hypercube, Sobol'
    Design
        -> plan.py        points, and tasks of (point x block of replications)
    Task                  a world of plain numbers, a seed, replication numbers
        -> task.py        simulated and measured on any worker
    result of a task      one Parquet file, written at once or not at all
        -> store.py       named by what it is, checked when it is met again
    Plan + Store
        -> executors.py, run.py   this machine's processors, or dask; resumes
    a folder of results
        -> results.py     DuckDB over all files, paired differences

Beside them, careful comparisons of few scenarios: until they are precise enough (until.py), several
against one base (many.py), the best of several (select.py). Why results differ: `sim/why/`.

A task is a pure function of what stands in it. Its file is named by the hash of that and of the
model's own sources, and by the checksum of its content: so any engine, any number of workers, any
order and any interruption give the same files, and what is there need not be made again.
"""

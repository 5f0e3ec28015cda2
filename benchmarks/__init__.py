"""How fast it is: `python -m benchmarks` times everything in one run and writes RESULTS.md, with
ratios beside the goals.
"""

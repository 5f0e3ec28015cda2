"""Model beside evidence: targets are rows of `conf/targets/`, read by no rule.

`python -m sim evidence` prints the comparison.
"""

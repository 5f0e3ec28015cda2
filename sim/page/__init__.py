"""The workshop page: move a lever, see what changes; Dutch and English.

Started by `python -m sim workshop`; see docs/workshop.md.
"""

"""Figures: one a file.

Each draws on an axis that it is given and gives it back; nothing opens, saves or shows.
"""

"""Results that show themselves.

One readable table for a terminal, a notebook, Markdown, LaTeX and Excel; the numbers themselves
stay in the data frame that shows it.
"""

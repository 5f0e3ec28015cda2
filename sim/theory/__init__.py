"""What theory says the answer should be: closed forms to compare the whole simulator with.

Nothing here draws or simulates.
"""

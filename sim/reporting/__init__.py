"""What a reader gets.

One page that stands on its own (Dutch and English), and one table on the screen.
"""

"""What a reader gets: one page that stands on its own (Dutch and English), and one table on the screen."""

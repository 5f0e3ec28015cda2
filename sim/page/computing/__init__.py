"""Who computes for the page, and in which order."""

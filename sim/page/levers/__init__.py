"""The levers of the page."""

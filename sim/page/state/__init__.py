"""What the page remembers, all of it in its address."""

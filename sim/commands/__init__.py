"""One file a command; `doorstroom COMMAND` and `python -m sim COMMAND` are the same door."""

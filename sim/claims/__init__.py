"""The claims of the sources: read, made into worlds, judged, told."""

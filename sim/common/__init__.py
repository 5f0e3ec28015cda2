"""What every part of the house stands on: files, checks, errors, paths, strict YAML, versions.

Nothing here knows the model.
"""

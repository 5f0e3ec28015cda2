"""Intervals, bootstrap, selection, stopping: statistics that know nothing of care."""

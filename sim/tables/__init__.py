"""Tidy tables: names for codes, units, Parquet, small cells."""

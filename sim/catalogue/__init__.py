"""Finding things: levers, regions, scenarios and KPIs as tables that can be searched, the check of
a file before it is run, and new files to begin from.
"""

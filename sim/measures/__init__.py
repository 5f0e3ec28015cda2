"""What is counted: pure functions of a recording, KPIs with intervals, tidy tables."""

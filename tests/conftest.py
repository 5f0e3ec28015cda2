"""Settings for all tests, and the line that every drill tells at the end."""

import pytest
from hypothesis import settings

settings.register_profile("doorstroom", deadline=None, print_blob=True)
settings.load_profile("doorstroom")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what the drills tried and what became of it (see tests/drills/effort.py)."""
    told = {
        report.nodeid.rpartition("/")[2]: text
        for reports in terminalreporter.stats.values()
        for report in reports
        for name, text in getattr(report, "user_properties", ())
        if name == "drill"
    }
    if told:
        terminalreporter.section("drills")
        for node, text in sorted(told.items()):
            terminalreporter.line(f"{node}\n    {text}")

"""The page needs its extra; where that is not installed these tests are skipped, and say so."""

import pytest

pytest.importorskip("dash", reason="the workshop page is an extra: uv sync --extra workshop")
pytest.importorskip("babel", reason="the workshop page is an extra: uv sync --extra workshop")

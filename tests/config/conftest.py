import copy
from pathlib import Path

import pytest

from tests.config.made_up import Config, fresh


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return Config(files=copy.deepcopy(fresh()), folder=tmp_path)

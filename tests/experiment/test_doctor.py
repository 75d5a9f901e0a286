"""What doctor and manifests know of the packages is what pyproject.toml asks for."""

import re
import tomllib
from pathlib import Path

from sentiment_lab.experiment.doctor import TRAIN_EXTRA
from sentiment_lab.experiment.provenance import PACKAGES

ROOT = Path(__file__).parents[2]


def _extra(name: str) -> set[str]:
    listed = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return {re.split(r"[\[><=~!]", each)[0] for each in listed["optional-dependencies"][name]}


def test_the_train_extra_is_whole_only_with_every_package_of_it() -> None:
    assert set(TRAIN_EXTRA) == _extra("train")


def test_versions_of_all_that_trains_stand_in_a_manifest() -> None:
    assert _extra("train") | _extra("lora") <= {*PACKAGES}

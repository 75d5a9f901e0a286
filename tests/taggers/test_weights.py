from pathlib import Path

import numpy as np
import pytest

from sentiment_lab.exceptions import AssetError
from sentiment_lab.taggers.shipped import SarcasmTagger
from sentiment_lab.taggers.weights import FOLDER, load_weights, save_weights

ARRAYS = {"a": np.arange(6, dtype=np.int8).reshape(2, 3), "b": np.array(["x", "yy"])}


def test_weights_come_back_as_they_were_written_and_the_same_arrays_give_the_same_bytes(
    tmp_path: Path,
):
    save_weights(tmp_path / "one.npz", ARRAYS)
    save_weights(tmp_path / "two.npz", ARRAYS)
    found = load_weights("one", tmp_path)
    assert sorted(found) == ["a", "b"]
    assert (found["a"] == ARRAYS["a"]).all()
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()


def test_missing_weights_are_one_line(tmp_path: Path):
    with pytest.raises(AssetError, match="are missing: reinstall") as caught:
        load_weights("one", tmp_path)
    assert "\n" not in str(caught.value)


def test_weights_with_other_contents_than_were_written_are_refused(tmp_path: Path):
    save_weights(tmp_path / "one.npz", ARRAYS)
    with np.load(tmp_path / "one.npz") as archive:
        changed = {**archive, "a": archive["a"] + np.int8(1)}
    np.savez(tmp_path / "one.npz", allow_pickle=False, **changed)
    with pytest.raises(AssetError, match="damaged"):
        load_weights("one", tmp_path)


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04broken"])
def test_a_file_that_is_no_archive_is_refused(tmp_path: Path, content: bytes):
    (tmp_path / "one.npz").write_bytes(content)
    with pytest.raises(AssetError, match="cannot be read"):
        load_weights("one", tmp_path)


def test_a_truncated_file_is_refused(tmp_path: Path):
    save_weights(tmp_path / "one.npz", {"a": np.arange(10_000)})
    whole = (tmp_path / "one.npz").read_bytes()
    (tmp_path / "one.npz").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(AssetError, match="cannot be read"):
        load_weights("one", tmp_path)


def test_a_tagger_without_its_weights_raises_when_it_is_used(monkeypatch: pytest.MonkeyPatch):
    def missing(name: str) -> dict[str, np.ndarray]:
        raise AssetError(f"the weights {name} are missing: reinstall sentiment-lab")

    monkeypatch.setattr("sentiment_lab.taggers.fast.load_weights", missing)
    with pytest.raises(AssetError, match="sarcasm are missing"):
        SarcasmTagger().tag(["Oh great."])


def test_shipped_weights_are_small():
    sizes = {path.name: path.stat().st_size for path in FOLDER.glob("*.npz")}
    assert "lexicon.npz" in sizes
    assert all(size < 1_500_000 for size in sizes.values()), sizes

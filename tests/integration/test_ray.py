"""Two workers of Ray on this machine write what one process writes."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

pytestmark = pytest.mark.integration

TEXTS = ("A wonderful cast, but the plot is a dreadful mess.", "Oh great, another sequel.", "")
RAY = ("--engine", "ray", "--workers", "2")
WATCH = """
import json, psutil
from pathlib import Path
from sentiment_lab.taggers.tagger import Tag

class Watch:
    name, threshold, reliability = "watch", 0.5, None

    def tag(self, texts):
        mine = psutil.Process()
        family = {mine.pid, *(each.pid for each in psutil.process_iter() if "ray" in each.name())}
        heard = [each for each in psutil.net_connections("inet") if each.status == "LISTEN"]
        hosts = sorted({each.laddr.ip for each in heard if each.pid in family})
        Path(FOLDER, f"{mine.pid}.json").write_text(json.dumps([hosts, mine.cmdline()]))
        return [Tag(0.0, False, ()) for _ in texts]

class Fails(Watch):
    def tag(self, texts):
        raise ZeroDivisionError("no score for this")
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    for name, n in (("a", 25_000), ("b", 7_000)):
        rows = [(f"{name}{row}", f"{TEXTS[row % 3]} {row // 3}") for row in range(n)]
        pd.DataFrame(rows, columns=["id", "text"]).to_parquet(folder / f"{name}.parquet")
    return folder


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "sentiment_lab", *map(str, arguments)]


def environment() -> dict[str, str]:
    rest = {key: value for key, value in os.environ.items() if not key.startswith("RAY_")}
    return {**rest, "OMP_NUM_THREADS": "1"}


def run(cwd: Path, *arguments: object, code: int = 0) -> subprocess.CompletedProcess:
    done = subprocess.run(
        command(*arguments),
        cwd=cwd,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == code, done.stderr
    return done


def read(folder: Path) -> pd.DataFrame:
    return pd.read_parquet(folder).sort_values("id", ignore_index=True)


def test_tags_are_the_same_also_after_a_kill(tmp_path: Path, corpus: Path):
    tag = ("tag", corpus, "--category", "mixed", "--category", "sarcasm", "--output")
    run(tmp_path, *tag, "plain")
    killed = subprocess.Popen(
        command(*tag, "ray", *RAY), cwd=tmp_path, env=environment(), stderr=subprocess.DEVNULL
    )
    deadline = time.monotonic() + 200
    while not list((tmp_path / "ray").glob("part-*")):
        assert time.monotonic() < deadline
        assert killed.poll() is None
        time.sleep(0.02)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    assert not (tmp_path / "ray" / "_SUCCESS").exists()
    kept = {path: path.stat().st_ino for path in (tmp_path / "ray").glob("part-*")}

    assert "of them from before" in run(tmp_path, *tag, "ray", *RAY).stderr
    assert all(path.stat().st_ino == inode for path, inode in kept.items())
    plain, ray = read(tmp_path / "plain"), read(tmp_path / "ray")
    assert len(ray) == 32_000
    pd.testing.assert_frame_equal(plain, ray)
    assert not list((tmp_path / "ray").glob(".*"))


@pytest.mark.parametrize("model", ["logreg", "lstm"])
def test_predictions_are_the_same(tmp_path: Path, corpus: Path, model: str):
    rows = pd.DataFrame({"text": ["good film", "bad film"] * 40, "label": ["pos", "neg"] * 40})
    rows["text"] += " number " + rows.index.astype(str)
    rows.to_csv(tmp_path / "rows.csv", index=False)
    small = ("--set", "lstm.hidden_size=8", "--set", "lstm.epochs=1") if model == "lstm" else ()
    run(tmp_path, "train", model, "rows.csv", *small)
    predict = ("predict", model, corpus, "--device", "cpu", "--output")
    run(tmp_path, *predict, "plain")
    run(tmp_path, *predict, "ray", *RAY)
    plain, ray = read(tmp_path / "plain"), read(tmp_path / "ray")
    assert len(ray) == 32_000
    pd.testing.assert_frame_equal(plain, ray, atol=1e-6)


def test_ray_is_reached_by_loopback_alone_and_workers_are_two(tmp_path: Path, corpus: Path):
    seen = tmp_path / "seen"
    seen.mkdir()
    (tmp_path / "watch.py").write_text(WATCH.replace("FOLDER", repr(str(seen))))
    tag = ("tag", corpus, "--category", "watch", "--tagger", "watch:Watch", "--output", "out")
    done = run(tmp_path, *tag, *RAY)
    assert done.stdout == ""
    reports = [json.loads(path.read_text()) for path in seen.glob("*.json")]
    assert len(reports) == 2
    for hosts, _ in reports:
        assert hosts
        assert {host.removeprefix("::ffff:") for host in hosts} == {"127.0.0.1"}


def test_what_goes_wrong_in_a_worker_is_said_in_one_line(tmp_path: Path, corpus: Path):
    (tmp_path / "watch.py").write_text(WATCH)
    tag = ("tag", corpus, "--category", "watch", "--tagger", "watch:Fails", "--output", "out")
    plain = run(tmp_path, *tag, code=2)
    ray = run(tmp_path, *tag, *RAY, code=2)
    assert plain.stderr.splitlines()[-1] == ray.stderr.splitlines()[-1]
    assert "no score for this" in ray.stderr
    assert not list((tmp_path / "out").glob("part-*"))

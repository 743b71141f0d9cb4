"""What `make bench` measures works, at small sizes, in every run of the tests."""

import json
import subprocess
import time

from tests.bench import bench_policy
from tests.bench.bench_engine import measure
from tests.bench.harness import Figure, compare, least_work, p95, peak_megabytes, publish


def test_engine_figures_at_a_small_size():
    figures = measure(small=20, large=40, repeats=1)

    assert len({figure.name for figure in figures}) == 8
    assert all(figure.ours > 0 and figure.other > 0 for figure in figures)


def test_policy_lab_figures_at_a_small_size():
    figures = bench_policy.measure(plans=2, runs=5)

    assert [figure.goal for figure in figures] == ["under 60 s", "under 20 s", "under 180 s"]
    assert all(figure.ours > 0 and figure.other > 0 for figure in figures)


def test_a_ratio_says_how_many_times_slower_the_other_is():
    figure = compare("sleep", lambda: time.sleep(0.002), lambda: time.sleep(0.02), units=(2, 1), repeats=3)

    assert 8 < figure.ratio < 21


def test_memory_counts_what_is_held_at_once():
    assert 9.9 < peak_megabytes(lambda: bytes(10_000_000)) < 11


def test_work_is_what_processors_did_and_not_how_long_one_waited():
    def count() -> None:
        time.sleep(0.05)
        sum(range(200_000))

    with subprocess.Popen(["sleep", "5"]) as other:
        [work] = least_work([count], other.pid, repeats=3)
        assert 0 < work < 0.04
        other.kill()


def test_one_in_twenty_goes_beyond_the_p95():
    assert p95([*range(1, 61)]) == 57
    assert p95([3.0]) == 3.0


def test_results_are_kept_by_name(tmp_path, capsys):
    path = tmp_path / "bench.json"
    for ours in (1.0, 0.5):
        publish([Figure("a", ours, 1.0, 1 / ours)], path)

    assert json.loads(path.read_text())["a"]["ratio"] == 2
    assert "2.00 x" in capsys.readouterr().out

"""`python -m tests.crash --kills 1000`: the long run; prints a table, fails on any fault."""

from __future__ import annotations

import argparse
import sys
import time

from tests.crash.jobs import JOBS
from tests.crash.scene import scene
from tests.crash.sweep import Tally, spread, sweep, undisturbed
from tests.servers.common import scratch


def main() -> int:
    """Kill as often as asked, spread over the jobs and over each job's calls."""
    parser = argparse.ArgumentParser(prog="python -m tests.crash", description=__doc__)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--job", choices=[job.name for job in JOBS])
    arguments = parser.parse_args()
    jobs = [job for job in JOBS if arguments.job in (None, job.name)]
    faults = 0
    with scratch("crash") as home, scene(home) as made:
        print("| job | calls | kills | not reached | windows | went twice | held | extra copies "
              "| faults | seconds |\n|---|---|---|---|---|---|---|---|---|---|")  # fmt: skip
        for job in jobs:
            began = time.monotonic()
            expected = undisturbed(made, job)
            points = spread(expected.points, arguments.kills // len(jobs))
            tally = sweep(made, job, points, expected)
            faults += sum(map(len, tally.faults.values()))
            _tell(job.name, len(expected.points), tally, time.monotonic() - began)
    return int(faults > 0)


def _tell(name: str, calls: int, tally: Tally, seconds: float) -> None:
    faults = sum(map(len, tally.faults.values()))
    print(f"| {name} | {calls} | {tally.kills} | {tally.missed} | {tally.windows} | {tally.twice} "
          f"| {tally.held} | {tally.copies} | {faults} | {seconds:.0f} |", flush=True)  # fmt: skip
    for what, points in tally.faults.items():
        for point in points[:10]:
            print(f"  {what}: {point.call} {point.number}: {point.line}", flush=True)


if __name__ == "__main__":
    sys.exit(main())

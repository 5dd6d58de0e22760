#!/usr/bin/env python3
"""Measures the program, beside peers in the same run where there is one, and prints one table in Markdown.

    python3 bench/run.py BINARY [--only NAME ...] [--quick]

Machines are noisy: ours and the peer take turns, and the table holds medians. A ratio is ours over the
peer or the bar. BENCH_LARGE sets the larger number of guides that `growth` compares (100,000).
It ends with 1 when something could not be measured; a bar that is missed is said in the table.
"""

import argparse
import os
import platform
import signal
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path

# Leaves no compiled files beside the script.
sys.dont_write_bytecode = True

import maturity  # noqa: E402
import measures  # noqa: E402
import programme  # noqa: E402
import writing  # noqa: E402
from load import program  # noqa: E402
from portal import BenchError  # noqa: E402

ALL = {**measures.ALL, **writing.ALL, **programme.ALL, **maturity.ALL}

# Not /tmp, which may be memory: the import must wait for a disk.
WORKPLACE = "/var/tmp"


def arguments():
    """What was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary", type=Path, help="the program, built for release")
    parser.add_argument("--only", nargs="+", choices=ALL, metavar="NAME", help=", ".join(ALL))
    parser.add_argument("--quick", action="store_true", help="small sizes, only to try this script")
    parser.add_argument("--folder", default=WORKPLACE, help="where to work; on a disk (%(default)s)")
    return parser.parse_args()


def say(line):
    """Progress, beside the table."""
    print(f"  {line}", file=sys.stderr, flush=True)


def machine(binary):
    """What the figures were taken on."""
    cpu = next((line.partition(":")[2].strip() for line in Path("/proc/cpuinfo").read_text().splitlines()
                if line.startswith("model name")), platform.machine())
    ours = subprocess.run([binary, "--version"], capture_output=True, text=True).stdout.partition("\n")[0]
    peer = subprocess.run([program("nginx"), "-v"], capture_output=True, text=True).stderr.strip().rpartition(" ")[2]
    return f"{ours}, {peer}; {os.cpu_count()} cores ({cpu}), Linux {platform.release()}"


def take(bench, names):
    """Takes the measures one after another; one that fails is a row that says why."""
    rows, is_whole = [], True
    for name in names:
        try:
            rows += ALL[name](bench)
        except Exception as error:
            is_whole = False
            if not isinstance(error, BenchError):
                traceback.print_exc()
            rows.append(measures.Row(name, f"not measured: {error}", "", "", False))
    return rows, is_whole


def table(rows):
    """The rows in Markdown."""
    lines = ["| measure | ours | peer or bar | ratio | met |", "| --- | ---: | ---: | ---: | --- |"]
    for row in rows:
        cells = [str(cell).replace("|", "/").replace("\n", " ") for cell in row[:-1]]
        lines.append("| " + " | ".join([*cells, {True: "yes", False: "no", None: "–"}[row.met]]) + " |")
    return "\n".join(lines)


def main():
    """Runs what was asked for in a folder that is gone afterwards."""
    given = arguments()
    scale = measures.QUICK if given.quick else measures.FULL
    if large := os.environ.get("BENCH_LARGE"):
        scale = scale._replace(large=int(large))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    binary = str(given.binary.resolve(strict=True))
    with tempfile.TemporaryDirectory(prefix="exemplar-bench-", dir=given.folder) as folder:
        rows, is_whole = take(measures.Bench(binary, folder, scale, say), given.only or ALL)
    print(machine(binary) + (" (quick: the figures mean nothing)" if given.quick else "") + "\n")
    print(table(rows))
    return 0 if is_whole else 1


if __name__ == "__main__":
    sys.exit(main())

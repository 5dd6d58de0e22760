"""A programme of many organisations, at full size and at a tenth of it, on SQLite and on PostgreSQL."""

import contextlib
import os
import shutil
import subprocess
import tempfile
import time
from collections import namedtuple
from pathlib import Path

from measures import Row, at_most, in_ms, in_s
from portal import HOST, BenchError, Portal, fetch, free_port, wait_until
from writing import Person, add_account

# Organisations, milestones and dates that were expected of each, after the one first promised.
Size = namedtuple("Size", "organisations milestones forecasts")
LARGE, TENTH, SMALL = Size(10_000, 12, 10), Size(1_000, 12, 10), Size(100, 4, 4)

PROGRAMME = "/programmes/demo-synthetic"

# Pages, and how many milliseconds they may take at the 99th percentile.
PAGES = {
    "programmes": ("/programmes", 50),
    "programme": (f"{PROGRAMME}", 50),
    "members": (f"{PROGRAMME}/members", 50),
    "members of a state, a page in the middle": (f"{PROGRAMME}/members?state=funded&page=10", 50),
    "members.csv, a part in the middle": (f"{PROGRAMME}/members.csv?page=3", 50),
    "organisation": ("/organisations/SYN-0042", 50),
    "milestones of an organisation": ("/organisations/SYN-0042/milestones", 50),
    "one milestone across all": (f"{PROGRAMME}/milestones/milestone-3", 50),
    "one milestone, a page in the middle": (f"{PROGRAMME}/milestones/milestone-3?from=2022-06-30~SYN-0001", 50),
    "promised against done": (f"{PROGRAMME}/delivered", 200),
    "compare": (f"{PROGRAMME}/compare?organisation=SYN-0001&organisation=SYN-0042", 50),
    "what holds organisations back": (f"{PROGRAMME}/reasons", 50),
    "calendar": (f"{PROGRAMME}/milestones.ics", 50),
    "milestones.csv, a part": (f"{PROGRAMME}/milestones.csv?from=SYN-0050", 50),
    "footprint": ("/footprints/demo-place-2", 50),
    "changes": ("/changes", 50),
}

# What the programme office sees when it is signed in.
OFFICE = "/office/programmes"

# Of these a page of a past day is measured too: it takes at most twice as long.
PAST = ["programmes", "programme", "members", "milestones of an organisation", "one milestone across all", "promised against done", "compare",
        "what holds organisations back", "footprint"]


@contextlib.contextmanager
def postgres(folder):
    """A PostgreSQL of its own on a free port; gives its address."""
    tools = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not tools:
        raise BenchError("PostgreSQL is missing: run scripts/setup bench")
    port, data = free_port(), Path(tempfile.mkdtemp(prefix="exemplar-bench-pg-", dir=folder))
    # PostgreSQL refuses to run as root. setpriv becomes it, so that it hears when it is to end.
    as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.geteuid() == 0 else []
    if as_user:
        shutil.chown(data, "postgres", "postgres")
        for parent in data.parents:
            if parent.stat().st_uid == 0 and parent.name.startswith("exemplar-bench-"):
                parent.chmod(0o755)
    home = data / "data"
    subprocess.run([*as_user, tools[-1] / "initdb", "-D", home, "-U", "bench", "-A", "trust", "-E", "UTF8",
                    "--locale=C.UTF-8"], check=True, stdout=subprocess.DEVNULL, cwd="/")
    server = subprocess.Popen([*as_user, tools[-1] / "postgres", "-D", home, "-p", str(port), "-c", f"listen_addresses={HOST}",
                               "-c", f"unix_socket_directories={data}", "-c", "shared_buffers=512MB"],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")
    try:
        def answers():
            return subprocess.run([tools[-1] / "pg_isready", "-h", HOST, "-p", str(port)], capture_output=True).returncode == 0
        wait_until("PostgreSQL's first answer", 30, answers, pause=0.2)
        subprocess.run([tools[-1] / "createdb", "-h", HOST, "-p", str(port), "-U", "bench", "bench"], check=True)
        yield f"postgres://bench@{HOST}:{port}/bench"
    finally:
        server.send_signal(2)
        server.wait(60)
        shutil.rmtree(data, ignore_errors=True)


def p99(get, path, times):
    """The 99th percentile of the seconds one answer took, asked one after another."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        status = get(path)
        taken.append(time.perf_counter() - begun)
        if status != 200:
            raise BenchError(f"{path} gave {status}")
    taken.sort()
    return taken[min(len(taken) - 1, int(len(taken) * 0.99))]


def of_size(bench, engine, size, database):
    """The rows of one size on one database."""
    named = f"{size.organisations:,} organisations, {engine}"
    portal = Portal(bench.binary, bench.folder / f"programme-{engine}-{size.organisations}", keep_pages=False)
    if database:
        settings = portal.data / "exemplar.toml"
        settings.write_text(settings.read_text() + f'database = "{database}"\n')
    bench.say(f"programme: making {named}")
    begun = time.monotonic()
    portal.run("synth", "programme", "--organisations", size.organisations, "--milestones", size.milestones,
               "--forecasts", size.forecasts, "--seed", 1)
    made = time.monotonic() - begun
    if database:
        bench.say("programme: statistics of PostgreSQL")
        subprocess.run(["psql", database, "-qc", "VACUUM ANALYZE"], check=True, capture_output=True)
    mail = add_account(portal, "office", "SYN-0001", "office")
    rows = [at_most(f"Programme of {named}: made", made, 180, in_s)]
    times = max(20, min(300, bench.scale.requests // 10))
    with portal.serve() as server:
        for name, (path, bar) in PAGES.items():
            if size.organisations < 1_000 and "page=10" in path:
                continue
            bench.say(f"programme: {name}, {named}")
            get = lambda path: fetch(server.port, path)[0]  # noqa: E731
            p99(get, path, 3)
            today = p99(get, path, times)
            rows.append(at_most(f"{name}, {named}: p99", today, bar / 1000, in_ms))
            if name in PAST:
                then = p99(get, path + ("&" if "?" in path else "?") + "as-at=2021-03-31", times)
                rows.append(at_most(f"{name} as at 31 March 2021, {named}: p99", then, 2 * max(today, 0.005), in_ms))
        bench.say(f"programme: the office's page, {named}")
        office = Person(server, mail)
        get = lambda path: office.ask("GET", path)[0]  # noqa: E731
        p99(get, OFFICE, 3)
        rows.append(at_most(f"the office's page, signed in, {named}: p99", p99(get, OFFICE, times), 0.05, in_ms))
    return rows


def programme(bench):
    """Every size on every database."""
    sizes = [TENTH, LARGE] if bench.scale.requests >= 1_000 else [SMALL]
    rows = []
    for size in sizes:
        rows += of_size(bench, "SQLite", size, None)
        with postgres(bench.folder) as database:
            rows += of_size(bench, "PostgreSQL", size, database)
    return rows


ALL = {"programme": programme}

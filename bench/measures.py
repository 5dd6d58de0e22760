"""The measures, one function each. Every function gives the rows of the table that it filled."""

import re
import time
from collections import namedtuple
from pathlib import Path
from statistics import median

from clients import Crowd
from load import nginx, wrk
from material import questions, write_guides
from portal import BenchError, Portal, ask, peak_memory, wait_until

# A line of the table; `met` is none where there is no bar.
Row = namedtuple("Row", "measure ours against ratio met")

# How long, how often and how much: `rounds` of `seconds` under load; `requests` for one reading of processor time.
Scale = namedtuple("Scale", "rounds seconds requests unseen searched large imported")
FULL = Scale(rounds=5, seconds=5, requests=3_000, unseen=2_000, searched=10_000, large=100_000, imported=1_000)
QUICK = Scale(rounds=2, seconds=1, requests=200, unseen=200, searched=500, large=1_000, imported=100)

PAGE = 10_000
PER_PAGE = 10
MEGABYTE = 1_000_000


class Bench:
    """What every measure needs: the program, a folder of its own, and how much to do."""

    def __init__(self, binary, folder, scale, say):
        self.binary, self.folder, self.scale, self.say = binary, Path(folder), scale, say

    def portal(self, name, keep_pages=True):
        """A fresh portal."""
        return Portal(self.binary, self.folder / name, keep_pages)


def at_most(measure, value, bar, shown):
    """A row whose value must not pass a bar; `shown` writes both."""
    if value is None:
        return Row(measure, "did not happen", f"at most {shown(bar)}", "", False)
    return Row(measure, shown(value), f"at most {shown(bar)}", f"{value / bar:.2f}", value <= bar)


def in_ms(seconds):
    """0.00123 as `1.230 ms`."""
    return f"{seconds * 1000:.3f} ms"


def in_s(seconds):
    """1.234 as `1.23 s`."""
    return f"{seconds:.2f} s"


def in_mb(size):
    """A number of bytes in MB."""
    return f"{size / MEGABYTE:.1f} MB"


def pages(bench):
    """The page of one guide of about 10 kB, beside nginx and alone."""
    portal = bench.portal("pages")
    portal.add_organisation()
    trials = portal.add_guides(write_guides(bench.folder / "trials", [(size, size) for size in range(100, 8_000, 100)]))
    with portal.serve() as server:
        length = {file: len(server.get(path)[1]) for file, path in trials.items()}
        # The smallest page that is large enough.
        file = min(trials, key=lambda file: (length[file] < PAGE, length[file]))
        server.wait_for_search(len(trials))
        beside = beside_nginx(bench, server, trials[file])
    # Guides that make pages of this size, and guides of 10 kB, none of them asked for yet.
    unseen = {}
    for first, size in ((100_000, int(re.sub(r"\D", "", file))), (200_000, 10_000)):
        texts = [(number, size) for number in range(first, first + bench.scale.unseen)]
        unseen[first] = list(portal.add_guides(write_guides(bench.folder / f"unseen-{first}", texts)).values())
    return [
        beside,
        *pages_not_kept(bench, portal, trials[file], list(trials.values()), *unseen.values()),
        pages_memory(bench, portal, sum(unseen.values(), list(trials.values()))),
    ]


def beside_nginx(bench, server, path):
    """Requests a second for one kept page, and for the same bytes from nginx, in turn."""
    body = server.get(path)[1]
    bench.say(f"pages: {len(body):,} bytes, ours and nginx in turn")
    ours, theirs = [], []
    with nginx(bench.folder / "nginx", "page", body) as peer:
        for _ in range(bench.scale.rounds + 1):
            ours.append(wrk(bench.folder, server.port, [path], bench.scale.seconds).rate)
            theirs.append(wrk(bench.folder, peer, ["/page"], bench.scale.seconds).rate)
    # The first round warms both.
    ours, theirs = median(ours[1:]), median(theirs[1:])
    return Row(f"Page of a guide, {len(body):,} bytes, 8 connections", f"{ours:,.0f}/s",
               f"nginx {theirs:,.0f}/s, bar 0.5 ×", f"{ours / theirs:.2f}", ours >= 0.5 * theirs)


def pages_not_kept(bench, portal, path, warm, unseen, unseen_large):
    """Processor time of a page that is made anew: of one guide again and again, and of guides not asked for before."""
    portal.keep_pages(False)
    with portal.serve() as server:
        server.wait_for_search(len(warm) + len(unseen) + len(unseen_large))
        bench.say("pages: processor time when none is kept")
        ask(server, warm * 5)
        again = median(ask(server, [path] * bench.scale.requests)[0] for _ in range(bench.scale.rounds))
        once, once_large = ask(server, unseen)[0], ask(server, unseen_large)[0]
        length = len(server.get(unseen_large[0])[1])
    number = f"{len(unseen):,} guides"
    return [
        at_most("That page not kept: processor time, the same guide (its text kept as HTML)", again, 0.001, in_ms),
        at_most(f"That page not kept: processor time, {number} once each (nothing kept)", once, 0.001, in_ms),
        Row(f"Page of {length:,} bytes (10 kB of Markdown) not kept: processor time, {number} once each",
            in_ms(once_large), "no bar", "", None),
    ]


def pages_memory(bench, portal, paths):
    """Memory while pages of many guides are asked for and kept, so that every cache fills."""
    portal.keep_pages(True)
    bench.say("pages: memory")
    with portal.serve() as server, peak_memory(server) as samples:
        ask(server, paths)
        for _ in range(bench.scale.rounds):
            wrk(bench.folder, server.port, paths, bench.scale.seconds)
    return at_most(f"Memory (RssAnon) at its highest, {len(paths):,} pages asked for and kept",
                   max(samples), 80 * MEGABYTE, in_mb)


def search(bench):
    """A mix of searches over many guides, no page kept."""
    portal = bench.portal("search", keep_pages=False)
    portal.run("synth", "blueprints", bench.scale.searched)
    asked = questions()
    with portal.serve() as server:
        bench.say(f"search: indexing {bench.scale.searched:,} guides")
        server.wait_for_search(bench.scale.searched, "/blueprints?q=invented")
        counts = [server.count(path) for path in asked]
        bench.say(f"search: {len(asked)} searches find {median(counts):,.0f} guides in the middle, "
                  f"{counts.count(0)} find none")
        mix = asked * max(1, bench.scale.requests // len(asked) // 3)
        with peak_memory(server) as samples:
            cpu = median(ask(server, mix)[0] for _ in range(bench.scale.rounds))
            loads = [wrk(bench.folder, server.port, asked, bench.scale.seconds) for _ in range(bench.scale.rounds)]
        p99 = median(load.p99 for load in loads)
    name = f"{len(asked)} searches over {bench.scale.searched:,} guides"
    return [
        at_most(f"{name}: processor time each", cpu, 0.002, in_ms),
        at_most(f"{name}, 8 connections: 99th percentile of latency", p99, 0.020, in_ms),
        at_most("Memory (RssAnon) at its highest under these searches", max(samples), 80 * MEGABYTE, in_mb),
    ]


def growth(bench):
    """The page of a guide and the first list, few guides against many, no page kept."""
    few, many = 100, bench.scale.large
    portals = {}
    for number in (few, many):
        portals[number] = bench.portal(f"growth-{number}", keep_pages=False)
        portals[number].run("synth", "blueprints", number)
    with portals[few].serve() as small, portals[many].serve() as large:
        bench.say(f"growth: indexing {many:,} guides")
        small.wait_for_search(few, "/blueprints?q=invented")
        large.wait_for_search(many, "/blueprints?q=invented")
        # 100 guides of each, from five pages of the list spread over the whole of it.
        guides = [[path for page in range(5) for path in guides_on(server, 1 + page * (number // PER_PAGE - 1) // 4)]
                  for server, number in ((small, few), (large, many))]
        bench.say("growth: few and many in turn")
        repeat = max(1, bench.scale.requests // few)
        page = in_turn(bench, small, large, *[paths * repeat for paths in guides])
        listed = in_turn(bench, small, large, *[["/blueprints"] * bench.scale.requests] * 2)
    first = first_visits(bench, portals[few], portals[many], guides)
    return [
        grown(f"Page of a guide, not kept: processor time, {many:,} guides", page, few),
        grown(f"Page of a guide on its first visit: latency, {many:,} guides", first, few),
        grown(f"First list of guides, not kept: processor time, {many:,} guides", listed, few),
    ]


def guides_on(server, page):
    """The addresses of the guides on a page of the list."""
    _, body = server.get(f"/blueprints?page={page}")
    paths = [path.decode() for path in dict.fromkeys(re.findall(rb'href="(/blueprints/[a-z0-9-]+)"', body))]
    if len(paths) != PER_PAGE:
        raise BenchError(f"page {page} of the list has {len(paths)} guides, not {PER_PAGE}")
    return paths


def in_turn(bench, small, large, of_small, of_large):
    """Processor time of a request with few and with many guides, asked for in turn."""
    ask(small, of_small), ask(large, of_large)
    rounds = [(ask(small, of_small)[0], ask(large, of_large)[0]) for _ in range(bench.scale.rounds)]
    return [median(values) for values in zip(*rounds)]


def first_visits(bench, few, many, guides):
    """Median latency of guides that a server just started has not shown yet; the first twenty only warm it."""
    latencies = ([], [])
    for _ in range(bench.scale.rounds):
        for portal, paths, all_of_them in zip((few, many), guides, latencies):
            with portal.serve() as server:
                all_of_them += ask(server, paths)[1][20:]
    return [median(values) for values in latencies]


def grown(measure, values, few):
    """A row of two values, the second with many guides."""
    small, large = values
    ratio = large / small if small else float("inf")
    return Row(measure, in_ms(large), f"with {few} guides {in_ms(small)}, bar 1.5 ×", f"{ratio:.2f}", ratio <= 1.5)


def restart(bench):
    """From the start of the process over an existing demonstration to its first page."""
    portal = bench.portal("demo")
    portal.run("demo", "--prepare-only")
    with portal.serve("demo") as server:
        wait_until("the demonstration's index", 60, lambda: server.count("/blueprints") > 0)
        wait_until("quiet after indexing", 60, server.is_quiet, pause=0)
    times = []
    bench.say("restart")
    for _ in range(5):
        with portal.serve("demo") as server:
            times.append(server.answered)
    return [at_most("Restart of the demonstration to its first page, median of 5", median(times), 0.3, in_s)]


def imports(bench):
    """Importing a folder beside a running server, and how soon the last of it is found."""
    number, size = bench.scale.imported, 10_000
    taken, found = [], []
    for round in range(3):
        bench.say(f"imports: {number:,} files, round {round + 1} of 3")
        portal = bench.portal(f"imports-{round}")
        portal.add_organisation()
        mark = f"import{round}"
        folder = write_guides(bench.folder / mark, [(n, size) for n in range(number)], mark)
        with portal.serve() as server:
            started = time.monotonic()
            guides = portal.add_guides(folder)
            ended = time.monotonic()
            if len(guides) != number:
                raise BenchError(f"{len(guides)} of {number} guides were taken")
            wait_until("finding what was imported", 60, lambda: server.count(f"/blueprints?q={mark}") == number)
            found.append(time.monotonic() - ended)
            taken.append(ended - started)
    return [
        at_most(f"Import of {number:,} Markdown files of 10 kB, every commit on disk, median of 3",
                median(taken), 5, in_s),
        at_most("All of them found by search after the import's end, median of 3", median(found), 1, in_s),
    ]


def silent(bench):
    """How long clients that do not do their part keep a connection, and whether they can keep the server."""
    portal = bench.portal("silent")
    portal.run("synth", "blueprints", 100)
    with portal.serve() as server:
        server.wait_for_search(100)
        bench.say("silent: waiting for the server to close 155 clients")
        with Crowd(server.port) as crowd:
            closed = crowd.wait_for_close(20)
        bench.say("silent: SIGTERM with 155 more")
        with Crowd(server.port):
            ended = server.end(20)
    rows = [at_most(f"Clients closed by the server: {kind}", seconds, 10, in_s) for kind, seconds in closed.items()]
    return [*rows, at_most("End after SIGTERM with such clients connected", ended, 10, in_s)]


ALL = {"pages": pages, "search": search, "growth": growth, "restart": restart, "imports": imports, "silent": silent}

"""The measures of what people do when they are signed in: saving, editing, signing in."""

import contextlib
import http.client
import re
import sqlite3
import subprocess
import threading
import time
import uuid
from statistics import quantiles
from urllib.parse import urlencode

from load import wrk
from material import guide, write_guides
from measures import Row, at_most, in_ms, in_s
from portal import ENVIRONMENT, HOST, ORGANISATION, BenchError, wait_until

PASSWORD = "correct horse battery"

# Sign-ins a second, and for how many seconds.
RATE, SECONDS = 50, 20


def p95(seconds):
    """The 95th percentile."""
    return quantiles(seconds, n=20)[-1]


def add_account(portal, name, organisation=ORGANISATION, role="publisher"):
    """An account that may write and publish, or has another role; gives its address."""
    mail = f"{name}@example.org"
    command = [portal.binary, "account", "add", mail, "--name", name, "--organisation", organisation, "--role", role,
               "--password-stdin", "--data", str(portal.data)]
    done = subprocess.run(command, env=ENVIRONMENT, input=PASSWORD, capture_output=True, text=True)
    if done.returncode:
        raise BenchError(f"account add: {done.stderr.strip()[-300:]}")
    return mail


class Person:
    """Somebody who is signed in, over one connection."""

    def __init__(self, server, mail):
        self.connection = http.client.HTTPConnection(HOST, server.port, timeout=30)
        self.cookie = ""
        status, headers, _ = self.send("/sign-in", mail=mail, password=PASSWORD)
        if status != 303:
            raise BenchError(f"signing in gave {status}")
        self.cookie = headers["set-cookie"].split(";")[0]

    def ask(self, method, path, body=None):
        """One request: status, headers, text."""
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        return answer.status, answer.headers, answer.read().decode()

    def send(self, path, **fields):
        """Sends a form."""
        return self.ask("POST", path, urlencode(fields))

    def form(self, path):
        """The hidden fields of a page's form."""
        status, _, page = self.ask("GET", path)
        if status != 200:
            raise BenchError(f"{path} gave {status}")
        return {name: re.search(rf'name="{name}" value="([^"]*)"', page)[1] for name in ("key", "made_from")}

    def save(self, path, text):
        """Saves a draft; gives how long the answer to it took."""
        hidden = self.form(f"{path}/edit")
        started = time.perf_counter()
        status, _, _ = self.send(f"{path}/edit", text=text, **hidden)
        took = time.perf_counter() - started
        if status != 303:
            raise BenchError(f"saving gave {status}")
        return took


def bare_commit(connection, text):
    """A row of the same bytes, committed; gives how long that took."""
    started = time.perf_counter()
    connection.execute("INSERT INTO bare (body) VALUES (?)", (text,))
    connection.commit()
    return time.perf_counter() - started


@contextlib.contextmanager
def bare_database(path):
    """A database that waits for the disk at every commit, as ours does."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("CREATE TABLE bare (body TEXT)")
        connection.commit()
        yield connection


def saves(bench):
    """Saving a draft of 10 kB, answered when it is on disk, in turn with a bare commit of the same bytes."""
    portal = bench.portal("saves")
    portal.add_organisation()
    paths = list(portal.add_guides(write_guides(bench.folder / "drafts", [(n, 2_000) for n in range(8)])).values())
    mails = [add_account(portal, f"writer{n}") for n in range(8)]
    rounds = max(30, bench.scale.requests // 15)
    bench.say(f"saves: {rounds} by one client, then {rounds} by each of eight")
    text = lambda n: guide(n, 10_000)  # noqa: E731
    with portal.serve() as server, bare_database(bench.folder / "bare.sqlite") as bare:
        people = [Person(server, mail) for mail in mails]
        ours, theirs = [], []
        for n in range(rounds):
            ours.append(people[0].save(paths[0], text(n)))
            theirs.append(bare_commit(bare, text(n)))
        alone, peer = p95(ours), p95(theirs)
        together = []

        def client(person, path, first):
            together.extend([person.save(path, text(first + n)) for n in range(rounds)])

        threads = [threading.Thread(target=client, args=(person, path, 1_000 * (at + 1)))
                   for at, (person, path) in enumerate(zip(people, paths, strict=True))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if len(together) != 8 * rounds:
            raise BenchError(f"{len(together)} of {8 * rounds} saves were answered")
        found = published(bench, server, people[0])
    bar = max(3 * peer, 0.006)
    name = f"bare commit {in_ms(peer)}"
    return [
        Row("Saving a draft of 10 kB, 1 client: 95th percentile", in_ms(alone), f"{name}, bar {in_ms(bar)}",
            f"{alone / bar:.2f}", alone < bar),
        Row("Saving a draft of 10 kB, 8 clients: 95th percentile", in_ms(p95(together)),
            f"{name}, bar {in_ms(8 * bar)}", f"{p95(together) / (8 * bar):.2f}", p95(together) < 8 * bar),
        at_most("Publishing to being found by search", found, 1, in_s),
    ]


def published(bench, server, person):
    """How long after publishing a guide is found."""
    bench.say("saves: publishing")
    _, headers, _ = person.send("/write", key=str(uuid.uuid4()), organisation=ORGANISATION, title="Quokka handling",
                                kind="it-system")
    path = headers["location"].removesuffix("/draft")
    person.save(path, "# Quokka handling\n\nGently.\n")
    answers = {name: "no" for name in ("changes_what", "could_harm", "states_dose")}
    person.send(f"{path}/care", key=str(uuid.uuid4()), **answers)
    _, _, page = person.ask("GET", f"{path}/publish")
    text_hash = re.search(r'name="text_hash" value="([^"]*)"', page)[1]
    said = {"class": "improvement", "note": "Measured"}
    status, _, _ = person.send(f"{path}/publish", key=str(uuid.uuid4()), text_hash=text_hash, **said)
    started = time.monotonic()
    if status != 303:
        raise BenchError(f"publishing gave {status}")
    wait_until("finding what was published", 10, lambda: server.count("/blueprints?q=quokka") == 1)
    return time.monotonic() - started


def editing(bench):
    """The editor's page and its preview with a draft of 200 kB."""
    portal = bench.portal("editing")
    portal.add_organisation()
    [path] = portal.add_guides(write_guides(bench.folder / "long", [(1, 2_000)])).values()
    mail = add_account(portal, "writer")
    text = guide(7, 200_000).partition("---\n\n")[2] or guide(7, 200_000)
    bench.say("editing: a draft of 200 kB")
    with portal.serve() as server:
        person = Person(server, mail)
        person.save(path, text)
        shown, previewed = [], []
        for _ in range(20):
            started = time.perf_counter()
            hidden = person.form(f"{path}/edit")
            shown.append(time.perf_counter() - started)
            started = time.perf_counter()
            status, _, _ = person.send(f"{path}/edit", text=text, how="preview", **hidden)
            previewed.append(time.perf_counter() - started)
            if status != 200:
                raise BenchError(f"the preview gave {status}")
    return [
        at_most("Editor with a draft of 200 kB: 95th percentile", p95(shown), 0.1, in_ms),
        at_most("Preview of a draft of 200 kB: 95th percentile", p95(previewed), 0.2, in_ms),
    ]


def sign_ins(bench):
    """Many sign-ins at once, each of its own account and address, while others read."""
    rate, seconds = (RATE, SECONDS) if bench.scale.requests > 1_000 else (5, 2)
    portal = bench.portal("sign-ins")
    portal.add_organisation()
    [path] = portal.add_guides(write_guides(bench.folder / "read", [(1, 3_000)])).values()
    bench.say(f"sign-ins: making {rate * seconds} accounts")
    mails = [add_account(portal, f"person{n}") for n in range(rate * seconds)]
    answers, failures = {303: 0, 429: 0}, []

    def sign_in(n, port):
        source = (f"127.{1 + n // 60_000}.{n // 250 % 250}.{1 + n % 250}", 0)
        connection = http.client.HTTPConnection(HOST, port, timeout=30, source_address=source)
        with contextlib.closing(connection):
            body = urlencode({"mail": mails[n], "password": PASSWORD})
            connection.request("POST", "/sign-in", body, {"Content-Type": "application/x-www-form-urlencoded"})
            answer = connection.getresponse()
            answer.read()
            if answer.status not in answers or answer.status == 429 and not answer.headers["retry-after"]:
                failures.append(answer.status)
            else:
                answers[answer.status] += 1

    with portal.serve() as server:
        bench.say(f"sign-ins: {rate} a second for {seconds} s")
        alone = wrk(bench.folder, server.port, [path], seconds // 4 or 1).p99
        threads = []

        def crowd():
            for n in range(rate * seconds):
                threads.append(threading.Thread(target=sign_in, args=(n, server.port)))
                threads[-1].start()
                time.sleep(1 / rate)

        crowding = threading.Thread(target=crowd)
        crowding.start()
        beside = wrk(bench.folder, server.port, [path], seconds).p99
        crowding.join()
        for thread in threads:
            thread.join()
    if failures:
        raise BenchError(f"{len(failures)} sign-ins were answered otherwise, such as {failures[0]}")
    bar = max(2 * alone, 0.020)
    said = f"{answers[303]} signed in, {answers[429]} told to wait"
    return [Row(f"Page beside {rate} sign-ins a second ({said}): 99th percentile", in_ms(beside),
                f"alone {in_ms(alone)}, bar {in_ms(bar)}", f"{beside / bar:.2f}", beside <= bar)]


ALL = {"saves": saves, "editing": editing, "sign-ins": sign_ins}

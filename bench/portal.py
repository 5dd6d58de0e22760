"""The program under measurement: its commands, its server, and what /proc says of the server."""

import contextlib
import http.client
import os
import re
import socket
import subprocess
import threading
import time
from pathlib import Path

HOST = "127.0.0.1"
TICKS = os.sysconf("SC_CLK_TCK")
ORGANISATION = "BENCH"

# Settings of the person's own shell must not reach the program.
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("EXEMPLAR_")}


class BenchError(Exception):
    """A measure that could not be taken, and why."""


def free_port():
    """A loopback port nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


def wait_until(what, seconds, holds, pause=0.02):
    """Asks `holds` again and again until it gives something true, which is given back."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if held := holds():
            return held
        time.sleep(pause)
    raise BenchError(f"{what} did not happen within {seconds} s")


class Portal:
    """A data directory, and the commands that work on it."""

    def __init__(self, binary, data, keep_pages=True):
        self.binary, self.data = binary, Path(data)
        self.data.mkdir(parents=True, exist_ok=True)
        self.keep_pages(keep_pages)

    def keep_pages(self, wanted):
        """Sets whether finished pages are kept; true is the program's own default and writes nothing."""
        settings = self.data / "exemplar.toml"
        if wanted:
            settings.unlink(missing_ok=True)
        else:
            settings.write_text("keep-pages = false\n")

    def run(self, *arguments):
        """Runs a command to its end and gives what it said."""
        command = [self.binary, "--data", str(self.data), *map(str, arguments)]
        done = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True)
        if done.returncode:
            raise BenchError(f"exemplar {' '.join(map(str, arguments))}: {done.stderr.strip()[-500:]}")
        return done.stdout

    def add_organisation(self):
        """Puts in the one organisation that imported guides belong to."""
        listing = self.data / "organisation.csv"
        listing.write_text(f"code,name,listed_on,source\n{ORGANISATION},Benchmark Hospital,2020-01-01,Benchmark\n")
        self.run("import", "organisations", listing)

    def add_guides(self, folder):
        """Imports a folder of Markdown; gives the address of each file's guide, by file name."""
        said = self.run("import", "blueprints", folder, "--organisation", ORGANISATION)
        return dict(re.findall(r"^new: (\S+) \S+ (/blueprints/\S+)$", said, re.MULTILINE))

    @contextlib.contextmanager
    def serve(self, command="serve"):
        """Serves the portal for as long as the block runs."""
        server = Server(self, command)
        try:
            server.answered = server.wait_for_answer()
            yield server
        finally:
            server.end()


class Server:
    """A running server."""

    def __init__(self, portal, command="serve"):
        self.port = free_port()
        listen = ["--port", str(self.port)] if command == "demo" else ["--listen", f"{HOST}:{self.port}"]
        self.answered = None
        self.started = time.monotonic()
        self.log = open(portal.data.with_suffix(".log"), "ab")
        arguments = [portal.binary, command, "--data", str(portal.data), *listen]
        self.process = subprocess.Popen(arguments, env=ENVIRONMENT, stdout=self.log, stderr=self.log)

    def url(self, path=""):
        """The address of a page."""
        return f"http://{HOST}:{self.port}{path}"

    def get(self, path):
        """One page over a connection of its own: status and body."""
        return fetch(self.port, path)

    def wait_for_answer(self, path="/"):
        """Waits for the first 200; gives the seconds since the process was started."""
        def answers():
            if self.process.poll() is not None:
                raise BenchError(f"the server ended with {self.process.returncode}; see {self.log.name}")
            with contextlib.suppress(OSError, http.client.HTTPException):
                return self.get(path)[0] == 200
        wait_until("the server's first answer", 30, answers, pause=0.001)
        return time.monotonic() - self.started

    def count(self, path):
        """How many guides a list page says there are."""
        status, body = self.get(path)
        found = re.search(rb'id="results">\s*([\d,]+) guides?\b', body)
        if status != 200 or not found:
            raise BenchError(f"{path} gave {status} and no count of guides")
        return int(found[1].replace(b",", b""))

    def wait_for_search(self, guides, path="/blueprints", seconds=900):
        """Waits until search has caught up and the work that follows it has died down."""
        wait_until(f"a search index of {guides} guides", seconds, lambda: self.count(path) == guides, pause=0.2)
        wait_until("quiet after indexing", 120, lambda: self.is_quiet(), pause=0)

    def is_quiet(self, watched=1.0):
        """Whether the server hardly works while nobody asks for anything."""
        before = self.cpu()
        time.sleep(watched)
        return self.cpu() - before <= 0.03 * watched

    def cpu(self):
        """Seconds of processor time used so far, its own and the system's on its behalf."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def memory(self):
        """RssAnon, in bytes."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"^RssAnon:\s+(\d+) kB", status, re.MULTILINE)[1]) * 1024

    def end(self, seconds=15):
        """Asks the server to stop; gives how long that took, or none when it had to be killed."""
        asked = time.monotonic()
        self.process.terminate()
        try:
            self.process.wait(seconds)
            return time.monotonic() - asked
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            return None
        finally:
            self.log.close()


def fetch(port, path, kept=None):
    """A GET without compression, over `kept` or a connection of its own: status and body."""
    connection = kept or http.client.HTTPConnection(HOST, port, timeout=30)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        if not kept:
            connection.close()


def ask(server, paths):
    """Asks for each path once, one after another over one connection.

    Gives the server's processor time for a request and every latency, all in seconds.
    """
    latencies = []
    connection = http.client.HTTPConnection(HOST, server.port, timeout=30)
    with contextlib.closing(connection):
        connection.connect()
        before = server.cpu()
        for path in paths:
            sent = time.perf_counter()
            status, _ = fetch(server.port, path, connection)
            latencies.append(time.perf_counter() - sent)
            if status != 200:
                raise BenchError(f"{path} gave {status}")
        return (server.cpu() - before) / len(paths), latencies


@contextlib.contextmanager
def peak_memory(server):
    """Samples RssAnon every 50 ms while the block runs; the list that is given grows to hold all samples, in bytes."""
    samples, over = [server.memory()], threading.Event()

    def sample():
        while not over.wait(0.05):
            samples.append(server.memory())

    watcher = threading.Thread(target=sample)
    watcher.start()
    try:
        yield samples
    finally:
        over.set()
        watcher.join()

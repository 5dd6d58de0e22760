"""Load by wrk, and nginx as the peer that serves the same bytes."""

import contextlib
import os
import re
import shutil
import subprocess
from collections import namedtuple

from portal import HOST, BenchError, fetch, free_port, wait_until

# What one run of wrk says: requests a second, and the 99th percentile of latency in seconds.
Load = namedtuple("Load", "rate p99")

CONNECTIONS = 8

# Prints what wrk counted, in a line that is easy to read back.
REPORT = """
function done(summary, latency)
    local e = summary.errors
    print(string.format("BENCH %d %d %d %d", summary.requests, summary.duration,
        e.connect + e.read + e.write + e.status + e.timeout, latency:percentile(99)))
end
"""

# Asks for many paths in turn; every thread begins elsewhere.
IN_TURN = """
local paths = {PATHS}
local threads = 0
function setup(thread) thread:set("at", threads * 7); threads = threads + 1 end
local requests = {}
function init() for i, path in ipairs(paths) do requests[i] = wrk.format("GET", path) end end
function request() at = at % #requests + 1; return requests[at] end
"""


def program(name):
    """Where a program is, also in places that only root has in PATH."""
    found = shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")
    if not found:
        raise BenchError(f"{name} is missing: run scripts/setup bench")
    return found


def wrk(folder, port, paths, seconds):
    """Asks for the paths in turn over 8 connections, as fast as answers come."""
    script = folder / "wrk.lua"
    in_turn = IN_TURN.replace("PATHS", ", ".join(f'"{path}"' for path in paths)) if len(paths) > 1 else ""
    script.write_text(in_turn + REPORT)
    address = f"http://{HOST}:{port}{paths[0]}"
    command = [program("wrk"), "-t2", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", script, address]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    requests, microseconds, errors, p99 = map(int, re.search(r"^BENCH (\d+) (\d+) (\d+) (\d+)", said, re.M).groups())
    if errors or not requests:
        raise BenchError(f"wrk met {errors} errors in {requests} requests for {paths[0]} and others")
    return Load(requests / (microseconds / 1e6), p99 / 1e6)


CONFIGURATION = """
daemon off;
{user}
worker_processes auto;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    sendfile on;
    default_type "text/html; charset=utf-8";
    # As many as wrk likes on one connection, as the portal allows too.
    keepalive_requests 100000000;
    client_body_temp_path {folder}/client;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{
        listen {host}:{port};
        root {folder}/pages;
    }}
}}
"""


@contextlib.contextmanager
def nginx(folder, name, content):
    """Serves one file; gives the port."""
    port = free_port()
    (folder / "pages").mkdir(parents=True)
    (folder / "pages" / name).write_bytes(content)
    # Workers of a master that runs as root would be another user, who may not look into this folder.
    user = "user root;" if os.geteuid() == 0 else ""
    configuration = folder / "nginx.conf"
    configuration.write_text(CONFIGURATION.format(user=user, folder=folder, host=HOST, port=port))
    command = [program("nginx"), "-p", folder, "-e", folder / "error.log", "-c", configuration]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        def answers():
            with contextlib.suppress(OSError):
                return fetch(port, f"/{name}")[1] == content
        wait_until("nginx's first answer", 10, answers)
        yield port
    finally:
        process.terminate()
        process.wait(10)

"""Clients that hold a connection and do not do their part, and which of them the server still holds."""

import socket
import time
from pathlib import Path

from portal import HOST, BenchError, fetch, wait_until

REQUEST = b"GET %s HTTP/1.1\r\nHost: bench\r\n"


def silent(port):
    """Connects and sends nothing."""
    return socket.create_connection((HOST, port))


def half_open(port):
    """Sends half of a request's head."""
    client = silent(port)
    client.sendall(REQUEST % b"/")
    return client


def idle(port):
    """Asks once, takes the whole answer, and then keeps the connection."""
    client = silent(port)
    client.settimeout(30)
    client.sendall(REQUEST % b"/robots.txt" + b"\r\n")
    answer = b""
    while b"\r\n\r\n" not in answer:
        answer += client.recv(4096)
    return client


def deaf(port):
    """Asks for far more than the system's buffers hold (some 10 MB), and never reads."""
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    client.connect((HOST, port))
    client.sendall((REQUEST % b"/blueprints" + b"\r\n") * 500)
    return client


KINDS = {"silent": (silent, 50), "half a request": (half_open, 50), "idle": (idle, 50), "never reading": (deaf, 5)}


class Crowd:
    """All of those clients at once."""

    def __init__(self, port):
        self.port, self.sockets, self.ports, self.opened = port, [], {}, {}
        for kind, (connect, number) in KINDS.items():
            clients = [connect(port) for _ in range(number)]
            self.sockets += clients
            self.ports[kind] = {client.getsockname()[1] for client in clients}
            self.opened[kind] = time.monotonic()
        everyone = set().union(*self.ports.values())
        wait_until("accepting every client", 2, lambda: everyone <= held_by_server(port), pause=0.005)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for client in self.sockets:
            client.close()

    def wait_for_close(self, seconds):
        """Seconds until the server had closed the last client of each kind; none for a kind with some still held.

        All the while another client must get its page.
        """
        closed = dict.fromkeys(self.ports)
        end = time.monotonic() + seconds
        while time.monotonic() < end and None in closed.values():
            held = held_by_server(self.port)
            for kind, ports in self.ports.items():
                if closed[kind] is None and not ports & held:
                    closed[kind] = time.monotonic() - self.opened[kind]
            if fetch(self.port, "/health")[0] != 200:
                raise BenchError("the server does not answer beside such clients")
            time.sleep(0.05)
        return closed


def held_by_server(port):
    """The client ports of the connections that a process still holds on the server's side."""
    held = set()
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        fields = line.split()
        ours, theirs, inode = fields[1], fields[2], fields[9]
        if int(ours.rpartition(":")[2], 16) == port and inode != "0":
            held.add(int(theirs.rpartition(":")[2], 16))
    return held

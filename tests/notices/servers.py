"""Servers on loopback that speak the real protocols and do what a test tells them to."""

import http.server
import json
import socketserver
import threading
import time
from typing import Any, Self


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    block_on_close = False
    owner: Any

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is what some tests are about."""


class _Loopback:
    handler: type[socketserver.BaseRequestHandler]

    def __init__(self) -> None:
        self._server = _Server(("127.0.0.1", 0), self.handler)
        self._server.owner = self
        self.port: int = self._server.server_address[1]

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_error: Any) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Hook(http.server.BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        owner = self.server.owner  # type: ignore[attr-defined]
        body = self.rfile.read(int(self.headers["Content-Length"]))
        owner.requests.append((self.path, json.loads(body)))
        status, headers, answer = owner.answers.pop(0) if owner.answers else (200, {}, {"errcode": 0, "errmsg": "ok"})
        if status == 0:
            time.sleep(owner.hangs)
            return
        content = json.dumps(answer).encode()
        self.send_response(status)
        for name, value in {"Content-Length": str(len(content)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_words: Any) -> None:
        pass


class WebhookServer(_Loopback):
    """A chat program's webhook. `answers` holds (status, headers, JSON) in order; status 0 says nothing at all."""

    handler = _Hook
    hangs = 2.0

    def __init__(self) -> None:
        super().__init__()
        self.requests: list[tuple[str, dict[str, Any]]] = []
        self.answers: list[tuple[int, dict[str, str], Any]] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/send?key=secret-key"


class _Smtp(socketserver.StreamRequestHandler):
    """As much of RFC 5321 as a client that delivers needs."""

    def handle(self) -> None:
        owner = self.server.owner  # type: ignore[attr-defined]
        owner.connections += 1
        if owner.silent:
            time.sleep(owner.hangs)
            return
        self.say("220 loopback ESMTP")
        sender, receivers = "", []
        while line := self.rfile.readline().decode().strip():
            owner.said.append(line)
            verb = line.split(":")[0].split()[0].upper()
            if refusal := owner.refuses.get(verb):
                self.say(refusal)
            elif verb == "EHLO":
                self.say("250-loopback\r\n250 8BITMIME")
            elif verb == "MAIL":
                sender = line
                self.say("250 ok")
            elif verb == "RCPT":
                receivers.append(line)
                self.say("250 ok")
            elif verb == "DATA":
                self.say("354 go on")
                owner.mails.append((sender, receivers, self.content()))
                receivers = []
                self.say("250 queued")
            elif verb == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def content(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b"."))
        return b"".join(lines)

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


class MailServer(_Loopback):
    """A mail server. `refuses` maps a verb to the line it is answered with; `silent` says nothing at all."""

    handler = _Smtp
    hangs = 2.0

    def __init__(self) -> None:
        super().__init__()
        self.mails: list[tuple[str, list[str], bytes]] = []
        self.said: list[str] = []
        self.refuses: dict[str, str] = {}
        self.silent = False
        self.connections = 0

"""A real site on 127.0.0.1 that serves feeds and articles, and misbehaves where a test asks it to.

with Site() as site:
site.pages["/rss"] = rss(site, ["a", "b"])
site.pages["/a"] = article("Judul", "Isi ...")
site.pages["/slow"] = lambda request: request.drip(b"...", seconds=0.1)
"""

from __future__ import annotations

import socket
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from email.utils import formatdate
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SENTENCES = (
    "Pemerintah kota membuka posko bantuan di tiga kelurahan sejak pagi.",
    "Warga menyambut baik langkah itu dan berharap air segera surut.",
    "Petugas membagikan makanan siap saji serta selimut kepada keluarga yang mengungsi.",
    "Menurut prakiraan cuaca, hujan masih akan turun sampai akhir pekan ini.",
    "Jalan utama menuju pasar sudah dapat dilalui kendaraan roda empat.",
    "Sekolah di sekitar bantaran sungai diliburkan selama dua hari ke depan.",
)


@dataclass
class Reply:
    """An ordinary answer."""

    body: bytes = b""
    status: int = 200
    content_type: str | None = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)


class Request(BaseHTTPRequestHandler):
    """One request; a page that is a function gets it and may write whatever it likes."""

    protocol_version = "HTTP/1.1"
    server: Site

    def do_GET(self) -> None:
        site = self.server
        with site.counting:
            site.requests.append((time.monotonic(), self.path, dict(self.headers.items())))
            site.busy += 1
            site.busiest = max(site.busiest, site.busy)
        try:
            page = site.pages.get(self.path.partition("?")[0], Reply(b"tidak ada", 404))
            reply = page(self) if callable(page) else page
            if isinstance(reply, Reply):
                self.reply(reply)
        except OSError:  # the other end has had enough
            self.close_connection = True
        finally:
            with site.counting:
                site.busy -= 1

    def reply(self, reply: Reply) -> None:
        self.send_response(reply.status)
        if reply.content_type:
            self.send_header("Content-Type", reply.content_type)
        headers = {"Content-Length": str(len(reply.body)), **reply.headers}
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(reply.body)

    def raw(self, *pieces: bytes, pause: float = 0.0) -> None:
        """Write bytes as they are, a pause after each piece, and close the connection."""
        self.close_connection = True
        for piece in pieces:
            self.wfile.write(piece)
            self.wfile.flush()
            if pause and self.server.ending.wait(pause):
                return

    def reset(self) -> None:
        """Cut the connection without a word."""
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        self.connection.close()

    def log_message(self, *_: object) -> None:
        pass

    def handle(self) -> None:
        with suppress(OSError):
            super().handle()


class Site(ThreadingHTTPServer):
    """The site; ``pages`` has an answer, or a function of the request, for each path."""

    daemon_threads = True

    def __init__(self, host: str = "127.0.0.1", port: int = 0) -> None:
        if ":" in host:
            self.address_family = socket.AF_INET6
        super().__init__((host, port), Request)
        self.pages: dict[str, object] = {}
        self.requests: list[tuple[float, str, dict[str, str]]] = []
        self.counting = threading.Lock()
        self.ending = threading.Event()
        self.busy = self.busiest = 0
        shown = f"[{host}]" if ":" in host else host
        self.address = f"http://{shown}:{self.server_address[1]}"

    def __enter__(self) -> Site:
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ending.set()
        self.shutdown()
        self.server_close()

    def asked(self, path: str) -> int:
        """Return how often a path was asked for."""
        return sum(asked.partition("?")[0] == path for _, asked, _ in self.requests)

    def handle_error(self, *_: object) -> None:
        pass


def text(subject: str, paragraphs: int = 4) -> list[str]:
    """Return paragraphs on a subject, of a length that articles have."""
    return [
        f"{subject.capitalize()}, bagian {number}. {' '.join(SENTENCES[number % 3 : number % 3 + 4])}"
        for number in range(1, paragraphs + 1)
    ]


def article(title: str, subject: str, head: str = "", **reply: object) -> Reply:
    """Return the page of an article."""
    paragraphs = "".join(f"<p>{escape(one)}</p>" for one in text(subject))
    page = (
        f"<!DOCTYPE html><html lang='id'><head><title>{escape(title)} - Harian Contoh</title>"
        f"<meta property='og:type' content='article'><meta property='og:title' content='{escape(title)}'>"
        f"<meta property='og:site_name' content='Harian Contoh'>{head}</head>"
        f"<body><nav><a href='/'>Beranda</a></nav><article><h1>{escape(title)}</h1>{paragraphs}</article>"
        "<footer>Hak cipta Harian Contoh</footer></body></html>"
    )
    return Reply(page.encode(), **reply)


def entry(link: str, title: str, **more: str) -> str:
    """Return an item of RSS; ``more`` are further elements."""
    elements = {"title": title, "link": link, **more}
    return f"<item>{''.join(f'<{n}>{escape(v)}</{n.split()[0]}>' for n, v in elements.items() if v)}</item>"


def rss(*entries: str, **reply: object) -> Reply:
    """Return a feed in RSS."""
    body = (
        "<?xml version='1.0' encoding='UTF-8'?><rss version='2.0'"
        " xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><title>Harian Contoh</title>"
        f"<link>/</link><description>Berita</description>{''.join(entries)}</channel></rss>"
    )
    settings = {"content_type": "application/rss+xml", **reply}
    return Reply(body.encode(), **settings)


def moment(days_ago: float = 0.0) -> str:
    """Return a moment as RSS writes it."""
    return formatdate(time.time() - days_ago * 86_400, usegmt=True)

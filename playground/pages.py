"""The playground's page and its files, served from playground/static."""

from pathlib import Path

from playground.openapi_files import download
from playground.web import Request, Response, json_response
from playground.world import World

STATIC = Path(__file__).parent / "static"
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".map": "application/json; charset=utf-8",
}
INSTALLED = {
    "/static/vendor/vchart.js": Path(__file__).parents[1] / "node_modules/@visactor/vchart/build/index.min.js",
}
"""What npm installed, if it did; the page manages without."""

NAMED = {"/": "index.html", "/gallery": "gallery.html", "/favicon.ico": "icon.svg"}


class Pages:
    """`/` is index.html, `/gallery` gallery.html, `/static/…` the files.

    `/images/KEY` and `/files/KEY` what the bot uploaded and what people sent.
    """

    def __init__(self, static: Path | None, world: World) -> None:
        """Serve from a folder, by default the one beside this file."""
        self._root = (static or STATIC).resolve()
        self._world = world

    def answer(self, request: Request) -> Response:
        """Answer a GET or HEAD; everything else, and everything outside the folder, is 404."""
        if request.method not in {"GET", "HEAD"}:
            return _missing()
        if request.path in INSTALLED:
            return _file(INSTALLED[request.path], "max-age=3600")
        if request.path.startswith("/images/"):
            return self._image(request.path.removeprefix("/images/"))
        if request.path.startswith("/files/"):
            return self._file(request.path.removeprefix("/files/"))
        name = NAMED.get(request.path) or request.path.removeprefix("/static/")
        known = request.path in NAMED or request.path.startswith("/static/")
        return self._named(name) if known else _missing()

    def _named(self, name: str) -> Response:
        path = (self._root / name).resolve()
        return _file(path, "no-cache") if path.is_relative_to(self._root) else _missing()

    def _file(self, key: str) -> Response:
        return download(*self._world.files[key]) if key in self._world.files else _missing()

    def _image(self, key: str) -> Response:
        if key not in self._world.images:
            return _missing()
        data, kind = self._world.images[key]
        return Response(200, data, kind, {"Cache-Control": "max-age=3600"})


def _file(path: Path, caching: str) -> Response:
    if not path.is_file():
        return _missing()
    kind = TYPES.get(path.suffix, "application/octet-stream")
    return Response(200, path.read_bytes(), kind, {"Cache-Control": caching})


def _missing() -> Response:
    return json_response({"error": {"code": "not_found", "text": "not found"}}, 404)

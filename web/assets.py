"""Static files of pages. Their addresses contain a digest of the content, so clients may cache them."""

from __future__ import annotations

import hashlib
import mimetypes
from dataclasses import dataclass
from importlib.resources import files
from pathlib import PurePath

from flask import Blueprint, Response, abort, current_app, request

from web.compression import compressed, encoding_of

blueprint = Blueprint("assets", __name__)

_FOR_EVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Asset:
    """A file and its addresses.

    named:  its name, with a digest of its content
    digest: this digest, 12 hexadecimal digits
    """

    name: str
    named: str
    digest: str
    content_type: str
    body: bytes


class Assets:
    """The files of ``web/static``."""

    def __init__(self) -> None:
        found = [_asset(file.name, file.read_bytes()) for file in files("web").joinpath("static").iterdir()]
        self._by_name = {asset.name: asset for asset in found}
        self._by_any_name = self._by_name | {asset.named: asset for asset in found}

    def address(self, name: str) -> str:
        """Return the path of a file, below the root of the application, with a digest in its name."""
        return f"/static/{self._by_name[name].named}"

    def get(self, name: str) -> Asset | None:
        """Return the file with a name, given with or without the digest; None if there is none."""
        return self._by_any_name.get(name)


def _asset(name: str, body: bytes) -> Asset:
    digest = hashlib.blake2b(body, digest_size=6).hexdigest()
    path = PurePath(name)
    content_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    if content_type.startswith("text/"):
        content_type += "; charset=utf-8"
    return Asset(name, f"{path.stem}.{digest}{path.suffix}", digest, content_type, body)


@blueprint.get("/static/<name>")
def static(name: str) -> Response:
    """Answer with a file. Clients may cache it for ever if the name contains the digest."""
    asset = current_app.extensions["warta_assets"].get(name)
    if asset is None:
        abort(404)
    if request.if_none_match.contains_weak(asset.digest):
        response = Response(status=304)
    else:
        encoding = encoding_of(request.headers.get("Accept-Encoding", ""))
        response = Response(compressed(asset.body, encoding), content_type=asset.content_type)
        if encoding:
            response.headers["Content-Encoding"] = encoding
    response.set_etag(asset.digest, weak=True)
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = _FOR_EVER if name == asset.named else "no-cache"
    return response

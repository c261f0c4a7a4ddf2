"""Files for browsers and robots: a search description, robots.txt, an icon, a search box for other sites."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, tostring

from flask import Blueprint, Response, current_app, request

from web import paths
from web.assets import Assets

blueprint = Blueprint("surroundings", __name__)

_ONE_DAY = "public, max-age=86400"
_OPENSEARCH = "http://a9.com/-/spec/opensearch/1.1/"


def _place() -> str:
    """Return the address of the application, without a slash at its end."""
    return paths.origin_of(request.environ) + paths.root_of(request.environ)


@blueprint.get("/opensearch.xml")
def opensearch() -> Response:
    """Answer with a description of the search (OpenSearch 1.1), so that a browser can add it."""
    place = _place()
    described = Element("OpenSearchDescription", xmlns=_OPENSEARCH)
    SubElement(described, "ShortName").text = "Warta"
    SubElement(described, "Description").text = "Arsip berita berbahasa Indonesia"
    SubElement(described, "InputEncoding").text = "UTF-8"
    SubElement(described, "Language").text = "id"
    SubElement(described, "Image", height="16", width="16", type="image/svg+xml").text = place + _icon()
    SubElement(described, "Url", type="text/html", template=f"{place}/?q={{searchTerms}}")
    SubElement(described, "Url", type="application/json", template=f"{place}/api/v1/search?q={{searchTerms}}")
    SubElement(
        described, "Url", type="application/opensearchdescription+xml", rel="self",
        template=f"{place}/opensearch.xml",
    )  # fmt: skip
    body = tostring(described, "utf-8", xml_declaration=True)
    return _kept(Response(body, content_type="application/opensearchdescription+xml"))


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Answer with robots.txt: robots may read articles, but not the endless results of searches."""
    root = paths.root_of(request.environ)
    lines = ["User-agent: *", f"Disallow: {root}/*?", f"Disallow: {root}/api/", f"Disallow: {root}/kutipan/"]
    lines.append(f"Sitemap: {_place()}/sitemap.xml")
    return _kept(Response("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8"))


@blueprint.get("/favicon.ico")
def favicon() -> Response:
    """Redirect to the icon, for clients that request it without reading a page."""
    return _kept(Response(status=301, headers={"Location": paths.root_of(request.environ) + _icon()}))


@blueprint.get("/kotak.js")
def box() -> Response:
    """Answer with the script that makes a search box of ``<warta-kotak>`` on pages of other sites."""
    asset = _assets().get("box.js")
    assert asset is not None
    body = asset.body.replace(b"__WARTA__", _place().encode())
    response = _kept(Response(body, content_type="text/javascript; charset=utf-8"))
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _assets() -> Assets:
    assets: Assets = current_app.extensions["warta_assets"]
    return assets


def _icon() -> str:
    return _assets().address("warta.svg")


def _kept(response: Response) -> Response:
    response.headers["Cache-Control"] = _ONE_DAY
    response.headers["Vary"] = "Host"
    return response

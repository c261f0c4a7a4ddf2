"""The description of the API: an index of its resources, the OpenAPI document, and a page made of it."""

from __future__ import annotations

import orjson
from flask import Blueprint, request

from search.parameters import parameters_of
from search.request import SearchRequest
from search.wording.catalogue import say
from web import paths
from web.answers import HTML, JSON, Asked, Body, conditional
from web.archive import current_generation
from web.language import accepted_language, chosen_language, language_of
from web.links import Links
from web.openapi.document import description_of, openapi_document
from web.openapi.resources import RESOURCES
from web.rendering import current_templates
from web.resources import Resource

blueprint = Blueprint("documentation", __name__)

_VARY = "Accept-Encoding, Accept-Language"


@blueprint.get("/api/v1", strict_slashes=False)
@conditional(JSON, "public, no-cache", _VARY)
def index() -> Asked:
    """Answer with the index of the resources."""
    resource = Resource("index")
    language, base = resource.asked["lang"], resource.base

    def answer() -> Body:
        resources = [
            {
                "name": one.name,
                "method": one.method.upper(),
                "path": f"{base}{one.path}",
                "summary": say(language, f"resource_{one.name}"),
                "example": f"{base}{one.tried}" if one.tried else None,
            }
            for one in RESOURCES
        ]
        described = {
            "self": f"{base}/api/v1",
            "openapi": f"{base}/api/openapi.json",
            "documentation": f"{base}/api",
        }
        shown = {"name": "Warta", "resources": resources, "links": described}
        return Body(orjson.dumps({**shown, "index": {"generation": current_generation()}}))

    return Asked((base, language, "index"), answer)


@blueprint.get("/api/openapi.json")
@conditional(JSON, "public, no-cache", _VARY)
def openapi() -> Asked:
    """Answer with the OpenAPI document, in English unless Indonesian is requested."""
    language = _language_of_programs()
    root = paths.root_of(request.environ)

    def answer() -> Body:
        return Body(orjson.dumps({**openapi_document(language), "servers": [{"url": root or "/"}]}))

    return Asked((root, language, "openapi"), answer)


def _language_of_programs() -> str:
    return chosen_language() or accepted_language(request.headers.get("Accept-Language", ""), "en")


@blueprint.get("/api", strict_slashes=False)
@conditional(HTML, "no-cache", "Accept-Encoding")
def page() -> Asked:
    """Show the resources of the API and their parameters."""
    chosen, root = chosen_language(), paths.root_of(request.environ)
    language = language_of(chosen)

    def answer() -> Body:
        shown = [
            (
                one,
                say(language.code, f"resource_{one.name}"),
                [
                    (parameter, description_of(parameter, one.name, language.code))
                    for parameter in parameters_of(one.name).values()
                ],
            )
            for one in RESOURCES
        ]
        asked = SearchRequest("")
        html = current_templates().rendered(
            "api.html", language, asked=asked, links=Links(asked, root, chosen, "/api"), notes=[],
            resources=shown, description=say(language.code, "api_description"),
        )  # fmt: skip
        return Body(html.encode())

    return Asked((root, language.code, str(chosen), "api"), answer)

"""The OpenAPI document, made from the tables of parameters, resources and schemas."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from search.parameter import Parameter
from search.parameters import MAX_WINDOW, parameters_of
from search.wording.catalogue import say
from web.openapi.json_schema import Schema, ref
from web.openapi.resources import RESOURCES, Resource
from web.openapi.schemas import SCHEMAS

#: Control characters except tab and line ends are refused, and so are names that consist of blanks.
_PRINTABLE = r"[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]"
_NAME = rf"^{_PRINTABLE}*[^\s\u0000-\u001f\u007f-\u009f\ufeff]{_PRINTABLE}*$"
_DAY = r"^(19|20)\d\d(-(0[1-9]|1[0-2])(-(0[1-9]|1\d|2[0-8]))?)?$|^[1-9]\d?[dwmy]$"
_MOMENT = (
    r"^(19|20)\d\d-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])(T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(Z|[+-]0\d:00))?$"
    r"|^[1-9]\d?[dwmy]$"
)
_CURSOR = r"^(\*|[A-Za-z0-9_.-]+)$"
_PROBLEM = "application/problem+json"
_TEXTS = {"cursor": _CURSOR}


def description_of(one: Parameter, resource: str, language: str) -> str:
    """Return the description of a parameter of a resource."""
    return say(language, _CODES.get((one.name, resource), f"parameter_{one.name}"))


@cache
def openapi_document(language: str) -> Schema:
    """Return the OpenAPI document with its descriptions in a language."""
    paths: dict[str, dict[str, Any]] = {}
    for resource in RESOURCES:
        paths.setdefault(resource.path, {})[resource.method] = _operation(resource, language)
    return {
        "openapi": "3.1.0",
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "info": {
            "title": "Warta",
            "version": "1.0.0",
            "summary": say(language, "api_summary"),
            "description": say(language, "api_description"),
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": paths,
        "components": {"schemas": SCHEMAS},
    }


def _operation(resource: Resource, language: str) -> Schema:
    parameters = [_path_parameter(name, values, language) for name, values in resource.inside.items()]
    parameters += [_parameter(one, resource.name, language) for one in parameters_of(resource.name).values()]
    operation: Schema = {
        "operationId": resource.name,
        "summary": say(language, f"resource_{resource.name}"),
        "parameters": parameters,
        "responses": _responses(resource, language),
    }
    if resource.body:
        content = {"application/json": {"schema": ref(resource.body)}}
        operation["requestBody"] = {"required": True, "content": content}
    return operation


def _path_parameter(name: str, values: tuple[str, ...], language: str) -> Schema:
    schema: Schema = (
        {"type": "string", "enum": list(values)} if values else {"type": "string", "minLength": 1}
    )
    return {
        "name": name,
        "in": "path",
        "required": True,
        "description": say(language, f"path_{name}"),
        "schema": schema,
    }


def _parameter(one: Parameter, resource: str, language: str) -> Schema:
    shown: Schema = {
        "name": one.name,
        "in": "query",
        "required": resource in one.required_by,
        "description": description_of(one, resource, language),
        "schema": schema_of(one, required=resource in one.required_by),
    }
    if one.kind in ("names", "list"):
        shown |= {"style": "form", "explode": one.kind == "names"}
    return shown


def schema_of(one: Parameter, *, required: bool = False) -> Schema:
    """Return the schema of the values that a parameter takes in an address."""
    return _SCHEMAS[one.kind](one, required)


def _of_text(one: Parameter, required: bool) -> Schema:
    pattern = _TEXTS.get(one.name) or (_NAME if required else f"^{_PRINTABLE}*$")
    return {"type": "string", "maxLength": one.most, "pattern": pattern}


def _of_number(one: Parameter, _required: bool) -> Schema:
    # With one result on each page, this is the last page that can be requested.
    greatest = MAX_WINDOW if one.field == "page" else one.most
    most = {} if greatest is None else {"maximum": greatest}
    return {"type": "integer", "minimum": one.least, **most, "default": one.default}


def _of_names(one: Parameter, required: bool) -> Schema:
    most = {} if one.most is None else {"maxItems": one.most}
    least = {"minItems": 1} if required else {}
    return {"type": "array", "items": {"type": "string", "pattern": _NAME}, **least, **most}


def _of_list(one: Parameter, _required: bool) -> Schema:
    # In an address, an empty list and a list with an empty name are the same: "facets=".
    items = {"type": "string", "enum": [*one.choices, ""]}
    return {"type": "array", "items": items, "default": list(one.default)}


_SCHEMAS: dict[str, Callable[[Parameter, bool], Schema]] = {
    "text": _of_text,
    "day": lambda _one, _required: {"type": "string", "pattern": _DAY},
    "moment": lambda _one, _required: {"type": "string", "pattern": _MOMENT},
    "number": _of_number,
    "choice": lambda one, _: {"type": "string", "enum": list(one.choices), "default": one.default},
    "flag": lambda one, _: {"type": "boolean", "default": one.default},
    "names": _of_names,
    "list": _of_list,
}


def _responses(resource: Resource, language: str) -> Schema:
    answers = {
        media_type: {"schema": ref(schema) if schema else {"type": "string"}}
        for media_type, schema in resource.answers.items()
    }
    answered: Schema = {"description": say(language, "response_200"), "content": answers}
    responses: Schema = {"200": answered}
    if resource.tagged:
        tag = {"ETag": {"description": say(language, "header_etag"), "schema": {"type": "string"}}}
        answered["headers"] = tag
        responses["304"] = {"description": say(language, "response_304"), "headers": tag}
    for status in sorted({*resource.problems, *OF_ALL}):
        responses[str(status)] = {
            "description": say(language, f"response_{status}"),
            "content": {_PROBLEM: {"schema": ref("Problem")}},
        }
    return responses


#: The statuses of the problems of every resource.
OF_ALL = (401, 403, 422, 429, 503)
#: The codes of descriptions of parameters that have another meaning in one resource.
_CODES = {
    ("q", "article"): "parameter_q_article",
    ("q", "paragraphs"): "parameter_q_paragraphs",
    ("q", "suggest"): "parameter_q_suggest",
    ("count", "feed"): "parameter_count_feed",
    ("sort", "feed"): "parameter_sort_feed",
    ("count", "similar"): "parameter_count_similar",
    ("count", "suggest"): "parameter_count_suggest",
    ("match", "paragraphs"): "parameter_match_paragraphs",
    ("page", "values"): "parameter_page_values",
    ("page_size", "values"): "parameter_page_size_values",
}

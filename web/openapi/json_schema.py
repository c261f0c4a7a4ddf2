"""Functions and constants that build schemas in JSON Schema 2020-12."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "integer", "minimum": 0}
SCORE: Schema = {"type": "number"}
FLAG: Schema = {"type": "boolean"}


def optional(schema: Schema) -> Schema:
    """Return the schema of a value that may be null."""
    return {**schema, "type": [schema["type"], "null"]}


def array(items: Schema) -> Schema:
    """Return the schema of an array."""
    return {"type": "array", "items": items}


def ref(name: str) -> Schema:
    """Return a reference to a schema of the OpenAPI document, given its name."""
    return {"$ref": f"#/components/schemas/{name}"}


def record(description: str, properties: dict[str, Schema], left_out: tuple[str, ...] = ()) -> Schema:
    """Return the schema of an object. left_out: the names of properties that may be missing."""
    required = [name for name in properties if name not in left_out]
    return {"type": "object", "description": description, "properties": properties, "required": required}


def described(schema: Schema, description: str) -> Schema:
    """Return a schema with a description added."""
    return {**schema, "description": description}

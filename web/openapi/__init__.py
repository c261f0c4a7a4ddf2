"""The API described as OpenAPI 3.1, made from the table of parameters and the table of resources."""

"""The OpenAPI 3.1 description of the API, made from the tables of parameters and of resources."""

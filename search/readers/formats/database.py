"""The module reads databases by their address with SQLAlchemy; rows come through a cursor on the server.

No message contains the password of an address: it is removed from what a driver says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from datetime import date
from functools import partial
from typing import Any
from urllib.parse import quote, quote_plus

from search.addresses import shown_address
from search.errors import SourceError
from search.readers.formats.database_address import asks_since
from search.readers.formats.links import Link
from search.readers.formats.lookups import Lookup, References
from search.readers.formats.needed import needed
from search.readers.formats.relations import (
    Relation,
    choose,
    lookups_of,
    records_of,
    remarks_on,
    with_own_ids,
)
from search.readers.records import Columns, Record, Reject
from search.remarks import Remark

#: The driver for an address that names none; the defaults of SQLAlchemy are older drivers.
_DRIVERS = {
    "postgresql": "postgresql+psycopg",
    "postgres": "postgresql+psycopg",
    "mysql": "mysql+pymysql",
    "mariadb": "mariadb+pymysql",
}
_EXTRAS = {"psycopg": "postgresql", "pymysql": "mysql"}
_ROWS = 256  # the number of rows that are fetched at once


class Database:
    """A connection to a database, and what is read from it.

    address: ``postgresql://user:password@host/name``, in the form of SQLAlchemy
    query:   a SELECT, instead of whole tables; ``since`` is the value of ``:since`` in it

    Raises SourceError if a library or driver is missing, the address is not valid, the database does not
    answer, or it refuses the query.
    """

    def __init__(self, address: str, query: str | None = None, since: date | None = None) -> None:
        self.name = shown_address(address)
        self._secrets: tuple[str, ...] = ()
        errors = needed("sqlalchemy.exc")
        try:
            url = _url(address)
            self._secrets = _secrets(url)
            self._engine = needed("sqlalchemy").create_engine(
                url, poolclass=needed("sqlalchemy.pool").NullPool, hide_parameters=True
            )
            self._connection = self._engine.connect()
        except ImportError as error:
            module = (error.name or "").partition(".")[0]
            extra = _EXTRAS.get(module)
            if extra:
                raise SourceError("extra_missing", extra=extra, library=module) from None
            raise SourceError("driver_missing", address=self.name, library=module) from None
        except (errors.ArgumentError, errors.NoSuchModuleError, ValueError):
            raise SourceError("database_address", address=self.name) from None
        except Exception as error:  # drivers raise errors that SQLAlchemy does not wrap
            raise self._refusal(error) from None
        try:
            self._opened = [*self._asked(query, since)] if query is not None else [*self._tables()]
        except Exception as error:
            self.close()
            raise error if isinstance(error, SourceError) else self._refusal(error) from None

    def close(self) -> None:
        """Close the connection."""
        with suppress(Exception):  # the connection may be broken
            self._connection.close()
            self._engine.dispose()

    def relations(self) -> Iterator[Relation | Remark]:
        """Yield every table that has articles, or the rows of the query."""
        with closing(self):
            yield from self._opened

    def _asked(self, query: str, since: date | None) -> Iterator[Relation]:
        statement = needed("sqlalchemy").text(query)
        if asks_since(query):
            value = str(since) if self._engine.dialect.name == "sqlite" else since
            statement = statement.bindparams(since=value)
        result = self._result(statement)
        if not result.returns_rows:
            raise SourceError("no_select")
        yield Relation(self.name, self._records(result))

    def _tables(self) -> Iterator[Relation | Remark]:
        alchemy = needed("sqlalchemy")
        inspector = alchemy.inspect(self._connection)
        tables, views = (
            {name: [column["name"] for column in inspector.get_columns(name)] for name in names}
            for names in (inspector.get_table_names(), inspector.get_view_names())
        )
        references = partial(_references, inspector)
        chosen = choose(tables, views, references)
        if not chosen.read:
            raise SourceError("no_relation", address=self.name, found=chosen.left)
        lookups = lookups_of(chosen, tables, references)
        yield from remarks_on(chosen, tables, lookups, references)
        for name in chosen.read:
            # The query is made when the table is read, because a connection has one open cursor.
            table = alchemy.table(name, *(alchemy.column(column) for column in (tables | views)[name]))
            beside = chosen.beside.get(name)
            query = alchemy.text(beside.statement(name, self._quoted)) if beside else alchemy.select(table)
            rows = self._later(query, lookups.get(name, []))
            yield Relation(f"{self.name}/{name}", with_own_ids(name, chosen.read, rows))

    def _fill(self, lookup: Lookup | Link) -> Iterator[Remark]:
        statement = needed("sqlalchemy").text(lookup.statement(self._quoted))
        with closing(self._result(statement)) as pairs:
            yield from lookup.fill(pairs)

    def _quoted(self, name: str) -> str:
        return str(self._engine.dialect.identifier_preparer.quote(name)).replace(":", r"\:")

    def _later(
        self, statement: Any, lookups: list[Lookup | Link]
    ) -> Iterator[Record | Reject | Columns | Remark]:
        try:
            for lookup in lookups:
                yield from self._fill(lookup)
            result = self._result(statement)
        except Exception as error:
            yield Reject(self.name, None, "unreadable", self._damage(error), "")
        else:
            yield from self._records(result, lookups)

    def _result(self, statement: Any) -> Any:
        return self._connection.execution_options(stream_results=True, yield_per=_ROWS).execute(statement)

    def _records(
        self, result: Any, lookups: list[Lookup | Link] | None = None
    ) -> Iterator[Record | Reject | Columns | Remark]:
        """Yield the rows of a result; with ``lookups``, it is a whole table of articles."""
        number, names = 0, list(result.keys())
        try:
            for record in records_of(names, result, _decoded, lookups):
                number += isinstance(record, Record)
                yield record
        except Exception as error:  # the connection broke, a row cannot be sent or decoded
            damage = Remark("rest_is_missing", {"damage": self._damage(error)})
            yield Reject(self.name, number + 1, "damaged", damage, "")

    def _damage(self, error: Exception) -> Remark:
        return Remark("database_damaged", {"reason": self._without_secrets(error)})

    def _refusal(self, error: Exception) -> SourceError:
        reason = self._without_secrets(error)
        return SourceError("database_refuses", address=self.name, reason=reason)

    def _without_secrets(self, error: Exception) -> str:
        """Return the message of a driver, on one line and without the password."""
        message = " ".join(str(getattr(error, "orig", None) or error).split())
        for secret in self._secrets:
            message = message.replace(secret, "***")
        return message[:500]


def _references(inspector: Any, table: str) -> References:
    keys = inspector.get_foreign_keys(table)
    return {
        key["constrained_columns"][0]: (key["referred_table"], next(iter(key["referred_columns"]), None))
        for key in keys
        if len(key["constrained_columns"]) == 1
    }


def _url(address: str) -> Any:
    scheme, colon, rest = address.partition("://")
    return needed("sqlalchemy").make_url(f"{_DRIVERS.get(scheme.lower(), scheme)}{colon}{rest}")


def _secrets(url: Any) -> tuple[str, ...]:
    """Return the passwords in an address, in all forms in which a driver may write them."""
    given: Sequence[str] = [
        *([str(url.password)] if url.password else []),
        *(value for name, value in url.query.items() if isinstance(value, str) and "pass" in name.lower()),
    ]
    forms = {form for secret in given for form in (secret, quote(secret, safe=""), quote_plus(secret))}
    return tuple(sorted(filter(None, forms), key=len, reverse=True))


def _decoded(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")

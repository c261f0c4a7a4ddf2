"""What an alert tells: the body of a webhook as JSON, and the text of a mail made of it."""

from __future__ import annotations

import json
import time
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timezone
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any
from urllib.parse import quote, urlencode
from uuid import uuid4

from search.alerts.state import Alert, Message
from search.as_json import Json, article_as_json
from search.published import from_iso, without_time
from search.remarks import Remark
from search.results import ArticleHit

#: Articles of one message; more make several.
MOST_ARTICLES = 100
_MOST_NAMED = 60  # characters of the query in the subject of a mail


def message_of(alert: Alert, hits: Sequence[ArticleHit], generation: str, public_url: str) -> Message:
    """Return the message that tells some articles.

    public_url: where people find the archive, without a slash at its end; empty where that is not known
    """
    now, asked = datetime.now(timezone.utc), urlencode({"q": alert.query, "sort": "arrived"})
    body = {
        "type": "alert.matched",
        "timestamp": now.isoformat(timespec="seconds"),
        "data": {
            "alert": alert.name,
            "query": alert.query,
            "search": f"{public_url}/?{asked}" if public_url else None,
            "articles": [_article(hit, public_url) for hit in hits],
            "index": {"generation": generation},
        },
    }
    return Message(f"msg_{uuid4().hex}", json.dumps(body, ensure_ascii=False), len(hits), time.time())


def _article(hit: ArticleHit, public_url: str) -> Json:
    best = hit.paragraphs[0] if hit.paragraphs else None
    shown: dict[str, Any] = article_as_json(hit.article)
    shown["paragraph"] = best.number if best else None
    shown["text"] = best.text if best else None
    shown["snippet_html"] = best.snippet_html if best else None
    path = quote(hit.article.id.replace("~", "~7E").replace("/", "~2F"), safe="~")
    shown["page"] = f"{public_url}/artikel/{path}" if public_url else None
    return shown


def mail_of(alert: Alert, message: Message, sender: str) -> EmailMessage:
    """Return a message as a mail in plain text."""
    language, body = alert.language, json.loads(message.body)
    articles, query = body["data"]["articles"], alert.query or _said("all_articles", language)
    mail = EmailMessage()
    shown = query if len(query) <= _MOST_NAMED else f"{query[:_MOST_NAMED]}…"
    subject = _said("alert_subject", language, count=len(articles), query=" ".join(shown.split()))
    mail["Subject"] = "".join(letter if letter.isprintable() else " " for letter in subject)
    mail["From"], mail["To"] = sender, alert.target
    mail["Date"] = format_datetime(datetime.fromtimestamp(message.made_at, timezone.utc))
    mail["Message-ID"] = f"<{message.id}@{sender.rpartition('@')[2].strip('>') or 'warta.invalid'}>"
    mail["Auto-Submitted"] = "auto-generated"
    lines = [_said("alert_repeated", language), ""] if message.is_repeated else []
    lines += [_said("alert_intro", language, count=len(articles), query=query), ""]
    for one in articles:
        lines += [*_lines_of(one, language), ""]
    lines.append(_said("alert_outro", language, name=alert.name))
    mail.set_content("\n".join(lines))
    return mail


def _said(code: str, language: str, **values: object) -> str:
    return Remark(code, values).said(language)


def _lines_of(article: Json, language: str) -> list[str]:
    published = article["published"]
    facts = [
        article["source"],
        without_time(from_iso(published)).isoformat() if published else None,
        article["category"],
    ]
    lines = [article["title"] or _said("untitled", language), " · ".join(filter(None, facts))]
    lines += [
        article["text"] or "",
        article["page"] or article["url"] or article["id"],
    ]
    return [" ".join(line.split()) for line in filter(None, lines)]


def without(message: Message, ids: Collection[str]) -> Message | None:
    """Return a message without some articles, None if no other is in it."""
    body = json.loads(message.body)
    left = [one for one in body["data"]["articles"] if one["id"] not in ids]
    body["data"]["articles"] = left
    return replace(message, body=json.dumps(body, ensure_ascii=False), articles=len(left)) if left else None


def ids_of(message: Message) -> list[str]:
    """Return the ids of the articles of a message."""
    return [one["id"] for one in json.loads(message.body)["data"]["articles"]]

"""One message to a webhook: a signed POST, as the Standard Webhooks specification says.

``webhook-signature`` is ``v1,`` and the Base64 of HMAC-SHA256 over id, time and body, joined by full stops,
with the key that the secret has after ``whsec_`` (https://www.standardwebhooks.com). Redirects are not
followed, and addresses that are not public are asked only if that was allowed. A message that may have been
taken already has ``webhook-repeated: true``.
"""

from __future__ import annotations

import time
from base64 import b64decode, b64encode
from hashlib import sha256
from hmac import new as hmac

from search.alerts.state import Alert, Message
from search.network.client import Client, Limits

_LIMITS = Limits(seconds=20.0, size=64 * 2**10)


def signature(secret: str, message_id: str, moment: str, body: bytes) -> str:
    """Return the signature of a message. secret: "whsec_..."; moment: seconds since 1970."""
    key = b64decode(secret.removeprefix("whsec_"))
    signed = b".".join((message_id.encode(), moment.encode(), body))
    return f"v1,{b64encode(hmac(key, signed, sha256).digest()).decode()}"


def send(alert: Alert, message: Message, user_agent: str) -> None:
    """Send a message to the webhook of an alert. Raises FetchError where it is not taken."""
    body, moment = message.body.encode(), str(int(time.time()))
    headers = {
        "Content-Type": "application/json",
        "webhook-id": message.id,
        "webhook-timestamp": moment,
        "webhook-signature": signature(alert.secret, message.id, moment, body),
    }
    if message.is_repeated:
        headers["webhook-repeated"] = "true"
    Client(user_agent, alert.allow_private).post(alert.target, body, headers, _LIMITS)

"""One message as a mail, over SMTP."""

from __future__ import annotations

import smtplib
import ssl

from search.alerts.messages import mail_of
from search.alerts.state import Alert, Message
from search.errors import AlertError
from search.settings import Settings

_SECONDS = 30.0


def send(alert: Alert, message: Message, settings: Settings) -> None:
    """Send a message to the mail address of an alert. Raises AlertError where the server does not take it."""
    host = settings.smtp_host
    if not host:
        raise AlertError("no_mail_server")
    sender = settings.mail_from or f"warta@{host}"
    context = ssl.create_default_context()
    try:
        with _server(host, settings, context) as server:
            if settings.smtp_tls == "starttls":
                server.starttls(context=context)
            if settings.smtp_user:
                server.login(settings.smtp_user, settings.smtp_password)
            server.send_message(mail_of(alert, message, sender))
    except smtplib.SMTPAuthenticationError as error:
        raise AlertError("mail_login_failed", host=host, status=str(error.smtp_code)) from None
    except smtplib.SMTPResponseException as error:
        raise AlertError("mail_refused", host=host, reason=_line(error.smtp_error)) from None
    except smtplib.SMTPRecipientsRefused as error:
        code, text = next(iter(error.recipients.values()))
        raise AlertError("mail_refused", host=host, reason=f"{code} {_line(text)}") from None
    except (OSError, smtplib.SMTPException) as error:
        raise AlertError("mail_failed", host=host, reason=str(error) or type(error).__name__) from None


def _server(host: str, settings: Settings, context: ssl.SSLContext) -> smtplib.SMTP:
    if settings.smtp_tls == "tls":
        return smtplib.SMTP_SSL(host, settings.smtp_port, timeout=_SECONDS, context=context)
    return smtplib.SMTP(host, settings.smtp_port, timeout=_SECONDS)


def _line(text: bytes | str) -> str:
    said = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return " ".join(said.split())[:200]

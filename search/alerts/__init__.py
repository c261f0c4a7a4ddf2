"""Alerts: saved searches whose new articles are told, by a webhook or by mail.

The way through this room::

    manage              an alert is added, after its search and target were checked
    run                 new articles into messages, then the messages to their targets
    messages            what is told: the body of a webhook, a mail
    webhook, mail       one message to one target
    state               what is remembered: alerts, messages that wait, articles that were told

An article is new for an alert if it came into the index after the alert was last looked at
(``search.index.reading.arrivals``). Articles become messages in the same transaction that remembers them as
told; a message waits until its target has taken it, whatever is killed in between, and keeps its id, by which
a target knows one that it has taken already.
"""

from search.alerts.manage import add_alert
from search.alerts.run import AlertDone, Ran, run_alerts
from search.alerts.state import Alert, AlertState

__all__ = ["Alert", "AlertDone", "AlertState", "Ran", "add_alert", "run_alerts"]

"""The service's health as a text file for Prometheus, which node_exporter reads."""

from __future__ import annotations

from pathlib import Path

from prometheus_client import CollectorRegistry, Gauge, write_to_textfile

from outbound.overview.health import Health


def write(path: Path, found: Health) -> None:
    """Replace the file. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_to_textfile(str(path), _registry(found))


def _registry(found: Health) -> CollectorRegistry:
    registry = CollectorRegistry()
    for name, told, counts in (
        ("otklik_mails", "Mails by state", found.mails_by_state),
        ("otklik_letters", "Letters of ours by state", found.letters_by_state),
    ):
        gauge = Gauge(name, told, ["state"], registry=registry)
        for state, number in counts.items():
            gauge.labels(state).set(number)
    for name, told, value in (
        ("otklik_seconds_since_poll", "Since the mailbox was read", found.since(found.last_poll)),
        ("otklik_seconds_since_sent", "Since a letter was sent", found.since(found.last_sent)),
        ("otklik_oldest_due_seconds", "How long the oldest letter due has waited", found.waiting),
    ):
        if value is not None:
            Gauge(name, told, registry=registry).set(value)
    return registry

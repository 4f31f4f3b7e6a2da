"""What Prometheus may ask of one process."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest


class Metrics:
    """The counters of one process; each `Metrics` has a registry of its own, so that several may live side by side."""

    def __init__(self) -> None:
        """Start every count at nothing."""
        self.registry = CollectorRegistry()
        self.answers = Histogram(
            "salesbot_answer_seconds",
            "Time from the last byte of a delivery to its answer",
            ["kind", "outcome"],
            registry=self.registry,
            buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3),
        )
        self.refused = Counter("salesbot_forged_total", "Requests that were not from Feishu", registry=self.registry)
        self.turned_away = Counter(
            "salesbot_turned_away_total",
            "Genuine deliveries that could not have been answered in time, by kind: event or press",
            ["kind"],
            registry=self.registry,
        )
        self.connected, self.connecting = _of_the_line(self.registry)
        self.unasked = Counter(
            "salesbot_unasked_total",
            "Genuine deliveries that were only thanked",
            ["type"],
            registry=self.registry,
        )
        self.sends = Histogram(
            "salesbot_send_seconds",
            "Calls to Feishu by the code they answered",
            ["code"],
            registry=self.registry,
        )
        self.depth = Gauge("salesbot_outbox_depth", "Outbox rows that could leave now", registry=self.registry)
        self.lag = Gauge(
            "salesbot_outbox_lag_seconds", "How long the oldest of them has waited", registry=self.registry
        )
        self.parked = Gauge("salesbot_outbox_parked", "Outbox rows that were given up", registry=self.registry)
        self.failed = Gauge("salesbot_inbox_failed", "Deliveries that wait for a retry", registry=self.registry)
        self.calls = Gauge(
            "salesbot_api_calls_this_month", "Calls made to Feishu, by all processes", registry=self.registry
        )

    def exposition(self) -> bytes:
        """Everything in Prometheus' text format."""
        return generate_latest(self.registry)


def _of_the_line(registry: CollectorRegistry) -> tuple[Gauge, Counter]:
    """Whether there is a long connection, and how often one was begun."""
    begun = Counter(
        "salesbot_long_connection_starts_total",
        "Times the long connection was begun, by what ended the one before",
        ["after"],
        registry=registry,
    )
    return Gauge("salesbot_long_connection_up", "1 with a long connection", registry=registry), begun

"""The memory: tables with the queries that read them, and the one place that commits."""

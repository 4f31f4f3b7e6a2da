"""Deliveries without a public address: Feishu's SDK holds a WebSocket in a process of its own, which is watched over.

`supervisor` is what the serving process uses; `child` is the other process, and the only one that loads the SDK for it.
"""

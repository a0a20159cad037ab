"""SQL: where the truth lives. `Store` hands out transactions; the tables stand in `store.tables`."""

from assistant.store.engine import Store

__all__ = ["Store"]

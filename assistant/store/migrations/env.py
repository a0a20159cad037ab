"""Runs migrations on the connection that `store.schema` opened."""

from alembic import context

from assistant.store.tables.base import Table

context.configure(
    connection=context.config.attributes["connection"], target_metadata=Table.metadata, render_as_batch=True
)
with context.begin_transaction():
    context.run_migrations()

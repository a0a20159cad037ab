"""Programme, people and privacy."""

import sqlalchemy as sa
from alembic import op
import assistant.store.tables.base

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass

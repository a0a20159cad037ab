"""Programme, people and privacy."""

import sqlalchemy as sa
from alembic import op
import assistant.store.tables.base

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "setup_link",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("expires_at", assistant.store.tables.base.Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_setup_link")),
    )
    op.create_table(
        "alert",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("parameters", sa.JSON(), nullable=False),
        sa.Column("created_at", assistant.store.tables.base.Instant(timezone=True), nullable=False),
        sa.Column("read_at", assistant.store.tables.base.Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_alert_account_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert")),
    )
    with op.batch_alter_table("alert", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_alert_account_id"), ["account_id"], unique=False)

    op.create_table(
        "contact_way",
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("by_mail", sa.Boolean(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_contact_way_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_contact_way")),
    )
    op.create_table(
        "deputy",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("manager_id", sa.Text(), nullable=False),
        sa.Column("deputy_id", sa.Text(), nullable=False),
        sa.Column("starts_at", assistant.store.tables.base.Instant(timezone=True), nullable=False),
        sa.Column("ends_at", assistant.store.tables.base.Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["deputy_id"], ["account.id"], name=op.f("fk_deputy_deputy_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["manager_id"], ["account.id"], name=op.f("fk_deputy_manager_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deputy")),
    )
    with op.batch_alter_table("deputy", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deputy_deputy_id"), ["deputy_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_deputy_manager_id"), ["manager_id"], unique=False)

    op.create_table(
        "identity",
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("created_at", assistant.store.tables.base.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_identity_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("issuer", "subject", name=op.f("pk_identity")),
    )
    with op.batch_alter_table("identity", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_identity_account_id"), ["account_id"], unique=False)

    op.create_table(
        "identity_link",
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("expires_at", assistant.store.tables.base.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_identity_link_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_identity_link")),
    )
    op.create_table(
        "near_miss",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("text_hash", sa.Text(), nullable=False),
        sa.Column("at", assistant.store.tables.base.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_near_miss_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_near_miss")),
        sa.UniqueConstraint("account_id", "ref", "text_hash", name=op.f("uq_near_miss_account_id")),
    )
    with op.batch_alter_table("near_miss", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_near_miss_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_near_miss_at"), ["at"], unique=False)

    op.create_table(
        "notification",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("created_at", assistant.store.tables.base.Instant(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", assistant.store.tables.base.Instant(timezone=True), nullable=False),
        sa.Column("gave_up_at", assistant.store.tables.base.Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_notification_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notification")),
    )
    with op.batch_alter_table("notification", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notification_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_notification_next_at"), ["next_at"], unique=False)

    op.create_table(
        "hold",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("post_id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("text_hash", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("due", assistant.store.tables.base.Instant(timezone=True), nullable=True),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("created_at", assistant.store.tables.base.Instant(timezone=True), nullable=False),
        sa.Column("settled_at", assistant.store.tables.base.Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_hold_account_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_hold_post_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hold")),
    )
    with op.batch_alter_table("hold", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hold_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_hold_post_id"), ["post_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_hold_state"), ["state"], unique=False)

    op.create_table(
        "finding_mark",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("detector", sa.Text(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("ref_version", sa.Integer(), nullable=False),
        sa.Column("finding", sa.Text(), nullable=False),
        sa.Column("hand_in_id", sa.Text(), nullable=True),
        sa.Column("right", sa.Boolean(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=True),
        sa.Column("made_at", assistant.store.tables.base.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["hand_in_id"], ["hand_in.id"], name=op.f("fk_finding_mark_hand_in_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_finding_mark_made_by"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding_mark")),
        sa.UniqueConstraint("hand_in_id", "finding", "made_by", name=op.f("uq_finding_mark_hand_in_id")),
    )
    with op.batch_alter_table("finding_mark", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_finding_mark_hand_in_id"), ["hand_in_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_finding_mark_ref"), ["ref"], unique=False)

    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.add_column(sa.Column("endorsed_by", sa.Text(), nullable=True))

    with op.batch_alter_table("embargo", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("market_sensitive", sa.Boolean(), server_default=sa.text("(false)"), nullable=False)
        )


def downgrade() -> None:
    with op.batch_alter_table("embargo", schema=None) as batch_op:
        batch_op.drop_column("market_sensitive")

    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.drop_column("endorsed_by")

    with op.batch_alter_table("finding_mark", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_finding_mark_ref"))
        batch_op.drop_index(batch_op.f("ix_finding_mark_hand_in_id"))

    op.drop_table("finding_mark")
    with op.batch_alter_table("hold", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_hold_state"))
        batch_op.drop_index(batch_op.f("ix_hold_post_id"))
        batch_op.drop_index(batch_op.f("ix_hold_account_id"))

    op.drop_table("hold")
    with op.batch_alter_table("notification", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notification_next_at"))
        batch_op.drop_index(batch_op.f("ix_notification_account_id"))

    op.drop_table("notification")
    with op.batch_alter_table("near_miss", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_near_miss_at"))
        batch_op.drop_index(batch_op.f("ix_near_miss_account_id"))

    op.drop_table("near_miss")
    op.drop_table("identity_link")
    with op.batch_alter_table("identity", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_identity_account_id"))

    op.drop_table("identity")
    with op.batch_alter_table("deputy", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deputy_manager_id"))
        batch_op.drop_index(batch_op.f("ix_deputy_deputy_id"))

    op.drop_table("deputy")
    op.drop_table("contact_way")
    with op.batch_alter_table("alert", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_alert_account_id"))

    op.drop_table("alert")
    op.drop_table("setup_link")

"""Programme, people and privacy."""

import sqlalchemy as sa
from alembic import op
import assistant.store.tables.base

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "audience",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("channels", sa.JSON(), nullable=False),
        sa.Column("voices", sa.JSON(), nullable=False),
        sa.Column("moments", sa.JSON(), nullable=False),
        sa.Column("themes", sa.JSON(), nullable=False),
        sa.Column("updated_at", assistant.store.tables.base.Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audience")),
    )
    op.create_table(
        "counted",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("numbers", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("source", name=op.f("pk_counted")),
    )
    op.create_table(
        "erasure",
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("at", assistant.store.tables.base.Instant(timezone=True), nullable=False),
        sa.Column("removed", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_erasure")),
    )
    with op.batch_alter_table("erasure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_erasure_at"), ["at"], unique=False)

    op.create_table(
        "evaluation",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("made_at", assistant.store.tables.base.Instant(timezone=True), nullable=False),
        sa.Column("signed_by", sa.Text(), nullable=False),
        sa.Column("signed_at", assistant.store.tables.base.Instant(timezone=True), nullable=True),
        sa.Column("next_half_at", assistant.store.tables.base.Instant(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation")),
    )
    op.create_table(
        "figure",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("family", sa.Text(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("dimension", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("numbers", sa.JSON(), nullable=False),
        sa.Column("counted_at", assistant.store.tables.base.Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figure")),
    )
    with op.batch_alter_table("figure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_figure_family"), ["family"], unique=False)

    op.create_table(
        "housekeeping",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("at", assistant.store.tables.base.Instant(timezone=True), nullable=False),
        sa.Column("outcome", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_housekeeping")),
    )
    op.create_table(
        "incentive",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("given_for", sa.Text(), nullable=False),
        sa.Column("euros", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("made_at", assistant.store.tables.base.Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incentive")),
    )
    op.create_table(
        "kit_picture",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("theme", sa.Text(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("media", sa.Text(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("alt", sa.JSON(), nullable=False),
        sa.Column("rights", sa.Text(), nullable=False),
        sa.Column("people", sa.Text(), nullable=False),
        sa.Column("usable_until", sa.Date(), nullable=True),
        sa.Column("added_at", assistant.store.tables.base.Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kit_picture")),
    )
    with op.batch_alter_table("kit_picture", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kit_picture_theme"), ["theme"], unique=False)

    op.create_table(
        "left_behind",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("family", sa.Text(), nullable=False),
        sa.Column("participant", sa.Text(), nullable=False),
        sa.Column("keys", sa.JSON(), nullable=False),
        sa.Column("numbers", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_left_behind")),
    )
    op.create_table(
        "moment",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("starts_at", assistant.store.tables.base.Instant(timezone=True), nullable=False),
        sa.Column("ends_at", assistant.store.tables.base.Instant(timezone=True), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("cancelled_at", assistant.store.tables.base.Instant(timezone=True), nullable=True),
        sa.Column("left_people", sa.Integer(), nullable=False),
        sa.Column("changed_at", assistant.store.tables.base.Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moment")),
    )
    op.create_table(
        "setup_link",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("expires_at", assistant.store.tables.base.Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_setup_link")),
    )
    op.create_table(
        "survey",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("made_at", assistant.store.tables.base.Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey")),
    )
    op.create_table(
        "tally",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("theme", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "month", "theme", "channel", "language", name=op.f("pk_tally")),
    )
    op.create_table(
        "agreement_remark",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", assistant.store.tables.base.Instant(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", assistant.store.tables.base.Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_agreement_remark_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_remark")),
    )
    with op.batch_alter_table("agreement_remark", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agreement_remark_account_id"), ["account_id"], unique=False)

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
        "ambassador",
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("joined_at", assistant.store.tables.base.Instant(timezone=True), nullable=False),
        sa.Column("left_at", assistant.store.tables.base.Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_ambassador_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_ambassador")),
    )
    op.create_table(
        "attendance",
        sa.Column("moment_id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("said_at", assistant.store.tables.base.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_attendance_account_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["moment_id"], ["moment.id"], name=op.f("fk_attendance_moment_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("moment_id", "account_id", name=op.f("pk_attendance")),
    )
    op.create_table(
        "audience_near",
        sa.Column("audience_id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_audience_near_account_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["audience_id"], ["audience.id"], name=op.f("fk_audience_near_audience_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("audience_id", "account_id", name=op.f("pk_audience_near")),
    )
    with op.batch_alter_table("audience_near", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audience_near_account_id"), ["account_id"], unique=False)

    op.create_table(
        "candidate",
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("invited_at", assistant.store.tables.base.Instant(timezone=True), nullable=True),
        sa.Column("added_at", assistant.store.tables.base.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_candidate_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_candidate")),
    )
    op.create_table(
        "channel_question",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=True),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("in_guide", sa.Boolean(), nullable=False),
        sa.Column("asked_at", assistant.store.tables.base.Instant(timezone=True), nullable=False),
        sa.Column("answered_at", assistant.store.tables.base.Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_channel_question_account_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel_question")),
    )
    with op.batch_alter_table("channel_question", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_channel_question_account_id"), ["account_id"], unique=False)

    op.create_table(
        "coach_choice",
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("remarks", sa.Boolean(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("weekly", sa.Boolean(), nullable=False),
        sa.Column("ideas_read_at", assistant.store.tables.base.Instant(timezone=True), nullable=True),
        sa.Column("changed_at", assistant.store.tables.base.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_coach_choice_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_coach_choice")),
    )
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
        "goal",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("for_whom", sa.Text(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("start_value", sa.Double(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("target", sa.Double(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("owner_id", sa.Text(), nullable=True),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("updated_at", assistant.store.tables.base.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["account.id"], name=op.f("fk_goal_owner_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal")),
    )
    with op.batch_alter_table("goal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_goal_owner_id"), ["owner_id"], unique=False)

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
        "inventory",
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("themes", sa.JSON(), nullable=False),
        sa.Column("channels", sa.JSON(), nullable=False),
        sa.Column("blog", sa.Text(), nullable=False),
        sa.Column("network", sa.Text(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("by_name", sa.Boolean(), nullable=False),
        sa.Column("told_at", assistant.store.tables.base.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_inventory_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_inventory")),
    )
    op.create_table(
        "lesson",
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("lesson", sa.Text(), nullable=False),
        sa.Column("opened_at", assistant.store.tables.base.Instant(timezone=True), nullable=False),
        sa.Column("done_at", assistant.store.tables.base.Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_lesson_account_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("account_id", "lesson", name=op.f("pk_lesson")),
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
        "participant",
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_participant_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_participant")),
        sa.UniqueConstraint("name", name=op.f("uq_participant_name")),
    )
    op.create_table(
        "result_import",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("read_at", assistant.store.tables.base.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_result_import_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_result_import")),
    )
    with op.batch_alter_table("result_import", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_result_import_account_id"), ["account_id"], unique=False)

    op.create_table(
        "support",
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("partner_id", sa.Text(), nullable=True),
        sa.Column("planned_on", sa.Date(), nullable=True),
        sa.Column("changed_at", assistant.store.tables.base.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_support_account_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["account.id"], name=op.f("fk_support_partner_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("account_id", "kind", name=op.f("pk_support")),
    )
    op.create_table(
        "support_choice",
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("shows_lessons", sa.Boolean(), nullable=False),
        sa.Column("helps_others", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_support_choice_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_support_choice")),
    )
    op.create_table(
        "survey_answer",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("survey_id", sa.Text(), nullable=False),
        sa.Column("marks", sa.JSON(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["survey.id"], name=op.f("fk_survey_answer_survey_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_answer")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("survey_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_survey_answer_survey_id"), ["survey_id"], unique=False)

    op.create_table(
        "survey_done",
        sa.Column("survey_id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_survey_done_account_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["survey.id"], name=op.f("fk_survey_done_survey_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("survey_id", "account_id", name=op.f("pk_survey_done")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "thanks",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("at", assistant.store.tables.base.Instant(timezone=True), nullable=False),
        sa.Column("seen_at", assistant.store.tables.base.Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_thanks_account_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thanks")),
    )
    with op.batch_alter_table("thanks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_thanks_account_id"), ["account_id"], unique=False)

    op.create_table(
        "goal_value",
        sa.Column("goal_id", sa.Text(), nullable=False),
        sa.Column("at", sa.Date(), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["goal_id"], ["goal.id"], name=op.f("fk_goal_value_goal_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("goal_id", "at", name=op.f("pk_goal_value")),
    )
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
        "result",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("post_id", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("theme", sa.Text(), nullable=True),
        sa.Column("posted_on", sa.Date(), nullable=False),
        sa.Column("impressions", sa.Integer(), nullable=True),
        sa.Column("reactions", sa.Integer(), nullable=True),
        sa.Column("comments", sa.Integer(), nullable=True),
        sa.Column("reposts", sa.Integer(), nullable=True),
        sa.Column("clicks", sa.Integer(), nullable=True),
        sa.Column("engagements", sa.Integer(), nullable=True),
        sa.Column("told_at", assistant.store.tables.base.Instant(timezone=True), nullable=True),
        sa.Column("updated_at", assistant.store.tables.base.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_result_account_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_result_post_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_result")),
        sa.UniqueConstraint("account_id", "post_id", name=op.f("uq_result_account_id")),
    )
    with op.batch_alter_table("result", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_result_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_result_post_id"), ["post_id"], unique=False)

    op.create_table(
        "story",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("post_id", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("shared_at", assistant.store.tables.base.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_story_account_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_story_post_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_story")),
        sa.UniqueConstraint("post_id", name=op.f("uq_story_post_id")),
    )
    with op.batch_alter_table("story", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_story_account_id"), ["account_id"], unique=False)

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

    with op.batch_alter_table("chat", schema=None) as batch_op:
        batch_op.add_column(sa.Column("opened_at", assistant.store.tables.base.Instant(timezone=True), nullable=True))

    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.add_column(sa.Column("endorsed_by", sa.Text(), nullable=True))

    with op.batch_alter_table("embargo", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("market_sensitive", sa.Boolean(), server_default=sa.text("(false)"), nullable=False)
        )

    with op.batch_alter_table("voice_card", schema=None) as batch_op:
        batch_op.add_column(sa.Column("edits", sa.JSON(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("voice_card", schema=None) as batch_op:
        batch_op.drop_column("edits")

    with op.batch_alter_table("embargo", schema=None) as batch_op:
        batch_op.drop_column("market_sensitive")

    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.drop_column("endorsed_by")

    with op.batch_alter_table("chat", schema=None) as batch_op:
        batch_op.drop_column("opened_at")

    with op.batch_alter_table("finding_mark", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_finding_mark_ref"))
        batch_op.drop_index(batch_op.f("ix_finding_mark_hand_in_id"))

    op.drop_table("finding_mark")
    with op.batch_alter_table("story", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_story_account_id"))

    op.drop_table("story")
    with op.batch_alter_table("result", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_result_post_id"))
        batch_op.drop_index(batch_op.f("ix_result_account_id"))

    op.drop_table("result")
    with op.batch_alter_table("hold", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_hold_state"))
        batch_op.drop_index(batch_op.f("ix_hold_post_id"))
        batch_op.drop_index(batch_op.f("ix_hold_account_id"))

    op.drop_table("hold")
    op.drop_table("goal_value")
    with op.batch_alter_table("thanks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_thanks_account_id"))

    op.drop_table("thanks")
    op.drop_table("survey_done")
    with op.batch_alter_table("survey_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_survey_answer_survey_id"))

    op.drop_table("survey_answer")
    op.drop_table("support_choice")
    op.drop_table("support")
    with op.batch_alter_table("result_import", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_result_import_account_id"))

    op.drop_table("result_import")
    op.drop_table("participant")
    with op.batch_alter_table("notification", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notification_next_at"))
        batch_op.drop_index(batch_op.f("ix_notification_account_id"))

    op.drop_table("notification")
    with op.batch_alter_table("near_miss", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_near_miss_at"))
        batch_op.drop_index(batch_op.f("ix_near_miss_account_id"))

    op.drop_table("near_miss")
    op.drop_table("lesson")
    op.drop_table("inventory")
    op.drop_table("identity_link")
    with op.batch_alter_table("identity", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_identity_account_id"))

    op.drop_table("identity")
    with op.batch_alter_table("goal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_goal_owner_id"))

    op.drop_table("goal")
    with op.batch_alter_table("deputy", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deputy_manager_id"))
        batch_op.drop_index(batch_op.f("ix_deputy_deputy_id"))

    op.drop_table("deputy")
    op.drop_table("contact_way")
    op.drop_table("coach_choice")
    with op.batch_alter_table("channel_question", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_channel_question_account_id"))

    op.drop_table("channel_question")
    op.drop_table("candidate")
    with op.batch_alter_table("audience_near", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audience_near_account_id"))

    op.drop_table("audience_near")
    op.drop_table("attendance")
    op.drop_table("ambassador")
    with op.batch_alter_table("alert", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_alert_account_id"))

    op.drop_table("alert")
    with op.batch_alter_table("agreement_remark", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agreement_remark_account_id"))

    op.drop_table("agreement_remark")
    op.drop_table("tally")
    op.drop_table("survey")
    op.drop_table("setup_link")
    op.drop_table("moment")
    op.drop_table("left_behind")
    with op.batch_alter_table("kit_picture", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kit_picture_theme"))

    op.drop_table("kit_picture")
    op.drop_table("incentive")
    op.drop_table("housekeeping")
    with op.batch_alter_table("figure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_figure_family"))

    op.drop_table("figure")
    op.drop_table("evaluation")
    with op.batch_alter_table("erasure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_erasure_at"))

    op.drop_table("erasure")
    op.drop_table("counted")
    op.drop_table("audience")

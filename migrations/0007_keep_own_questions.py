"""Keep questions of one's own, what is hidden of the bank, and the look back after a meeting."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create(
        "own_question",
        sa.Column("replaces", sa.String(length=80), nullable=False),
        sa.Column("phase", sa.String(length=32), nullable=False),
        sa.Column("layer", sa.String(length=32), nullable=False),
        sa.Column("lowest_stage", sa.String(length=32), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("facets", sa.JSON(), nullable=False),
        sa.Column("role_kinds", sa.JSON(), nullable=False),
        sa.Column("industries", sa.JSON(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
    )
    _create(
        "hidden_question",
        sa.Column("question_id", sa.String(length=80), nullable=False),
        sa.UniqueConstraint("created_by_id", "question_id", name=op.f("uq_hidden_question_created_by_id_question_id")),
    )
    _create(
        "self_check",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_self_check_meeting_id_meeting"), ondelete="CASCADE"
        ),
        sa.UniqueConstraint("meeting_id", "created_by_id", name=op.f("uq_self_check_meeting_id_created_by_id")),
    )
    with op.batch_alter_table("self_check", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_self_check_meeting_id"), ["meeting_id"], unique=False)


def downgrade() -> None:
    for table in ("self_check", "hidden_question", "own_question"):
        op.drop_table(table)


def _create(table: str, *columns: sa.schema.SchemaItem) -> None:
    """A table with what every row of a workspace has."""
    op.create_table(
        table,
        *columns,
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["member.id"], name=op.f(f"fk_{table}_created_by_id_member"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f(f"fk_{table}_workspace_id_workspace"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.create_index(batch_op.f(f"ix_{table}_created_by_id"), ["created_by_id"], unique=False)
        batch_op.create_index(batch_op.f(f"ix_{table}_workspace_id"), ["workspace_id"], unique=False)

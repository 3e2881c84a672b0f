"""Keep answers that are not saved yet, and whom an introduction is to."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "response_draft",
        sa.Column("kpi_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["member.id"], name=op.f("fk_response_draft_created_by_id_member"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["kpi_id"], ["kpi.id"], name=op.f("fk_response_draft_kpi_id_kpi"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspace.id"],
            name=op.f("fk_response_draft_workspace_id_workspace"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response_draft")),
        sa.UniqueConstraint("kpi_id", "created_by_id", name=op.f("uq_response_draft_kpi_id_created_by_id")),
    )
    with op.batch_alter_table("response_draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_response_draft_created_by_id"), ["created_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_response_draft_workspace_id"), ["workspace_id"], unique=False)
    with op.batch_alter_table("promise", schema=None) as batch_op:
        batch_op.add_column(sa.Column("other_person_id", sa.Uuid(), nullable=True))
        batch_op.create_index(batch_op.f("ix_promise_other_person_id"), ["other_person_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_promise_other_person_id_person"), "person", ["other_person_id"], ["id"], ondelete="SET NULL"
        )


def downgrade() -> None:
    with op.batch_alter_table("promise", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_promise_other_person_id_person"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_promise_other_person_id"))
        batch_op.drop_column("other_person_id")
    op.drop_table("response_draft")

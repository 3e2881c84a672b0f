"""Print briefs beside the server, keep several papers of each, and note how they left the house."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "brief_paper",
        sa.Column("brief_id", sa.Uuid(), nullable=False),
        sa.Column("paper", sa.String(length=32), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["brief_id"], ["brief.id"], name=op.f("fk_brief_paper_brief_id_brief"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("brief_id", "paper", name=op.f("pk_brief_paper")),
    )
    op.create_table(
        "print_job",
        sa.Column("brief_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("claimed_by", sa.Text(), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fault", sa.String(length=32), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["brief_id"], ["brief.id"], name=op.f("fk_print_job_brief_id_brief"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("brief_id", name=op.f("pk_print_job")),
    )
    with op.batch_alter_table("print_job", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_print_job_state"), ["state"], unique=False)
    op.create_table(
        "brief_handover",
        sa.Column("brief_id", sa.Uuid(), nullable=False),
        sa.Column("way", sa.String(length=32), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["brief_id"], ["brief.id"], name=op.f("fk_brief_handover_brief_id_brief"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["member.id"], name=op.f("fk_brief_handover_created_by_id_member"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspace.id"],
            name=op.f("fk_brief_handover_workspace_id_workspace"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_brief_handover")),
    )
    with op.batch_alter_table("brief_handover", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_brief_handover_brief_id"), ["brief_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_brief_handover_created_by_id"), ["created_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_brief_handover_workspace_id"), ["workspace_id"], unique=False)
    op.execute("INSERT INTO brief_paper (brief_id, paper, pdf) SELECT id, 'a4', pdf FROM brief")
    with op.batch_alter_table("brief", schema=None) as batch_op:
        batch_op.drop_column("pdf")
        batch_op.add_column(sa.Column("logo", sa.LargeBinary(), nullable=True))
    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sender_logo", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.drop_column("sender_logo")
    with op.batch_alter_table("brief", schema=None) as batch_op:
        batch_op.drop_column("logo")
        batch_op.add_column(sa.Column("pdf", sa.LargeBinary(), nullable=True))
    op.execute(
        "UPDATE brief SET pdf = (SELECT pdf FROM brief_paper WHERE brief_paper.brief_id = brief.id AND paper = 'a4')"
    )
    op.execute("DELETE FROM brief WHERE pdf IS NULL")
    with op.batch_alter_table("brief", schema=None) as batch_op:
        batch_op.alter_column("pdf", existing_type=sa.LargeBinary(), nullable=False)
    op.drop_table("brief_handover")
    op.drop_table("print_job")
    op.drop_table("brief_paper")

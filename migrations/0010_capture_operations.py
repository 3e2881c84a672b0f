"""Know every step a phone sent; drafts hold fields with the steps they come from; secret sites."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "capture_operation",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_capture_operation_meeting_id_meeting"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_capture_operation_member_id_member"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_capture_operation")),
    )
    with op.batch_alter_table("capture_operation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_capture_operation_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_capture_operation_member_id"), ["member_id"], unique=False)
    # Drafts of the form before are sealed in another shape; nobody has any yet.
    op.execute(sa.text("DELETE FROM kpi_draft"))
    with op.batch_alter_table("kpi_draft", schema=None) as batch_op:
        batch_op.drop_column("revision")
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_secret", sa.Boolean(), nullable=True))
    op.execute(sa.table("meeting", sa.column("is_secret")).update().values(is_secret=sa.false()))
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.alter_column("is_secret", existing_type=sa.Boolean(), nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.drop_column("is_secret")
    op.execute(sa.text("DELETE FROM kpi_draft"))
    with op.batch_alter_table("kpi_draft", schema=None) as batch_op:
        batch_op.add_column(sa.Column("revision", sa.Integer(), nullable=False))
    with op.batch_alter_table("capture_operation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_capture_operation_member_id"))
        batch_op.drop_index(batch_op.f("ix_capture_operation_meeting_id"))
    op.drop_table("capture_operation")

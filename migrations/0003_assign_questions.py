"""Let a question be asked by a colleague, and keep what is typed before it is added."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("guide", schema=None) as batch_op:
        batch_op.add_column(sa.Column("unsent", sa.Text(), nullable=True))
    with op.batch_alter_table("guide_item", schema=None) as batch_op:
        batch_op.add_column(sa.Column("assigned_to_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_guide_item_assigned_to_id_member"), "member", ["assigned_to_id"], ["id"], ondelete="SET NULL"
        )
        batch_op.create_index(batch_op.f("ix_guide_item_assigned_to_id"), ["assigned_to_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("guide_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_guide_item_assigned_to_id"))
        batch_op.drop_constraint(batch_op.f("fk_guide_item_assigned_to_id_member"), type_="foreignkey")
        batch_op.drop_column("assigned_to_id")
    with op.batch_alter_table("guide", schema=None) as batch_op:
        batch_op.drop_column("unsent")

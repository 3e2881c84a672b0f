"""Remember who has only a password that somebody else has seen."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.add_column(sa.Column("must_choose_password", sa.Boolean(), nullable=True))
    op.execute(
        sa.table("member", sa.column("must_choose_password", sa.Boolean())).update().values(must_choose_password=False)
    )
    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.alter_column("must_choose_password", existing_type=sa.Boolean(), nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.drop_column("must_choose_password")

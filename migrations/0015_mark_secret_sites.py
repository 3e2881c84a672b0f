"""Mark organisations as secret sites."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_secret", sa.Boolean(), nullable=True))
    op.execute(sa.table("organisation", sa.column("is_secret")).update().values(is_secret=sa.false()))
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.alter_column("is_secret", existing_type=sa.Boolean(), nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.drop_column("is_secret")

"""Keep whom a team competes with, so that a wording that names them is pointed out."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("workspace", schema=None) as workspace:
        workspace.add_column(sa.Column("competitors", sa.Text(), nullable=True))
    op.execute(sa.table("workspace", sa.column("competitors")).update().values(competitors=""))
    with op.batch_alter_table("workspace", schema=None) as workspace:
        workspace.alter_column("competitors", existing_type=sa.Text(), nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("workspace", schema=None) as workspace:
        workspace.drop_column("competitors")

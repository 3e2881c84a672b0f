"""Let the importance of a KPI stay open until somebody has said it.

What is stored stays: which of the threes were chosen and which only left as they were is not known any more.
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("kpi", schema=None) as kpi:
        kpi.alter_column("importance", existing_type=sa.Integer(), nullable=True)


def downgrade() -> None:
    kpis = sa.table("kpi", sa.column("importance"))
    op.execute(kpis.update().where(kpis.c.importance.is_(None)).values(importance=3))
    with op.batch_alter_table("kpi", schema=None) as kpi:
        kpi.alter_column("importance", existing_type=sa.Integer(), nullable=False)

"""Keep a customer brief to its maker where it holds words that only the customer, not the team, was given."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("brief", schema=None) as batch_op:
        batch_op.add_column(sa.Column("holds_private", sa.Boolean(), nullable=True))
    brief = sa.table(
        "brief",
        sa.column("person_id", sa.Uuid()),
        sa.column("edition", sa.Text()),
        sa.column("holds_private", sa.Boolean()),
    )
    kpi = sa.table("kpi", sa.column("person_id", sa.Uuid()), sa.column("layer", sa.Text()))
    # What stands in an older brief is sealed: wherever the reader has a life or mindset KPI it may be one of them.
    may_hold = sa.exists().where(kpi.c.person_id == brief.c.person_id, kpi.c.layer != "work")
    op.execute(brief.update().values(holds_private=False))
    op.execute(brief.update().where(brief.c.edition == "customer", may_hold).values(holds_private=True))
    with op.batch_alter_table("brief", schema=None) as batch_op:
        batch_op.alter_column("holds_private", existing_type=sa.Boolean(), nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("brief", schema=None) as batch_op:
        batch_op.drop_column("holds_private")

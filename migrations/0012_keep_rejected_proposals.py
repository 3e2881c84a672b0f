"""Keep which proposed capabilities were struck for a KPI."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

TABLE = "rejected_proposal"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("kpi_id", sa.Uuid(), nullable=False),
        sa.Column("capability_id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["capability_id"], ["capability.id"], name=op.f(f"fk_{TABLE}_capability_id_capability"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["member.id"], name=op.f(f"fk_{TABLE}_created_by_id_member"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["kpi_id"], ["kpi.id"], name=op.f(f"fk_{TABLE}_kpi_id_kpi"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f(f"fk_{TABLE}_workspace_id_workspace"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint("kpi_id", "capability_id", name=op.f(f"uq_{TABLE}_kpi_id_capability_id")),
    )
    with op.batch_alter_table(TABLE, schema=None) as batch_op:
        for column in ("capability_id", "created_by_id", "workspace_id"):
            batch_op.create_index(batch_op.f(f"ix_{TABLE}_{column}"), [column], unique=False)


def downgrade() -> None:
    op.drop_table(TABLE)

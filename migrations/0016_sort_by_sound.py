"""Sort people and organisations by the sound of their names; find recent meetings, and what a KPI or a person led to."""

import sqlalchemy as sa
from alembic import op

from kpi_assistant.services.search import by_sound

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

INDEXES = {
    "person": (("workspace_id", "sort_name", "id"), ("workspace_id", "created_at")),
    "kpi": (("derived_from_id",), ("told_by_id",), ("workspace_id", "status", "person_id", "said_on")),
    "meeting": (("workspace_id", "ended_at"),),
    "promise": (("workspace_id", "due_on"), ("workspace_id", "kept_on", "released_on", "due_on", "response_id")),
}


def upgrade() -> None:
    op.drop_index("ix_kpi_workspace_id_status_person_id_layer", "kpi")
    for table in ("person", "organisation"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column("sort_name", sa.Text(), nullable=True))
        rows = sa.table(
            table, sa.column("id", sa.Uuid()), sa.column("name", sa.Text()), sa.column("sort_name", sa.Text())
        )
        op.execute(rows.update().values(sort_name=""))
        connection = op.get_bind()
        for row_id, name in connection.execute(sa.select(rows.c.id, rows.c.name)).all():
            sounds = by_sound(name, of_person=table == "person")
            connection.execute(rows.update().where(rows.c.id == row_id).values(sort_name=sounds))
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.alter_column("sort_name", existing_type=sa.Text(), nullable=False)
    for table, indexes in INDEXES.items():
        for columns in indexes:
            op.create_index(f"ix_{table}_{'_'.join(columns)}", table, columns)


def downgrade() -> None:
    for table, indexes in INDEXES.items():
        for columns in indexes:
            op.drop_index(f"ix_{table}_{'_'.join(columns)}", table)
    for table in ("person", "organisation"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column("sort_name")
    op.create_index(
        "ix_kpi_workspace_id_status_person_id_layer", "kpi", ("workspace_id", "status", "person_id", "layer")
    )

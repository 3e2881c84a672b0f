"""Sort people and organisations by the sound of their names, and read lists and chains along indexes alone."""

import sqlalchemy as sa
from alembic import op
from pypinyin import lazy_pinyin

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

NEW = {
    "ix_kpi_derived_from_id": ("kpi", ["derived_from_id"]),
    "ix_kpi_told_by_id": ("kpi", ["told_by_id"]),
    "ix_kpi_workspace_id_status_person_id_said_on": ("kpi", ["workspace_id", "status", "person_id", "said_on"]),
    "ix_meeting_workspace_id_ended_at": ("meeting", ["workspace_id", "ended_at"]),
    "ix_person_id_workspace_id_stage": ("person", ["id", "workspace_id", "stage"]),
    "ix_person_workspace_id_created_at": ("person", ["workspace_id", "created_at"]),
    "ix_person_workspace_id_sort_name_id": ("person", ["workspace_id", "sort_name", "id"]),
    "ix_post_of_person": ("post", ["person_id", "ended_on", "organisation_id", "workspace_id"]),
    "ix_promise_person_id_kept_on_released_on_due_on": ("promise", ["person_id", "kept_on", "released_on", "due_on"]),
    "ix_promise_workspace_id_due_on": ("promise", ["workspace_id", "due_on"]),
    "ix_promise_workspace_id_kept_on_released_on_due_on_response_id": (
        "promise",
        ["workspace_id", "kept_on", "released_on", "due_on", "response_id"],
    ),
    "ix_tie_inwards": ("tie", ["to_person_id", "workspace_id", "from_person_id", "kind", "strength"]),
    "ix_tie_outwards": ("tie", ["from_person_id", "workspace_id", "to_person_id", "kind", "strength"]),
    "ix_touch_of_member": (
        "touch",
        ["created_by_id", "happened_at", "person_id", "meeting_id", "workspace_id", "purpose"],
    ),
}
OLD = {
    "ix_kpi_workspace_id_status_person_id_layer": ("kpi", ["workspace_id", "status", "person_id", "layer"]),
    "ix_post_person_id": ("post", ["person_id"]),
    "ix_promise_person_id": ("promise", ["person_id"]),
    "ix_tie_to_person_id": ("tie", ["to_person_id"]),
    "ix_touch_created_by_id_happened_at": ("touch", ["created_by_id", "happened_at"]),
}


def upgrade() -> None:
    for table in ("person", "organisation"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column("sort_name", sa.Text(), nullable=True))
        _sound_out(table)
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.alter_column("sort_name", existing_type=sa.Text(), nullable=False)
    _exchange(OLD, NEW)


def downgrade() -> None:
    _exchange(NEW, OLD)
    for table in ("person", "organisation"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column("sort_name")


def _exchange(before: dict[str, tuple[str, list[str]]], after: dict[str, tuple[str, list[str]]]) -> None:
    for name, (table, _columns) in before.items():
        op.drop_index(name, table)
    for name, (table, columns) in after.items():
        op.create_index(name, table, columns)


def _sound_out(table: str) -> None:
    """Give the rows that are there already the sound of their names."""
    rows = sa.table(table, sa.column("id", sa.Uuid()), sa.column("name", sa.Text()), sa.column("sort_name", sa.Text()))
    connection = op.get_bind()
    names = connection.execute(sa.select(rows.c.id, rows.c.name)).all()
    of_name = rows.update().where(rows.c.id == sa.bindparam("row_id")).values(sort_name=sa.bindparam("sound"))
    for row_id, name in names:
        connection.execute(of_name, {"row_id": row_id, "sound": _by_sound(name)})


def _by_sound(name: str) -> str:
    """As the app sorts a name, without the surnames of several readings: those are set right when they are next saved."""
    return " ".join([*(sound.strip() for sound in lazy_pinyin(name)), name]).casefold()

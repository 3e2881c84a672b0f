"""Keep the page that answered a form for an hour, so that Back can show it."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kept_page",
        sa.Column("sign_in_id", sa.Uuid(), nullable=False),
        sa.Column("path", sa.String(length=500), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("page", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sign_in_id"], ["sign_in.id"], name=op.f("fk_kept_page_sign_in_id_sign_in"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_page")),
    )
    with op.batch_alter_table("kept_page", schema=None) as kept_page:
        kept_page.create_index(op.f("ix_kept_page_sign_in_id"), ["sign_in_id"], unique=False)
        kept_page.create_index(op.f("ix_kept_page_created_at"), ["created_at"], unique=False)


def downgrade() -> None:
    op.drop_table("kept_page")

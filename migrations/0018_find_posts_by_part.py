"""Find the people of a part or at an organisation along indexes alone."""

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_post_organisation_id", "post")
    op.create_index("ix_post_at_organisation", "post", ["organisation_id", "ended_on", "person_id"])
    op.create_index("ix_post_by_role", "post", ["workspace_id", "role_kind", "ended_on", "person_id"])


def downgrade() -> None:
    op.drop_index("ix_post_by_role", "post")
    op.drop_index("ix_post_at_organisation", "post")
    op.create_index("ix_post_organisation_id", "post", ["organisation_id"])

"""Copies still to be moved or flagged are few among all of a folder: an index of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_OPEN = sa.text("settled_at IS NULL")


def upgrade() -> None:
    op.drop_index("ix_copy_unsettled", table_name="copy")
    op.create_index(
        "ix_copy_unsettled",
        "copy",
        ["account", "folder", "uidvalidity", "uid"],
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    )


def downgrade() -> None:
    op.drop_index("ix_copy_unsettled", table_name="copy")
    op.create_index("ix_copy_unsettled", "copy", ["account", "folder", "uidvalidity", "settled_at"])

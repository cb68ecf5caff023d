"""Alembic's entry: runs the revisions on the connection that `database.upgrade` hands over."""

from alembic import context

from intake.store.database import is_ours
from intake.store.schema import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    # SQLite cannot alter tables in place: alembic copies them.
    render_as_batch=True,
    compare_type=True,
    include_name=is_ours,
)
with context.begin_transaction():
    context.run_migrations()

"""Many workers: who is sending a letter, how fast an account may send, the queue of PostgreSQL."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_DROP_QUEUE = """
DO $$
DECLARE
    found record;
BEGIN
    FOR found IN SELECT oid::regprocedure AS name FROM pg_proc
        WHERE proname LIKE 'procrastinate\\_%' AND pronamespace = current_schema()::regnamespace
    LOOP
        EXECUTE 'DROP FUNCTION ' || found.name || ' CASCADE';
    END LOOP;
END;
$$;
DROP TABLE procrastinate_events, procrastinate_periodic_defers, procrastinate_jobs,
    procrastinate_workers;
DROP TYPE procrastinate_job_to_defer_v1, procrastinate_job_status, procrastinate_job_event_type;
"""


def upgrade() -> None:
    with op.batch_alter_table("letter") as letter:
        letter.add_column(sa.Column("carrier", sa.Text(), nullable=True))
    op.create_table(
        "pace",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("next_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_pace")),
    )
    if _has_queue():
        from procrastinate.schema import SchemaManager

        _run(SchemaManager.get_schema())


def downgrade() -> None:
    if _has_queue():
        _run(_DROP_QUEUE)
    op.drop_table("pace")
    with op.batch_alter_table("letter") as letter:
        letter.drop_column("carrier")


def _has_queue() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _run(script: str) -> None:
    """Several statements as they are: the driver reads no parameters into them."""
    op.get_bind().connection.driver_connection.execute(script)

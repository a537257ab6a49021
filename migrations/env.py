"""Where Alembic runs the numbered migrations, on the connection that `pb migrate` hands over.

There is no alembic.ini: the program sets everything.
"""

from alembic import context

from pb.storage.tables import METADATA

connection = context.config.attributes["connection"]
context.configure(
    connection=connection, target_metadata=METADATA, render_as_batch=connection.dialect.name == "sqlite"
)
with context.begin_transaction():
    context.run_migrations()

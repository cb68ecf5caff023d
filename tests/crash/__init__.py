"""Kills the worker at every I/O system call, starts it again, and looks what is lost or doubled.

`victim` is the process that is killed, `scene` the servers, mailbox and database around it, `sweep`
the kills and what must hold after them. `python -m tests.crash --kills 1000` runs as many as asked.
"""

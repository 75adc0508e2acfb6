"""The ceiling: a bare Flask page of as many bytes, on the same server."""

import os

from flask import Flask

app = Flask(__name__)
_PAGE = "x" * int(os.environ.get("BENCH_BYTES", "60000"))


@app.get("/")
def page() -> str:
    """The same text each time, and nothing else."""
    return _PAGE

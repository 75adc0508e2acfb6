#!/bin/sh
# Makes .venv and installs what the lock names. Called by make; does nothing when nothing changed.
set -eu
python=${PYTHON:-python3}
say() { printf '%s\n' "$*"; }

if ! command -v "$python" >/dev/null 2>&1; then
    say "Python is missing. Install Python 3.11 or newer, or name yours: make PYTHON=python3.12"; exit 2
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    say "$("$python" --version) is too old. Install Python 3.11 or newer, or name yours: make PYTHON=python3.12"; exit 2
fi
if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
    say "Python's venv module is missing. On Debian and Ubuntu: sudo apt install python3-venv"; exit 2
fi

if [ ! -x .venv/bin/python ]; then
    say "Making the virtual environment in .venv ..."
    "$python" -m venv .venv
fi
say "Installing about a hundred locked packages (a minute or two the first time) ..."
.venv/bin/python -m pip install -qq --disable-pip-version-check --require-hashes -r deploy/lock.txt
.venv/bin/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
touch .venv/.installed
say "Installed."

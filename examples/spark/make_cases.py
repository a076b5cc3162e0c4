"""Makes lines of JSON of the sample cases, many times over, as text and as Parquet."""

import datetime
import json
import pathlib
import sys
import tomllib

import pyarrow
import pyarrow.parquet

COPIES = 50


def plain(value):
    """A value of TOML as one of JSON: dates become strings."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, datetime.date) else value


samples, work = map(pathlib.Path, sys.argv[1:])
cases = [(path.stem, plain(tomllib.loads(path.read_text()))) for path in sorted(samples.glob("*.toml"))]
lines = []
for copy in range(COPIES):
    lines += [json.dumps({"case": f"{name}-{copy}", **case}) for name, case in cases]
    lines += ["", '{"format": 1', json.dumps({"format": 1, "policy": "MM-1463", "member": {"idd": "x"}})]
(work / "text").mkdir()
half = len(lines) // 2
for number, some in enumerate([lines[:half], lines[half:]]):
    (work / "text" / f"{number}.ndjson").write_text("\n".join(some) + "\n")
pyarrow.parquet.write_table(pyarrow.table({"line": lines}), work / "lines.parquet")

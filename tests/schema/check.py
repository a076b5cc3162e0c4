"""Checks the schemas of case, determination and settings against the program itself.

Every sample case and its determination, and the example settings, have to fit. Then each
value of the samples is replaced by each of a list of others, and the program and the schema
have to agree: what the program reads fits the schema, and what it refuses does not, unless
the program says that two answers do not fit together, which no schema can tell.
"""

import copy
import datetime
import json
import pathlib
import subprocess
import sys
import tempfile
import tomllib

from jsonschema import Draft202012Validator

# Complaints about answers that are each possible, and not together; about words that no
# pattern can name; and about a day of TOML in place of a text.
ONLY_THE_PROGRAM_CAN_TELL = (
    "the day the request was received",
    "this ends before it starts",
    "the relief is longer than",
    "there is no answer to this question",
    "this is not among provider.answers",
    "no determination yet",
    "nothing is named",
    "a request for information never says",
    "another clock has this name",
    "this is a date or time: write a text",
    "write text in quotes",
)

VALUES = [
    None, True, 7, -1, 7.5, 100, 101, 1201, "", " ", "x", "yes", "no", "none", "ongoing",
    "not-documented", "left", "both", "manual", "mon", "due", "standard", "met",
    "2026-03-02", "1899-12-31", "2200-01-01", "2026-13-01", "2026-02-30", "2026-03", "2026-13", "2026",
    "8 months", "1 day", "8 fortnights", "-8 months", "8.5 months", "2026-03-02T14:05:00-05:00",
    "2026-03-02T14:05:00", "72 hours", "2 business days", "0 hours", "1001 hours", "2 weeks",
    "08:00-17:00", "8-17", "{member}", "{membr}", "}", "D.I.A.1", "x" * 4000, "x" * 4001,
    [], [7], ["x"], ["yes"], ["low-back"], ["mon"], ["not-documented"], ["x"] * 51, {}, {"x": 1}, [{}],
]  # fmt: skip


def as_json(value):
    """A value of TOML as the program's JSON has it: dates and times as texts."""
    if isinstance(value, dict):
        return {key: as_json(each) for key, each in value.items()}
    if isinstance(value, list):
        return [as_json(each) for each in value]
    return value if isinstance(value, (str, bool, int, float)) else value.isoformat()


def places(value, path=()):
    """The paths of every value in a value, from the outside in."""
    yield path
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in entries:
        yield from places(each, (*path, key))


def kind(path):
    """A path without the numbers of entries: what is the same for each of them is tried once."""
    return tuple("*" if isinstance(key, int) else key for key in path)


def holder(value, path):
    for key in path[:-1]:
        value = value[key]
    return value


def changed(samples):
    """Samples with one value replaced, taken out, or put beside the others."""
    tried = set()
    for sample in samples:
        for path in places(sample):
            if path and kind(path) not in tried:
                tried.add(kind(path))
                yield from changed_at(sample, path)


def changed_at(sample, path):
    for value in VALUES:
        other = copy.deepcopy(sample)
        holder(other, path)[path[-1]] = value
        yield f"{path} = {str(value)[:40]!r}", other
    without = copy.deepcopy(sample)
    del holder(without, path)[path[-1]]
    yield f"without {path}", without
    more = copy.deepcopy(sample)
    of = holder(more, path)
    if isinstance(of, dict):
        of["no_such_key"] = "x"
        yield f"unknown key beside {path}", more


def refused_lines(program, cases):
    """For each case whether the program reads it, and why not."""
    lines = "".join(json.dumps(case) + "\n" for case in cases)
    command = [program, "determine", "--from", "ndjson", "--threads", "1", "-"]
    printed = subprocess.run(command, input=lines, capture_output=True, text=True).stdout
    return [answer.get("error", answer.get("errors")) for answer in map(json.loads, printed.splitlines())]


def in_toml(value):
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {in_toml(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(in_toml, value)) + "]"
    return value if is_day(value) else json.dumps(value)


def is_day(value):
    try:
        return len(value) == 10 and bool(datetime.date.fromisoformat(value))
    except (TypeError, ValueError):
        return False


def refused_settings(program, settings, folder):
    """Why the program refuses settings, or nothing."""
    path = pathlib.Path(folder) / "settings.toml"
    path.write_text("\n".join(f"{key} = {in_toml(value)}" for key, value in settings.items()))
    path.chmod(0o600)
    command = [program, "--cases", folder, "list"]
    found = subprocess.run(command, capture_output=True, text=True)
    return found.stderr if found.returncode else None


class Checks:
    def __init__(self, program):
        self.program = program
        self.faults = 0

    def schema(self, of):
        printed = subprocess.run([self.program, "schema", of], capture_output=True, text=True, check=True).stdout
        schema = json.loads(printed)
        Draft202012Validator.check_schema(schema)
        return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)

    def fault(self, words):
        self.faults += 1
        if self.faults <= 40:
            print(f"FAILED: {words}")

    def fits(self, validator, name, value):
        for error in validator.iter_errors(value):
            self.fault(f"{name}: {error.json_path}: {error.message[:200]}")

    def agree(self, validator, name, value, refused):
        fits = validator.is_valid(value)
        can_tell = refused and any(words in str(refused) for words in ONLY_THE_PROGRAM_CAN_TELL)
        if fits and refused and not can_tell:
            self.fault(f"{name}: fits the schema, and the program says: {str(refused)[:200]}")
        if not fits and not refused:
            self.fault(f"{name}: the program reads it, and it does not fit the schema")


def closed(schema):
    """The same schema, in which no object has a key that is not described."""
    if isinstance(schema, dict):
        schema = {key: closed(value) for key, value in schema.items()}
        if isinstance(schema.get("properties"), dict) and "oneOf" not in schema:
            schema.setdefault("additionalProperties", False)
    elif isinstance(schema, list):
        schema = [closed(value) for value in schema]
    return schema


def check_cases(checks, samples):
    validator = checks.schema("case")
    for name, case in samples.items():
        checks.fits(validator, name, case)
    variants = list(changed(samples.values()))
    answers = refused_lines(checks.program, [case for _, case in variants])
    assert len(answers) == len(variants), "an answer for each line"
    for (name, case), refused in zip(variants, answers):
        checks.agree(validator, name, case, refused)
    print(f"case: {len(samples)} samples, {len(variants)} changed cases, {sum(map(bool, answers))} refused")


def check_determinations(checks, paths):
    validator = checks.schema("determination")
    strict = Draft202012Validator(closed(validator.schema), format_checker=validator.format_checker)
    command = [checks.program, "determine", "--format", "json", *map(str, paths)]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    determinations = [json.loads(line) for line in lines]
    for path, determination in zip(paths, determinations, strict=True):
        checks.fits(strict, path.name, determination)
    first = determinations[0]
    bad = {
        "denied": first | {"outcome": "denied"},
        "no outcome": {key: value for key, value in first.items() if key != "outcome"},
        "no such day": first | {"received": "2026-02-30"},
        "no such side": first | {"units": [first["units"][0] | {"side": "both"}]},
        "complete as text": first | {"complete": "yes"},
    }
    for name, determination in bad.items():
        if validator.is_valid(determination):
            checks.fault(f"determination: {name}: fits the schema")
    print(f"determination: {len(lines)} of samples, {len(bad)} bad ones")


def check_settings(checks, settings):
    validator = checks.schema("settings")
    checks.fits(validator, "example settings", settings)
    with tempfile.TemporaryDirectory() as folder:
        variants = list(changed([settings]))
        for name, value in variants:
            # TOML has no null.
            if "None" not in name:
                checks.agree(validator, name, value, refused_settings(checks.program, value, folder))
    print(f"settings: the example, {len(variants)} changed ones")


def main():
    checks = Checks(sys.argv[1])
    paths = sorted(pathlib.Path("cases").glob("*.toml"))
    samples = {path.name: as_json(tomllib.loads(path.read_text())) for path in paths}
    check_cases(checks, samples)
    check_determinations(checks, paths)
    check_settings(checks, as_json(tomllib.loads(pathlib.Path("examples/settings.toml").read_text())))
    sys.exit(1 if checks.faults else 0)


main()

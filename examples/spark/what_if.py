"""Counts what a reading or a limit would change over a folder of cases, with Spark.

    spark-submit what_if.py CASES READINGS [--limits FILE] [--program sij-intake]

CASES is a folder of lines of JSON (`*.ndjson`, also compressed), or a Parquet table with the
lines in a column `line`. Each partition is piped through `sij-intake replay --from ndjson`, so
the program has to be installed on every worker. Printed are the counts of cases by their outcome
before and after, as JSON, and how many lines could not be read. Nothing is written.
"""

import argparse
import json
import shlex
from operator import add

from pyspark.sql import SparkSession


def lines(spark, cases):
    """The lines of JSON in a folder, whether it is text or Parquet."""
    if cases.endswith(".parquet"):
        return spark.read.parquet(cases).select("line").rdd.map(lambda row: row.line)
    return spark.sparkContext.textFile(cases)


def kind(answer):
    """What one answer of the program counts as."""
    answer = json.loads(answer)
    if "error" in answer:
        return "bad line"
    change = answer.get("what_if")
    return f"{change['from']} to {change['to']}" if change else "no change"


def command(arguments):
    """The program with its settings; a bad line is answered in its place, so its status is no failure."""
    words = [arguments.program]
    if arguments.readings:
        words += ["--readings", arguments.readings]
    if arguments.limits:
        words += ["--limits", arguments.limits]
    return " ".join(map(shlex.quote, [*words, "replay", "--from", "ndjson", "-"]))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("cases")
    parser.add_argument("readings", nargs="?")
    parser.add_argument("--limits")
    parser.add_argument("--program", default="sij-intake")
    arguments = parser.parse_args()
    spark = SparkSession.builder.appName("sij-intake what-if").getOrCreate()
    answers = lines(spark, arguments.cases).pipe(command(arguments))
    counts = answers.map(lambda answer: (kind(answer), 1)).reduceByKey(add).collectAsMap()
    print(json.dumps(counts, sort_keys=True))
    spark.stop()


if __name__ == "__main__":
    main()

"""Reads resources with the models of PyPI's fhir.resources: required elements, types,
cardinality. They are those of R4B, which for these resources has the shape of R4.

usage: models.py FILE…   names each file with a fault, and why; exit status 1 if there is one
"""

import json
import sys

from fhir.resources.R4B import get_fhir_model_class
from pydantic import ValidationError


def fault(file):
    """The first fault of a file."""
    with open(file, encoding="utf-8") as text:
        resource = json.load(text)
    try:
        get_fhir_model_class(resource["resourceType"]).model_validate_json(json.dumps(resource))
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        return f"{where}: {first['msg']}"
    return None


faults = {file: fault(file) for file in sys.argv[1:]}
for file, why in faults.items():
    if why:
        print(f"{file}: {why}")
sys.exit(any(faults.values()))

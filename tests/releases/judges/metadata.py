"""datapackage.json by frictionless and croissant.json by mlcroissant: both must be valid, and their tables readable.

    metadata.py RELEASE
"""

import os
import sys

import frictionless
import mlcroissant

os.chdir(sys.argv[1])

report = frictionless.validate("datapackage.json")
errors = [error.message for error in report.errors]
errors += [f"{task.name}: {error.message}" for task in report.tasks for error in task.errors]
assert report.valid and not errors, errors
print(f"frictionless: {report.stats['tasks']} resources, bytes and digests among what was checked")

dataset = mlcroissant.Dataset(jsonld="croissant.json")
assert not dataset.metadata.issues.errors, dataset.metadata.issues.errors
for record_set in dataset.metadata.record_sets:
    rows = sum(1 for _ in dataset.records(record_set.id))
    assert rows > 10, (record_set.id, rows)
    print(f"mlcroissant: {rows} records of {record_set.id}")

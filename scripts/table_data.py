#!/usr/bin/env python3
"""Tables to choose settings on, as CSV in a folder.

    scripts/table_data.py FOLDER-OF-VEGA-DATASETS OUT

The first is `data` of the npm package vega-datasets, 3.2.1; digits and breast cancer come with
scikit-learn (Debian: python3-sklearn). Columns that give the target away are left out here.
"""
import csv
import json
import pathlib
import sys

from sklearn import datasets

vega, out = map(pathlib.Path, sys.argv[1:])
out.mkdir(exist_ok=True)


def write(name, rows, columns):
    with open(out / f"{name}.csv", "w", newline="") as f:
        w = csv.writer(f)
        w.writerow(columns)
        n = 0
        for r in rows:
            w.writerow(["" if r[c] is None else r[c] for c in columns])
            n += 1
    print(f"{name}: {n} rows")


def table(name):
    return csv.DictReader(open(vega / name, newline="", encoding="utf-8"))


# Damage to aircraft, without its costs. The class without a name is none.
write("birdstrikes", table("birdstrikes.csv"),
      ["Effect Amount of damage", "Airport Name", "Aircraft Make Model", "Flight Date", "Aircraft Airline Operator",
       "Origin State", "Phase of flight", "Wildlife Size", "Wildlife Species", "Time of day", "Speed IAS in knots"])

# Where a county is, by its name and its state: 1,955 names, of which many are there in several states.
write("zipcodes", (r for r in table("zipcodes.csv") if r["county"] and r["state"]), ["longitude", "county", "state"])

# What people made of a film, by what is known when it comes out.
write("movies", (r for r in json.load(open(vega / "movies.json")) if r["IMDB Rating"] is not None),
      ["IMDB Rating", "Production Budget", "Release Date", "MPAA Rating", "Running Time min", "Distributor", "Source",
       "Major Genre", "Creative Type", "Director"])

for name, load in {"digits": datasets.load_digits, "cancer": datasets.load_breast_cancer}.items():
    d = load()
    columns = ["class"] + [str(c) for c in d.feature_names]
    write(name, (dict(zip(columns, [d.target_names[y], *map(float, x)])) for x, y in zip(d.data, d.target)), columns)

#!/usr/bin/env python3
"""What each gate does on the validation rows of some tables: how the preset of tables was chosen.

    scripts/table_data.py FOLDER-OF-VEGA-DATASETS DATA
    gater data csv FOLDER-OF-VEGA-DATASETS/flights-3m.parquet --every 150 > DATA/flights.csv
    scripts/table_gates.py DATA rectifier,nr,st [FLAGS OF gater train]

Prints the share of the validation rows that is wrong, or of their variance that is not explained, at
the best epoch. Test rows decide nothing.
"""
import json
import pathlib
import subprocess
import sys
import tempfile

folder, gates, flags = pathlib.Path(sys.argv[1]), sys.argv[2].split(","), sys.argv[3:]
tables = {
    "digits": ["--target", "class"],
    "cancer": ["--target", "class"],
    "birdstrikes": ["--target", "Effect Amount of damage"],
    "movies": ["--target", "IMDB Rating", "--task", "number"],
    "flights": ["--target", "distance", "--drop", "delay"],
    "zipcodes": ["--target", "longitude"],
}
print("table".ljust(12), *(g.rjust(10) for g in gates))
for name, of in tables.items():
    print(name.ljust(12), end="", flush=True)
    for gate in gates:
        with tempfile.TemporaryDirectory() as out:
            r = subprocess.run(["gater", "train", folder / f"{name}.csv", *of, "--gate", gate, "--twin=false", "--quiet", "--json", "--out", out + "/run", *flags],
                               check=True, capture_output=True, text=True)
        print(f" {json.loads(r.stdout.splitlines()[-1])['valid_error']:10.4f}", end="", flush=True)
    print()

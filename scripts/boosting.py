#!/usr/bin/env python3
"""Gradient boosting on the parts of a table that gater made, to stand beside gater's networks.

    gater data split flights-200k.csv --target distance --out parts
    scripts/boosting.py parts --target distance --drop delay [--task number] [--iterations 2000]

It is scikit-learn's HistGradientBoosting (Debian: python3-sklearn). Text of up to 255 values goes in as
categories, of more as the number of its value; times as years, time of day and day of the week. What is
left out that gater leaves out must be dropped. It stops when the validation rows get no better, and is
tested once.
"""
import argparse
import csv
import datetime
import pathlib
import time

import numpy as np
from sklearn import ensemble, metrics

p = argparse.ArgumentParser()
p.add_argument("parts", type=pathlib.Path)
p.add_argument("--target", required=True)
p.add_argument("--drop", default="")
p.add_argument("--task", choices=["classes", "number"], default="classes")
p.add_argument("--iterations", type=int, default=2000)
p.add_argument("--rate", type=float, default=0.1)
p.add_argument("--leaves", type=int, default=31)
a = p.parse_args()



def columns(name):
    """The columns of a part, by name, as text."""
    with open(a.parts / f"{name}.csv", newline="", encoding="utf-8") as f:
        rows = csv.reader(f)
        names = next(rows)
        return dict(zip(names, zip(*rows)))


def numbers(cells):
    """Cells as numbers, or None if one is none."""
    try:
        return np.array([float(s) if s else np.nan for s in cells])
    except ValueError:
        return None


def times(cells):
    """Cells as years, hours and days of the week, or None if one is no time."""
    try:
        t = [datetime.datetime.fromisoformat(s) for s in cells]
    except ValueError:
        return None
    return [np.array([f(x) for x in t]) for f in (
        lambda x: x.year + x.timetuple().tm_yday / 366, lambda x: x.hour + x.minute / 60, lambda x: x.weekday())]


tables = [columns(n) for n in ("train", "valid", "test")]
y = [t.pop(a.target) for t in tables]
y = [numbers(c) if a.task == "number" else np.array(c) for c in y]
x, categories = [[], [], []], []
for c in tables[0]:
    if c in a.drop.split(","):
        continue
    if all(numbers(t[c]) is not None for t in tables):
        coded, kind = [[numbers(t[c])] for t in tables], [False]
    elif all(times(t[c]) is not None for t in tables):
        coded, kind = [times(t[c]) for t in tables], 3 * [False]
    else:
        values = {v: i for i, v in enumerate(sorted(set(tables[0][c]) - {""}))}
        coded = [[np.array([values.get(s, np.nan) for s in t[c]])] for t in tables]
        kind = [len(values) <= 255]
    categories += kind
    for to, new in zip(x, coded):
        to += new
x = [np.column_stack(c) for c in x]

make = ensemble.HistGradientBoostingClassifier if a.task == "classes" else ensemble.HistGradientBoostingRegressor
settings = dict(learning_rate=a.rate, max_leaf_nodes=a.leaves, categorical_features=categories, early_stopping=False, random_state=1, warm_start=True)
model, best, stale, began = make(max_iter=1, **settings), np.inf, 0, time.time()
loss = (lambda m: metrics.log_loss(y[1], m.predict_proba(x[1]))) if a.task == "classes" else (lambda m: metrics.mean_squared_error(y[1], m.predict(x[1])))
step, at = 50, 0
while at < a.iterations and stale < 4:  # as many trees as the validation rows like
    at += step
    model.set_params(max_iter=at).fit(x[0], y[0])
    now = loss(model)
    print(f"{datetime.timedelta(seconds=round(time.time() - began))} {at} trees, validation loss {now:.6g}", flush=True)
    if now < best * (1 - 1e-4):
        best, kept, stale = now, at, 0
    else:
        stale += 1
if kept != at:
    model = make(max_iter=kept, **settings).fit(x[0], y[0])
seconds, began = time.time() - began, time.process_time()
out = model.predict_proba(x[2]) if a.task == "classes" else model.predict(x[2])
micros = (time.process_time() - began) / len(x[2]) * 1e6
if a.task == "classes":
    said = model.classes_[out.argmax(1)]
    figures = dict(accuracy=metrics.accuracy_score(y[2], said), log_loss=metrics.log_loss(y[2], out, labels=model.classes_),
                   auc=metrics.roc_auc_score(y[2], out[:, 1] if out.shape[1] == 2 else out, multi_class="ovr"),
                   f1=metrics.f1_score(y[2], said, average="macro"))
else:
    figures = dict(rmse=metrics.mean_squared_error(y[2], out) ** 0.5, mae=metrics.mean_absolute_error(y[2], out), r2=metrics.r2_score(y[2], out))
print(f"{kept} trees, {seconds:.0f} s of training, {micros:.2f} µs of processor a row of the test")
print(", ".join(f"{k} {v:.4g}" for k, v in figures.items()))

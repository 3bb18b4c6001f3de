"""The conversation of a peer with gater bench: a line of JSON asks, a line of JSON answers.

A program gives serve() its name, a note about it, a function ways(job) that lists how it can do a job, and a
function make(job, way) that returns a function of a run's number, which may have a function start
that is called before some runs in a row. The questions are listed in
internal/bench/peer.go.
"""
import json
import sys
import time


def serve(name, note, ways, make):
    out = sys.stdout
    sys.stdout = sys.stderr  # what a library prints is no answer
    sides, last = {}, 0

    def answer(**what):
        out.write(json.dumps(what) + "\n")
        out.flush()

    answer(name=name, note=note)
    for line in sys.stdin:
        q = json.loads(line)
        try:
            if q["op"] == "ways":
                answer(ways=ways(q["job"]))
            elif q["op"] == "open":
                side = Side(make(q["job"], q["way"]))
                side.run(0)
                last += 1
                sides[last] = side
                answer(id=last)
            elif q["op"] == "run":
                answer(times=sides[q["id"]].run(q["n"]))
            else:
                del sides[q["id"]]
                answer()
        except Exception as e:
            answer(error="%s: %s" % (type(e).__name__, str(e).split("\n")[0]))


class Side:
    """A piece of work and the number of its next run."""

    def __init__(self, f):
        self.f, self.k = f, 0

    def run(self, n):
        f, clock, times = self.f, time.perf_counter, []
        getattr(f, "start", int)()
        f(self.k)
        for k in range(self.k + 1, self.k + 1 + n):
            began = clock()
            f(k)
            times.append(clock() - began)
        self.k += 1 + n
        return times

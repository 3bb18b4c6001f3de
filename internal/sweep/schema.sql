-- A sweep. Errors and active are shares from 0 to 1, losses nats, times RFC 3339 in UTC.

CREATE TABLE IF NOT EXISTS sweep (          -- one row: what was declared
  one      INTEGER PRIMARY KEY CHECK (one = 1),
  schema   INTEGER NOT NULL,                -- version of this schema: 1
  spec     TEXT NOT NULL,                   -- JSON
  data_sum TEXT NOT NULL,                   -- checksum of the data
  created  TEXT NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS setting (        -- the candidates: a row a setting
  candidate INTEGER NOT NULL,
  name      TEXT NOT NULL,                  -- a flag of gater train
  value     TEXT NOT NULL,
  number    REAL,                           -- value, if it is a number
  varies    INTEGER NOT NULL,               -- 1: an axis of the space; 0: the same for all
  PRIMARY KEY (candidate, name)
) STRICT;

CREATE TABLE IF NOT EXISTS trial (          -- a candidate with a seed
  trial     INTEGER PRIMARY KEY,
  candidate INTEGER NOT NULL,
  seed      TEXT NOT NULL,                  -- 64 bits, unsigned
  confirm   INTEGER NOT NULL,               -- 1: a further seed of the chosen candidate
  state     TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'paused', 'done', 'stopped', 'failed')),
  reason    TEXT NOT NULL DEFAULT ''        -- of stopped and failed
) STRICT;

CREATE TABLE IF NOT EXISTS epoch (          -- what a trial reported after an epoch
  trial               INTEGER NOT NULL REFERENCES trial,
  epoch               INTEGER NOT NULL,
  train_loss          REAL NOT NULL,
  train_error         REAL NOT NULL,
  valid_error         REAL NOT NULL,        -- as deployed: what the sweep chooses by
  valid_loss          REAL NOT NULL,
  valid_error_sampled REAL NOT NULL,        -- with the noise of training on
  active              REAL NOT NULL,        -- share of blocks open on the validation set
  seconds             REAL NOT NULL,        -- of training so far
  PRIMARY KEY (trial, epoch)
) STRICT;

CREATE TABLE IF NOT EXISTS event (          -- what happened, in order
  event INTEGER PRIMARY KEY,
  time  TEXT NOT NULL,
  trial INTEGER NOT NULL REFERENCES trial,
  kind  TEXT NOT NULL,                      -- start, resume, epoch, pause, done, stop, fail
  epoch INTEGER NOT NULL,                   -- epochs done by then
  text  TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE IF NOT EXISTS opening (        -- at most one row: the test set was opened
  one       INTEGER PRIMARY KEY CHECK (one = 1),
  candidate INTEGER NOT NULL,               -- for this candidate
  time      TEXT NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS test (           -- what it showed
  trial  INTEGER PRIMARY KEY REFERENCES trial,
  error  REAL NOT NULL,
  loss   REAL NOT NULL,
  active REAL NOT NULL,
  macs   REAL NOT NULL                      -- multiply-adds an example
) STRICT;

-- The test set stays opened, for the candidate that it was opened for.
CREATE TRIGGER IF NOT EXISTS opening_stays BEFORE DELETE ON opening
BEGIN SELECT RAISE(ABORT, 'the test set was opened: that cannot be undone'); END;
CREATE TRIGGER IF NOT EXISTS opening_same BEFORE UPDATE ON opening
BEGIN SELECT RAISE(ABORT, 'the test set was opened: that cannot be undone'); END;
CREATE TRIGGER IF NOT EXISTS test_opened BEFORE INSERT ON test
WHEN NOT EXISTS (SELECT 1 FROM opening JOIN trial USING (candidate) WHERE trial.trial = NEW.trial)
BEGIN SELECT RAISE(ABORT, 'the test set was not opened for this trial'); END;

CREATE VIEW IF NOT EXISTS best AS           -- the best epoch of every trial
SELECT trial, candidate, seed, confirm, state, epoch, valid_error, valid_loss, train_loss, active, max(epochs) AS epochs
FROM (SELECT t.*, e.*, count() OVER (PARTITION BY e.trial) AS epochs,
             row_number() OVER (PARTITION BY e.trial ORDER BY e.valid_error, e.valid_loss, e.epoch) AS place
      FROM trial t JOIN epoch e USING (trial))
WHERE place = 1 GROUP BY trial;

//go:build !js

package sweep

import (
	"context"
	"database/sql"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"

	"modernc.org/sqlite" // also the driver "sqlite"
)

//go:embed schema.sql
var schema string

const schemaVersion = 1

// File is a sweep's database in its folder.
const File = "sweep.db"

// DB is a sweep's database.
type DB struct {
	path string
	db   *sql.DB
	lock *sql.DB // holds the folder for this process; nil: reading alone
}

// dsn is a data source of a file; mode is rwc or ro.
func dsn(path, mode string) string {
	u := url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath()}
	q := url.Values{"mode": {mode}, "_pragma": {"busy_timeout(10000)", "foreign_keys(1)"}}
	if mode == "rwc" {
		q["_pragma"] = append(q["_pragma"], "journal_mode(WAL)", "synchronous(NORMAL)")
	}
	u.RawQuery = q.Encode()
	return u.String()
}

// Create opens the database of a sweep, which is made if the folder has none. A folder that holds
// another sweep, or the same on other data, is refused.
func Create(dir string, s *Spec, dataSum, now string) (*DB, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("cannot write %s (%w): choose another place with --out", dir, errors.Unwrap(err))
	}
	if _, err := os.Stat(filepath.Join(dir, File)); err != nil {
		if in, err := os.ReadDir(dir); err == nil && len(in) > 0 && !onlyLock(in) {
			return nil, fmt.Errorf("%s holds other things and no sweep: choose a new folder with --out", dir)
		}
	}
	d := &DB{path: filepath.Join(dir, File)}
	var err error
	if d.lock, err = hold(dir); err != nil {
		return nil, err
	}
	if d.db, err = sql.Open("sqlite", dsn(d.path, "rwc")); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	d.db.SetMaxOpenConns(1)
	if err = d.declare(s, dataSum, now); err != nil {
		d.Close()
		return nil, err
	}
	return d, nil
}

// onlyLock reports whether a folder holds nothing but what a killed start left.
func onlyLock(in []fs.DirEntry) bool {
	for _, e := range in {
		if e.Name() != lockFile && e.Name() != lockFile+"-journal" {
			return false
		}
	}
	return true
}

// declare makes the tables and keeps the specification, or compares it with the one that is kept.
func (d *DB) declare(s *Spec, dataSum, now string) error {
	return d.tx(func(tx *sql.Tx) error {
		if _, err := tx.Exec(schema); err != nil {
			return err
		}
		if _, err := tx.Exec(`INSERT OR IGNORE INTO sweep VALUES (1, ?, ?, ?, ?)`, schemaVersion, s.text(), dataSum, now); err != nil {
			return err
		}
		var version int
		var spec, sum string
		if err := tx.QueryRow(`SELECT schema, spec, data_sum FROM sweep`).Scan(&version, &spec, &sum); err != nil {
			return err
		}
		dir := filepath.Dir(d.path)
		switch {
		case version != schemaVersion:
			return fmt.Errorf("%s: was written by another version of gater: choose a new folder with --out", d.path)
		case spec != s.text():
			return fmt.Errorf("%s holds another sweep: give the settings it began with, or choose a new folder with --out", dir)
		case sum != dataSum:
			return fmt.Errorf("%s was begun on other data than %s is now: give that data, or choose a new folder with --out", dir, s.Data)
		}
		return nil
	})
}

// Open opens the database of a sweep for reading; whoever runs the sweep is not disturbed.
func Open(dir string) (*DB, *Spec, error) {
	d := &DB{path: filepath.Join(dir, File)}
	if _, err := os.Stat(d.path); err != nil {
		return nil, nil, fmt.Errorf("%s holds no sweep (it has no %s): give the folder that gater sweep printed", dir, File)
	}
	var err error
	if d.db, err = sql.Open("sqlite", dsn(d.path, "ro")); err != nil {
		return nil, nil, err
	}
	var spec string
	s := &Spec{}
	if err = d.db.QueryRow(`SELECT spec FROM sweep`).Scan(&spec); err == nil {
		err = json.Unmarshal([]byte(spec), s)
	}
	if err != nil {
		d.db.Close()
		return nil, nil, d.damaged(err)
	}
	return d, s, nil
}

// DataSum is the checksum of the data that the sweep was begun on.
func (d *DB) DataSum() (sum string, err error) {
	if err = d.db.QueryRow(`SELECT data_sum FROM sweep`).Scan(&sum); err != nil {
		err = d.damaged(err)
	}
	return sum, err
}

// damaged says what to do about a database that cannot be read.
func (d *DB) damaged(err error) error {
	return fmt.Errorf("%s: cannot be read as a sweep (%w): begin the sweep in a new folder", d.path, err)
}

// Close closes the database and lets the folder go.
func (d *DB) Close() error {
	var errs []error
	for _, db := range []*sql.DB{d.db, d.lock} {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	return errors.Join(errs...)
}

// tx runs f in a transaction. A message of ours passes; one of the database gets its file's name.
func (d *DB) tx(f func(tx *sql.Tx) error) error {
	tx, err := d.db.Begin()
	if err != nil {
		return d.explain(err)
	}
	if err := f(tx); err != nil {
		tx.Rollback() // that it failed says nothing more: the file is as it was
		return d.explain(err)
	}
	return d.explain(tx.Commit())
}

// explain says which file it was that SQLite could not write, and what to do.
func (d *DB) explain(err error) error {
	var e *sqlite.Error
	if errors.As(err, &e) {
		return fmt.Errorf("cannot write %s (%w): free some space, or choose another place with --out; the sweep goes on from what it holds", d.path, e)
	}
	return err
}

// Query runs a user's query and hands every row to row, the names of the columns first.
func (d *DB) Query(ctx context.Context, query string, row func(cells []any) error) error {
	rows, err := d.db.QueryContext(ctx, query)
	if err != nil {
		return fmt.Errorf("%s: %w: the tables are in docs/sweep.md", d.path, err)
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		return err
	}
	cells, at := make([]any, len(names)), make([]any, len(names))
	for i, n := range names {
		cells[i], at[i] = n, &cells[i]
	}
	if err := row(cells); err != nil {
		return err
	}
	for rows.Next() {
		if err := rows.Scan(at...); err != nil {
			return err
		}
		if err := row(cells); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("%s: %w: a query may only read", d.path, err)
	}
	return nil
}

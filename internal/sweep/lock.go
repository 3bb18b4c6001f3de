//go:build !js

package sweep

import (
	"database/sql"
	"fmt"
	"net/url"
	"path/filepath"
)

const lockFile = "lock.db"

// hold keeps other processes from running the sweep of a folder for as long as the returned
// database is open: it holds an exclusive transaction on a file beside the sweep's. The system
// frees it when the process dies, however it dies.
func hold(dir string) (*sql.DB, error) {
	u := url.URL{Scheme: "file", Opaque: (&url.URL{Path: filepath.Join(dir, lockFile)}).EscapedPath()}
	db, err := sql.Open("sqlite", u.String())
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	if _, err := db.Exec(`BEGIN EXCLUSIVE`); err != nil {
		db.Close()
		return nil, fmt.Errorf("%s is held by another process (%w): wait for it, or choose another folder with --out", dir, err)
	}
	return db, nil
}

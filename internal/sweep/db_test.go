//go:build !js

package sweep

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestCreateRefuses(t *testing.T) {
	dir := folder(t)
	spec := rates(func(*Spec) {})
	s := begin(t, dir, spec, newFake(2), 1)
	create := func(dir string, spec Spec, sum string) error {
		db, err := Create(dir, &spec, sum, "now")
		if err == nil {
			db.Close()
		}
		return err
	}
	if err := create(dir, spec, "sum"); err == nil || !strings.Contains(err.Error(), "is held by another process") {
		t.Errorf("two at once: %v", err)
	}
	if db, got, err := Open(dir); err != nil || got.text() != spec.text() {
		t.Errorf("reading meanwhile: %v", err)
	} else {
		db.Close()
	}
	s.DB.Close()
	if err := create(dir, spec, "sum"); err != nil {
		t.Errorf("the same again: %v", err)
	}
	if err := create(dir, rates(func(s *Spec) { s.Trials++ }), "sum"); err == nil || !strings.Contains(err.Error(), "holds another sweep") {
		t.Errorf("another sweep: %v", err)
	}
	if err := create(dir, spec, "other"); err == nil || !strings.Contains(err.Error(), "was begun on other data") {
		t.Errorf("other data: %v", err)
	}
	full := t.TempDir()
	if err := os.WriteFile(filepath.Join(full, "thesis.txt"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := create(full, spec, "sum"); err == nil || !strings.Contains(err.Error(), "holds other things and no sweep") {
		t.Errorf("a folder with other things: %v", err)
	}
	if err := create(filepath.Join(full, "thesis.txt", "x"), spec, "sum"); err == nil || !strings.Contains(err.Error(), "choose another place") {
		t.Errorf("below a file: %v", err)
	}
	if _, _, err := Open(full); err == nil || !strings.Contains(err.Error(), "holds no sweep") {
		t.Errorf("no sweep: %v", err)
	}
	if err := os.WriteFile(filepath.Join(full, File), []byte("not a database, but long enough to be looked at"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, _, err := Open(full); err == nil || !strings.Contains(err.Error(), "cannot be read as a sweep") {
		t.Errorf("damaged: %v", err)
	}
}

// TestStartRefuses: settings that a runner refuses are refused before the first trial.
func TestStartRefuses(t *testing.T) {
	spec := rates(func(s *Spec) {
		s.Search, s.Space = "grid", []Axis{{Name: "rate", Kind: "choice", Choices: []string{"1", "0"}}}
	})
	if err := spec.Check(); err != nil {
		t.Fatal(err)
	}
	db, err := Create(folder(t), &spec, "sum", "now")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	s := &Sweep{Spec: &spec, DB: db, Runner: newFake(2), Now: clock}
	if err := s.Start(); err == nil || err.Error() != "candidate 2 (rate=0): rate is 0: it must be above 0" {
		t.Errorf("%v", err)
	}
}

// TestQuery: a query sees the sweep and cannot change it.
func TestQuery(t *testing.T) {
	dir := folder(t)
	s := begin(t, dir, rates(func(*Spec) {}), newFake(2), 1)
	if _, err := s.Run(context.Background()); err != nil {
		t.Fatal(err)
	}
	s.DB.Close()
	db, _, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	n := 0
	if err := db.Query(context.Background(), `SELECT name, avg(number) FROM setting WHERE varies GROUP BY name`, func([]any) error { n++; return nil }); err != nil || n != 3 {
		t.Errorf("%d rows with the head, %v", n, err)
	}
	for _, q := range []string{`DELETE FROM trial`, `DROP TABLE epoch`, `INSERT INTO opening VALUES (1, 1, '')`, `SELEC`} {
		if err := db.Query(context.Background(), q, func([]any) error { return nil }); err == nil {
			t.Errorf("%s was allowed", q)
		}
	}
	if got, err := db.Records(); err != nil || len(got) != 9 || len(got[8].Epochs) != 2 {
		t.Errorf("%v, %v", got, err)
	}
}

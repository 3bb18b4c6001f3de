//go:build !js

package sweep

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"testing"
)

// TestNoTestError: nothing that a Runner takes or returns has a place for a test error. The walk
// finds the one that a Tester returns.
func TestNoTestError(t *testing.T) {
	hasTest := func(typ reflect.Type) bool { return mentions(typ, "test", map[reflect.Type]bool{}) }
	runner := reflect.TypeFor[Runner]()
	for i := range runner.NumMethod() {
		m := runner.Method(i).Type
		for j := range m.NumIn() {
			if hasTest(m.In(j)) {
				t.Errorf("%s takes %v", runner.Method(i).Name, m.In(j))
			}
		}
		for j := range m.NumOut() {
			if hasTest(m.Out(j)) {
				t.Errorf("%s returns %v", runner.Method(i).Name, m.Out(j))
			}
		}
	}
	if !hasTest(reflect.TypeFor[Tester]().Method(0).Type.Out(0)) {
		t.Error("the walk does not see the test error of a Tester")
	}
	if f, ok := reflect.TypeFor[Local]().FieldByName("Test"); ok {
		t.Errorf("Local has a field %v", f.Type)
	}
}

// mentions reports whether a type or what it is made of is named so.
func mentions(t reflect.Type, word string, seen map[reflect.Type]bool) bool {
	if seen[t] {
		return false
	}
	seen[t] = true
	if strings.Contains(strings.ToLower(t.Name()), word) {
		return true
	}
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice:
		return mentions(t.Elem(), word, seen)
	case reflect.Func:
		for i := range t.NumIn() {
			if mentions(t.In(i), word, seen) {
				return true
			}
		}
	case reflect.Struct:
		for i := range t.NumField() {
			if strings.Contains(strings.ToLower(t.Field(i).Name), word) || mentions(t.Field(i).Type, word, seen) {
				return true
			}
		}
	}
	return false
}

// TestOpenedOnce: the test set opens when the search is over, for the chosen candidate, and never
// again: not by a second call, not after a restart, not by hand in the database.
func TestOpenedOnce(t *testing.T) {
	ctx, dir, f := context.Background(), folder(t), newFake(3)
	spec := rates(func(s *Spec) { s.Confirm = 3 })
	s := begin(t, dir, spec, f, 2)
	if _, err := s.OpenTest(ctx, f); err == nil || !strings.Contains(err.Error(), "the search is not over: 9 of its trials are not") {
		t.Errorf("opened before the search: %v", err)
	}
	best, err := s.Run(ctx)
	if err != nil {
		t.Fatal(err)
	}
	tests, err := s.OpenTest(ctx, f)
	if err != nil || len(tests) != 3 || f.tests != 3 {
		t.Fatalf("%v, %v, %d tests", tests, err, f.tests)
	}
	for i, x := range tests {
		if x.Trial != 10+i || x.Seed != spec.Seed+1+uint64(i) {
			t.Errorf("test %d is of %+v", i, x)
		}
	}
	if _, err := s.OpenTest(ctx, f); !errors.Is(err, ErrOpened) || f.tests != 3 {
		t.Errorf("a second look: %v, %d tests", err, f.tests)
	}
	for _, q := range []string{`DELETE FROM opening`, `UPDATE opening SET candidate = 1`,
		`INSERT INTO opening VALUES (2, 1, '')`, `INSERT INTO test VALUES (1, 0, 0, 0, 0)`} {
		if _, err := s.DB.db.Exec(q); err == nil && best.Candidate != 1 {
			t.Errorf("%s was allowed", q)
		}
	}
	s.DB.Close()
	s = begin(t, dir, spec, f, 2)
	if _, err := s.Run(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := s.OpenTest(ctx, f); !errors.Is(err, ErrOpened) || f.tests != 3 {
		t.Errorf("a second look after a restart: %v, %d tests", err, f.tests)
	}
	if o, err := s.DB.Opening(); err != nil || len(o.Tests) != 3 || o.Candidate != best.Candidate {
		t.Errorf("the record of it: %+v, %v", o, err)
	}
}

// dying tests one trial and dies.
type dying struct{ *fake }

func (d dying) Test(ctx context.Context, t Trial) (Test, error) {
	if d.tests == 1 {
		return Test{}, errDied
	}
	return d.fake.Test(ctx, t)
}

// TestOpeningCutShort: an opening that was cut short is completed for the same candidate, and for
// no other.
func TestOpeningCutShort(t *testing.T) {
	ctx, f := context.Background(), newFake(3)
	s := begin(t, folder(t), rates(func(s *Spec) { s.Confirm = 3 }), f, 2)
	if _, err := s.Run(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := s.OpenTest(ctx, dying{f}); !errors.Is(err, errDied) {
		t.Fatal(err)
	}
	f.tests = 0
	tests, err := s.OpenTest(ctx, f)
	if err != nil || len(tests) != 3 || f.tests != 2 {
		t.Errorf("%v, %v, %d more tests", tests, err, f.tests)
	}
	if _, err := s.open(99, 5); !errors.Is(err, ErrOpened) || !strings.Contains(err.Error(), "and not for 99") {
		t.Errorf("another candidate: %v", err)
	}
}

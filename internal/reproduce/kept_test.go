//go:build !js

package reproduce

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"gater/internal/sweep"
)

// sample is a row that was searched over two candidates and tested under two seeds.
func sample() *Kept {
	set := []sweep.Setting{{Name: "rate", Value: "0.1"}}
	spec := Rows[0].Spec(Long, "mnist")
	epochs := []sweep.Epoch{{Epoch: 1, TrainLoss: 0.25, ValidError: 0.02, Active: 0.1}, {Epoch: 2, TrainLoss: 1.0 / 3, ValidError: 0.03}}
	return &Kept{Spec: spec, DataSum: "sum", Opened: "2013-08-15T00:00:00Z", Failed: 1,
		Searched: []Searched{{1, 1, set, "done", 2, 0.02}, {2, 1, set, "stopped", 1, 0.5}},
		Tested:   []Tested{{set, epochs, sweep.Test{Trial: 3, Seed: 2, Error: 0.021}}, {set, epochs, sweep.Test{Trial: 4, Seed: 3, Error: 0.019}}}}
}

// TestKept: what is kept of a row is read back as it was, number for number, and makes the same result.
func TestKept(t *testing.T) {
	var b bytes.Buffer
	if err := sample().Write(&b); err != nil {
		t.Fatal(err)
	}
	got, err := readKept(bytes.NewReader(b.Bytes()))
	if err != nil || !reflect.DeepEqual(got, sample()) {
		t.Fatalf("%+v, %v", got, err)
	}
	r := &Result{Row: &Rows[0]}
	r.take(got)
	if !r.Done() || r.Searched != 2 || !r.Same || r.Failed != 1 || r.Train[0] != 0.25 || r.Valid[1] != 0.02 || r.Test[1] != 0.019 || len(r.Curves[0]) != 2 {
		t.Errorf("%+v", r)
	}
	other := sample()
	other.Spec.Set = other.Spec.Set[1:]
	if r.take(other); r.Same {
		t.Error("control: a row with other settings counts as the paper's")
	}
}

// TestKeptDamaged: a file that lost a line, or has one too many, is refused with the line.
func TestKeptDamaged(t *testing.T) {
	var b bytes.Buffer
	if err := sample().Write(&b); err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(strings.TrimSpace(b.String()), "\n")
	for _, c := range []struct{ text, want string }{
		{"", "it ends after 0 lines of 1"},
		{strings.Join(lines[:4], ""), "it ends after 4 lines of 5"},
		{strings.Join(append(lines, "\n"+lines[4]), ""), "it ends after 6 lines of 5"},
		{strings.Join(lines[1:], ""), "line 1: the head is to be the first line, and once"},
		{lines[0] + lines[0], "line 2: the head is to be"},
		{strings.Replace(b.String(), `"format":1`, `"format":2`, 1), "this gater reads format 1"},
		{lines[0] + `{"tested":{}}`, "line 2: neither a trial of the search nor"},
		{lines[0] + `{"what":1}`, `line 2: json: unknown field "what"`},
		{lines[0][:20], "line 1: unexpected EOF"},
	} {
		if _, err := readKept(strings.NewReader(c.text)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%.40q: %v, want %q", c.text, err, c.want)
		}
	}
}

// FuzzKept: any text is read or refused, and what is read is written and read as the same.
func FuzzKept(f *testing.F) {
	var b bytes.Buffer
	if err := sample().Write(&b); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Fuzz(func(t *testing.T, text []byte) {
		k, err := readKept(bytes.NewReader(text))
		if err != nil {
			return
		}
		var first, second bytes.Buffer
		if err := k.Write(&first); err != nil {
			t.Fatal(err)
		}
		again, err := readKept(bytes.NewReader(first.Bytes()))
		if err != nil {
			t.Fatalf("what was written is refused: %v", err)
		}
		if err := again.Write(&second); err != nil || !bytes.Equal(first.Bytes(), second.Bytes()) {
			t.Errorf("%s\nis read as\n%s", first.Bytes(), second.Bytes())
		}
	})
}

// TestDocs: the tables in docs/reproduction are what the files beside them say.
func TestDocs(t *testing.T) {
	pages, err := filepath.Glob("../../docs/reproduction/*/README.md")
	if err != nil || len(pages) == 0 {
		t.Fatalf("no page: %v", err)
	}
	for _, page := range pages {
		want, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		_, rest, _ := strings.Cut(string(want), "\n    ")
		command, _, _ := strings.Cut(rest, "\n")
		var all []*Result
		done := 0
		for i := range Rows {
			r, err := Read(filepath.Dir(page), &Rows[i])
			if err != nil {
				t.Fatal(err)
			}
			if r.Done() {
				done++
			}
			all = append(all, r)
		}
		var got bytes.Buffer
		if err := WriteMarkdown(&got, command, About(all), all, Judge(all)); err != nil || got.String() != string(want) {
			t.Errorf("%s is not what its files say, %v", page, err)
		}
		if done == 0 {
			t.Errorf("%s: no row is done", page)
			continue
		}
		for _, r := range all { // control: another error, another page
			if r.Done() {
				r.Test[0] += 0.01
				break
			}
		}
		got.Reset()
		if err := WriteMarkdown(&got, command, About(all), all, Judge(all)); err != nil || got.String() == string(want) {
			t.Errorf("control: %s shows nothing of an error that changed, %v", page, err)
		}
	}
}

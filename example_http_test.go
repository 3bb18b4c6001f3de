package gater_test

import (
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"

	"gater"
)

// answer is a handler that predicts from rows of a table, {"columns": […], "rows": [[…], …]}, at
// the budget that the query asks for. A model may be used by any number of requests at once.
func answer(m *gater.Model) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var rows gater.Table
		if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<20)).Decode(&rows); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		var o gater.Options
		fmt.Sscan(r.URL.Query().Get("budget"), &o.Budget)
		out, err := m.Predict(r.Context(), &rows, o)
		if err != nil { // which names the row and the column
			http.Error(w, err.Error(), http.StatusUnprocessableEntity)
			return
		}
		names := make([]string, len(out))
		for i, p := range out {
			names[i] = p.Name
		}
		json.NewEncoder(w).Encode(names)
	}
}

// A service that predicts over HTTP.
func Example_handler() {
	m, err := gater.Load("testdata/model")
	if err != nil {
		log.Fatal(err)
	}
	server := httptest.NewServer(answer(m))
	defer server.Close()
	for _, body := range []string{
		`{"columns": ["x", "y", "light"], "rows": [["0.1", "0.2", "red"], ["1", "1", "blue"]]}`,
		`{"columns": ["x", "y", "light"], "rows": [["0.1", "north", "red"]]}`,
	} {
		r, err := http.Post(server.URL+"?budget=0.5", "application/json", strings.NewReader(body))
		if err != nil {
			log.Fatal(err)
		}
		text, _ := io.ReadAll(r.Body)
		r.Body.Close()
		fmt.Print(r.StatusCode, " ", string(text))
	}
	// Output:
	// 200 ["inner","middle"]
	// 422 gater: row 1: column "y": "north" is not numeric: mend the cell or leave it empty
}

// Command service predicts over HTTP from a model that it carries in itself.
package main

import (
	"embed"
	"encoding/json"
	"flag"
	"io/fs"
	"log"
	"net/http"

	"gater"
)

//go:embed model
var files embed.FS

func main() {
	at := flag.String("at", "localhost:8080", "where to listen")
	flag.Parse()
	folder, err := fs.Sub(files, "model")
	if err != nil {
		log.Fatal(err)
	}
	m, err := gater.LoadFS(folder)
	if err != nil {
		log.Fatal(err)
	}
	http.HandleFunc("POST /predict", func(w http.ResponseWriter, r *http.Request) {
		var rows gater.Table
		if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<20)).Decode(&rows); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		out, err := m.Predict(r.Context(), &rows, gater.Options{})
		if err != nil { // which names the row and the column
			http.Error(w, err.Error(), http.StatusUnprocessableEntity)
			return
		}
		json.NewEncoder(w).Encode(out)
	})
	log.Fatal(http.ListenAndServe(*at, nil))
}

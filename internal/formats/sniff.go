package formats

import (
	"bytes"
	"path"
	"strings"
)

// kind is what a file holds; one that is not read is the text of an error.
type kind string

const (
	csvFile     kind = "CSV"
	jsonFile    kind = "NDJSON"
	parquetFile kind = "Parquet"
	npyFile     kind = "NPY"
	npzFile     kind = "NPZ"
	packed      kind = "gzip"
)

// magics are how files begin that are not text.
var magics = []struct {
	bytes string
	kind  kind
}{
	{"PAR1", parquetFile},
	{"PARE", "Parquet whose footer is encrypted: save it without encryption"},
	{"\x93NUMPY", npyFile},
	{"PK\x03\x04", npzFile},
	{"PK\x05\x06", npzFile},
	{"\x1f\x8b", packed},
	{"\x28\xb5\x2f\xfd", "packed with zstd: unpack it first (zstd -d)"},
	{"\xfd7zXZ", "packed with xz: unpack it first (xz -d)"},
	{"BZh", "packed with bzip2: unpack it first (bzip2 -d)"},
	{"\x89PNG", picture},
	{"\xff\xd8\xff", picture},
	{"GIF8", picture},
	{"ARROW1", "Arrow or Feather: save it as Parquet"},
	{"\x89HDF", "HDF5: save the table as Parquet or CSV"},
	{"SQLite format 3", "a SQLite database: save the table as CSV (.mode csv)"},
	{"\xd0\xcf\x11\xe0", "an old Excel workbook: save the sheet as CSV"},
	{"\x80\x02", pickled}, {"\x80\x03", pickled}, {"\x80\x04", pickled}, {"\x80\x05", pickled},
	{"%PDF", "a PDF document: find the table it was made from"},
}

const (
	picture kind = "a picture: name the folder that holds a folder of pictures for each class"
	pickled kind = "a Python pickle, which can run code: save it as Parquet, CSV or NPY"
)

// sniff is what a file is by its first bytes, and where they are text by its name as well.
func sniff(head []byte, name string) kind {
	for _, m := range magics {
		if bytes.HasPrefix(head, []byte(m.bytes)) {
			return m.kind
		}
	}
	first := bytes.TrimLeft(bytes.TrimPrefix(head, bom), " \t\r\n")
	switch ext := strings.ToLower(path.Ext(name)); {
	case bytes.HasPrefix(bytes.ToLower(first), []byte("<!doctype html")), bytes.HasPrefix(bytes.ToLower(first), []byte("<html")):
		return "a web page, not data: fetch the file itself"
	case ext == ".csv" || ext == ".tsv":
		return csvFile
	case len(first) > 0 && (first[0] == '{' || first[0] == '['), len(first) == 0 && (ext == ".json" || ext == ".jsonl" || ext == ".ndjson"):
		return jsonFile
	}
	return csvFile
}

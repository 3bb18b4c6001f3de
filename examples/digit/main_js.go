package main

import (
	"encoding/json"
	"syscall/js"
	"testing/fstest"
)

// main gives the page an object gater with two functions, which return JSON, or an Error:
//
//	load({name: bytes, …})   the files of a model; what it is like
//	read(ink, position)      a drawing, a byte a pixel; what it shows, null if nothing
func main() {
	var r *reader
	js.Global().Set("gater", map[string]any{
		"load": js.FuncOf(func(_ js.Value, args []js.Value) any {
			files, names := fstest.MapFS{}, js.Global().Get("Object").Call("keys", args[0])
			for i := range names.Length() {
				name := names.Index(i).String()
				files[name] = &fstest.MapFile{Data: bytes(args[0].Get(name))}
			}
			var err error
			if r, err = load(files); err != nil {
				return failed(err)
			}
			return text(r.about())
		}),
		"read": js.FuncOf(func(_ js.Value, args []js.Value) any {
			a, err := r.read(bytes(args[0]), args[1].Int())
			if err != nil {
				return failed(err)
			}
			return text(a)
		}),
	})
	js.Global().Call("ready")
	select {}
}

// bytes is a copy of a Uint8Array.
func bytes(v js.Value) []byte {
	b := make([]byte, v.Length())
	js.CopyBytesToGo(b, v)
	return b
}

func failed(err error) any { return js.Global().Get("Error").New(err.Error()) }

func text(v any) any {
	b, err := json.Marshal(v)
	if err != nil {
		return failed(err)
	}
	return string(b)
}

package torch

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode"

	"github.com/nlpodyssey/gopickle/pickle"
	"github.com/nlpodyssey/gopickle/types"
)

// storage is where numbers of a type lie: how many, and in which record.
type storage struct {
	kind string // such as FloatStorage
	key  string
	n    int
}

// view is a tensor before its numbers are read.
type view struct {
	of           *storage
	offset       int
	size, stride []int
}

// call is a function that a pickle may call.
type call func(args ...any) (any, error)

// Call calls it.
func (c call) Call(args ...any) (any, error) { return c(args...) }

// unpickle reads a pickle that guard let pass. Panics of the library are damage.
func unpickle(p []byte) (v any, err error) {
	defer func() {
		if r := recover(); r != nil {
			v, err = nil, errDamaged
		}
	}()
	if err := guard(p); err != nil {
		return nil, err
	}
	u := pickle.NewUnpickler(bytes.NewReader(p))
	u.FindClass = func(module, name string) (any, error) {
		switch name {
		case "_rebuild_tensor_v2":
			return call(rebuild), nil
		case "_rebuild_parameter":
			return call(func(args ...any) (any, error) {
				if len(args) == 0 {
					return nil, errDamaged
				}
				return args[0], nil
			}), nil
		}
		return name, nil // of a storage
	}
	u.PersistentLoad = func(id any) (any, error) {
		t, ok := id.(*types.Tuple)
		if !ok || t.Len() < 5 {
			return nil, errDamaged
		}
		s := &storage{}
		var a, b, c bool
		s.kind, a = t.Get(1).(string)
		s.key, b = t.Get(2).(string)
		s.n, c = t.Get(4).(int)
		if t.Get(0) != "storage" || !a || !b || !c || s.n < 0 {
			return nil, errDamaged
		}
		return s, nil
	}
	if v, err = u.Load(); err != nil {
		return nil, errDamaged
	}
	return v, nil
}

// rebuild is torch._utils._rebuild_tensor_v2(storage, offset, size, stride, …).
func rebuild(args ...any) (any, error) {
	if len(args) < 4 {
		return nil, errDamaged
	}
	v := &view{}
	var a, b bool
	v.of, a = args[0].(*storage)
	v.offset, b = args[1].(int)
	var err error
	if v.size, err = ints(args[2]); err == nil {
		v.stride, err = ints(args[3])
	}
	if !a || !b || err != nil || len(v.size) != len(v.stride) {
		return nil, errDamaged
	}
	return v, v.check()
}

// check is that a tensor lies in its storage, and has no more numbers than that.
func (v *view) check() error {
	last, n := v.offset, 1
	for i, d := range v.size {
		if d < 0 || v.stride[i] < 0 || d > 0 && n > v.of.n/d {
			return errors.New("a tensor is larger than its numbers: save it after .contiguous()")
		}
		n *= d
		if d > 1 && v.stride[i] > v.of.n/(d-1) {
			return errDamaged
		}
		last += max(0, d-1) * v.stride[i]
	}
	if n > 0 && (v.offset < 0 || last < v.offset || last >= v.of.n) {
		return errDamaged
	}
	return nil
}

func ints(v any) ([]int, error) {
	t, ok := v.(*types.Tuple)
	if !ok || t.Len() > 8 {
		return nil, errDamaged
	}
	all := make([]int, t.Len())
	for i := range all {
		if all[i], ok = t.Get(i).(int); !ok {
			return nil, errDamaged
		}
	}
	return all, nil
}

// entry is an item of a dictionary.
type entry struct {
	name  string
	value any
}

// entries are the items of a dictionary with text for keys, in order.
func entries(v any) (all []entry, ok bool) {
	add := func(k, v any) {
		name, isText := k.(string)
		ok = ok && isText
		all = append(all, entry{name, v})
	}
	switch d := v.(type) {
	case *types.OrderedDict:
		ok = true
		for e := d.List.Front(); e != nil; e = e.Next() {
			x := e.Value.(*types.OrderedDictEntry)
			add(x.Key, x.Value)
		}
	case *types.Dict:
		ok = true
		for _, x := range *d {
			add(x.Key, x.Value)
		}
	}
	return all, ok
}

// plain is a character of a key for a message of one line.
func plain(r rune) rune {
	if unicode.IsControl(r) {
		return ' '
	}
	return r
}

// views are the tensors of a state dictionary, or of the one dictionary of tensors in a checkpoint.
// Deeper ones are not looked for: a dictionary may hold itself.
func views(v any, deeper bool) (names []string, all []*view, err error) {
	items, ok := entries(v)
	if !ok {
		return nil, nil, errors.New("holds no dictionary of tensors: save one, torch.save(model.state_dict(), …)")
	}
	var inside []any
	var keys []string
	for _, e := range items {
		keys = append(keys, e.name)
		if t, ok := e.value.(*view); ok {
			names, all = append(names, e.name), append(all, t)
			continue
		}
		if !deeper {
			continue
		}
		if n, _, err := views(e.value, false); err == nil && len(n) > 0 {
			inside = append(inside, e.value)
		}
	}
	switch {
	case len(all) > 0:
		return names, all, nil
	case len(inside) == 1:
		return views(inside[0], false)
	}
	return nil, nil, fmt.Errorf("holds %d dictionaries of tensors (keys: %.100s): save the one that is meant, torch.save(model.state_dict(), …)",
		len(inside), strings.Map(plain, strings.Join(keys, ", ")))
}

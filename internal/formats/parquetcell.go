package formats

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"
)

// cellOf is how values of a column become cells, by its logical type and else by its physical one.
func cellOf(t parquet.Type, el format.SchemaElement) (func(parquet.Value) (string, error), error) {
	plain := func(f func(parquet.Value) string) (func(parquet.Value) (string, error), error) {
		return func(v parquet.Value) (string, error) { return f(v), nil }, nil
	}
	var logical any = el.LogicalType.Value
	if l := t.LogicalType(); logical == nil && l != nil {
		logical = l.Value
	}
	switch l := logical.(type) {
	case *format.DecimalType:
		return plain(func(v parquet.Value) string { return decimal(unscaled(v), int(l.Scale)) })
	case *format.DateType:
		return plain(func(v parquet.Value) string {
			return time.Unix(int64(v.Int32())*86400, 0).UTC().Format(time.DateOnly)
		})
	case *format.TimestampType:
		layout := "2006-01-02T15:04:05.999999999"
		if l.IsAdjustedToUTC {
			layout = time.RFC3339Nano
		}
		unit := unitOf(l.Unit)
		return plain(func(v parquet.Value) string { return stamp(v.Int64(), unit).Format(layout) })
	case *format.TimeType:
		unit := unitOf(l.Unit)
		return plain(func(v parquet.Value) string {
			n := v.Int64()
			if v.Kind() == parquet.Int32 {
				n = int64(v.Int32())
			}
			return stamp(n, unit).Format("15:04:05.999999999")
		})
	case *format.IntType:
		if !l.IsSigned {
			return plain(unsigned)
		}
	case *format.UUIDType:
		return plain(func(v parquet.Value) string {
			b := v.ByteArray()
			return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
		})
	case *format.Float16Type:
		return plain(func(v parquet.Value) string { return float(half(binary.LittleEndian.Uint16(v.ByteArray())), 32) })
	case *format.NullType:
		return plain(func(parquet.Value) string { return "" })
	case *format.VariantType, *format.GeometryType, *format.GeographyType, *format.BsonType, *format.MapType, *format.ListType:
		return nil, fmt.Errorf("is of type %v, which is no table's cell: leave it out", l)
	}
	switch t.Kind() {
	case parquet.Boolean:
		return plain(func(v parquet.Value) string { return strconv.FormatBool(v.Boolean()) })
	case parquet.Int32:
		return plain(func(v parquet.Value) string { return strconv.FormatInt(int64(v.Int32()), 10) })
	case parquet.Int64:
		return plain(func(v parquet.Value) string { return strconv.FormatInt(v.Int64(), 10) })
	case parquet.Int96:
		return plain(func(v parquet.Value) string { // nanoseconds of a Julian day
			n := v.Int96()
			const epoch = 2440588 // the Julian day of 1970-01-01
			day := time.Unix((int64(n[2])-epoch)*86400, 0).UTC()
			return day.Add(time.Duration(uint64(n[1])<<32 | uint64(n[0]))).Format(time.RFC3339Nano)
		})
	case parquet.Float:
		return plain(func(v parquet.Value) string { return float(float64(v.Float()), 32) })
	case parquet.Double:
		return plain(func(v parquet.Value) string { return float(v.Double(), 64) })
	}
	return func(v parquet.Value) (string, error) {
		if b := v.ByteArray(); utf8.Valid(b) {
			return string(b), nil
		}
		return "", errors.New("holds bytes that are no text: leave it out")
	}, nil
}

func float(x float64, bits int) string { return strconv.FormatFloat(x, 'g', -1, bits) }

func unsigned(v parquet.Value) string {
	if v.Kind() == parquet.Int32 {
		return strconv.FormatUint(uint64(v.Uint32()), 10)
	}
	return strconv.FormatUint(v.Uint64(), 10)
}

// unitOf is how many of a unit make a second.
func unitOf(u format.TimeUnit) int64 {
	if u.Value == nil {
		return 1000
	}
	return int64(time.Second / u.Value.Duration())
}

// stamp is the moment n units after 1970 began.
func stamp(n, perSecond int64) time.Time {
	s := n / perSecond
	if n%perSecond < 0 {
		s--
	}
	return time.Unix(s, (n-s*perSecond)*(1e9/perSecond)).UTC()
}

// unscaled is the integer of a decimal: two's complement, big-endian where it is bytes.
func unscaled(v parquet.Value) *big.Int {
	switch v.Kind() {
	case parquet.Int32:
		return big.NewInt(int64(v.Int32()))
	case parquet.Int64:
		return big.NewInt(v.Int64())
	}
	b := v.ByteArray()
	n := new(big.Int).SetBytes(b)
	if len(b) > 0 && b[0] >= 0x80 {
		n.Sub(n, new(big.Int).Lsh(big.NewInt(1), uint(8*len(b))))
	}
	return n
}

// decimal writes n·10^−scale.
func decimal(n *big.Int, scale int) string {
	if scale <= 0 {
		return new(big.Int).Mul(n, new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(min(-scale, 400))), nil)).String()
	}
	digits := new(big.Int).Abs(n).String()
	if k := min(scale, 400) + 1 - len(digits); k > 0 {
		digits = strings.Repeat("0", k) + digits
	}
	s := digits[:len(digits)-min(scale, 400)] + "." + digits[len(digits)-min(scale, 400):]
	if n.Sign() < 0 {
		s = "-" + s
	}
	return s
}

// half is the number of half precision with those bits: 1 of sign, 5 of exponent, 10 of mantissa.
func half(b uint16) float64 {
	sign, e, m := 1-2*float64(b>>15), int(b>>10&31), float64(b&1023)
	switch e {
	case 0:
		return sign * math.Ldexp(m, -24)
	case 31:
		if m != 0 {
			return math.NaN()
		}
		return math.Inf(int(sign))
	}
	return sign * math.Ldexp(1024+m, e-25)
}

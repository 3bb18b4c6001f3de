//go:build amd64 && !purego && !f64

package kern

import "golang.org/x/sys/cpu"

// The compiler does not vectorise, so that a product in Go reaches a thirtieth
// of what the processor can do; hence the assembly.

var (
	hasAVX512 = cpu.X86.HasAVX512F && cpu.X86.HasAVX512DQ && cpu.X86.HasAVX512BW && cpu.X86.HasAVX512VL && hasAVX2
	hasAVX2   = cpu.X86.HasAVX2 && cpu.X86.HasFMA
)

// tiers returns the tiers this processor can run, best first.
func tiers() []*tier {
	var t []*tier
	if hasAVX512 {
		t = append(t, avx512)
	}
	if hasAVX2 {
		t = append(t, avx2)
	}
	return t
}

var avx512 = &tier{
	name:  "avx512",
	lanes: 16,
	nt:    []ntKernel{nt1AVX512, nt2AVX512, nt3AVX512, nt4AVX512, nt5AVX512, nt6AVX512},
	nn:    []nnKernel{nn1AVX512, nn2AVX512, nn3AVX512, nn4AVX512},
	tn:    []tnKernel{tn1AVX512, tn2AVX512, tn3AVX512, tn4AVX512},

	ntOpen: ntOpenAVX512, nnOpen: nnOpenAVX512, tnOpen: tnOpenAVX512,

	exp: expAVX512, sigmoid: sigmoidAVX512, tanh: tanhAVX512,
	axpy: axpyAVX512, scale: scaleAVX512, sumSq: sumSqAVX512,
	sgd: sgdAVX512, rmsprop: rmspropAVX512, adam: adamAVX512, adamIdle: adamIdleAVX512,
	peak: peakAVX512, read: readAVX512,
}

var avx2 = &tier{
	name:  "avx2",
	lanes: 8,
	nt:    []ntKernel{nt1AVX2, nt2AVX2, nt3AVX2, nt4AVX2},
	nn:    []nnKernel{nn1AVX2, nn2AVX2},
	tn:    []tnKernel{tn1AVX2, tn2AVX2},

	ntOpen: ntOpenAVX2, nnOpen: nnOpenAVX2, tnOpen: tnOpenAVX2,

	exp: expAVX2, sigmoid: sigmoidAVX2, tanh: tanhAVX2,
	axpy: axpyAVX2, scale: scaleAVX2, sumSq: sumSqAVX2,
	sgd: sgdAVX2, rmsprop: rmspropAVX2, adam: adamAVX2, adamIdle: adamIdleAVX2,
	peak: peakAVX2, read: readAVX2,
}

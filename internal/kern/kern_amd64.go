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
	gemm: [][]gemmKernel{
		{gemm1x1AVX512, gemm2x1AVX512, gemm3x1AVX512, gemm4x1AVX512, gemm5x1AVX512,
			gemm6x1AVX512, gemm7x1AVX512, gemm8x1AVX512, gemm9x1AVX512, gemm10x1AVX512,
			gemm11x1AVX512, gemm12x1AVX512, gemm13x1AVX512, gemm14x1AVX512},
		{gemm1x2AVX512, gemm2x2AVX512, gemm3x2AVX512, gemm4x2AVX512, gemm5x2AVX512,
			gemm6x2AVX512, gemm7x2AVX512, gemm8x2AVX512, gemm9x2AVX512, gemm10x2AVX512,
			gemm11x2AVX512, gemm12x2AVX512, gemm13x2AVX512, gemm14x2AVX512},
	},
	pack: []packKernel{pack1AVX512, pack2AVX512},
	turn: turnAVX512,
	panel: [][]panelKernel{
		{panel1x1AVX512, panel2x1AVX512, panel3x1AVX512, panel4x1AVX512, panel5x1AVX512,
			panel6x1AVX512, panel7x1AVX512, panel8x1AVX512, panel9x1AVX512, panel10x1AVX512,
			panel11x1AVX512, panel12x1AVX512, panel13x1AVX512},
		{panel1x2AVX512, panel2x2AVX512, panel3x2AVX512, panel4x2AVX512, panel5x2AVX512,
			panel6x2AVX512, panel7x2AVX512, panel8x2AVX512, panel9x2AVX512, panel10x2AVX512,
			panel11x2AVX512, panel12x2AVX512, panel13x2AVX512},
	},
	outer: [][]outerKernel{
		{outer1x1AVX512, outer2x1AVX512, outer3x1AVX512, outer4x1AVX512, outer5x1AVX512,
			outer6x1AVX512, outer7x1AVX512, outer8x1AVX512, outer9x1AVX512, outer10x1AVX512,
			outer11x1AVX512, outer12x1AVX512, outer13x1AVX512, outer14x1AVX512},
		{outer1x2AVX512, outer2x2AVX512, outer3x2AVX512, outer4x2AVX512, outer5x2AVX512,
			outer6x2AVX512, outer7x2AVX512, outer8x2AVX512, outer9x2AVX512, outer10x2AVX512,
			outer11x2AVX512, outer12x2AVX512, outer13x2AVX512, outer14x2AVX512},
	},

	ntOpen: ntOpenAVX512, nnOpen: nnOpenAVX512, tnOpen: tnOpenAVX512,
	gateOn: gateOnAVX512, gateBack: gateBackAVX512, gateBits: gateBitsAVX512,

	exp: expAVX512, sigmoid: sigmoidAVX512, tanh: tanhAVX512,
	relu: reluAVX512, reluBack: reluBackAVX512,
	sqrt: sqrtAVX512, mul: mulAVX512, above: aboveAVX512, over: overAVX512,
	axpy: axpyAVX512, rows4: rows4AVX512, scale: scaleAVX512, sumSq: sumSqAVX512, squares: squaresAVX512,
	sgd: sgdAVX512, rmsprop: rmspropAVX512, adam: adamAVX512, adamIdle: adamIdleAVX512,
	peak: peakAVX512, read: readAVX512, fetch: fetchAVX512,

	half:  []halfKernel{half1AVX512, half2AVX512, half3AVX512, half4AVX512},
	widen: widenAVX512, absMax: absMaxAVX512, round8: round8AVX512, scale8: scale8AVX512,
	dot8: dot8AVX512(), line8: line8VNNI(),
}

// dot8AVX512 is the products of bytes of a processor with AVX-512, and with VNNI or without.
func dot8AVX512() []dot8Kernel {
	if !cpu.X86.HasAVX512VNNI {
		return dot8AVX2
	}
	return []dot8Kernel{dot8x1AVX512, dot8x2AVX512, dot8x3AVX512, dot8x4AVX512, dot8x5AVX512, dot8x6AVX512, dot8x7AVX512, dot8x8AVX512}
}

func line8VNNI() func(p *int8, u *uint8, n int) int32 {
	if !cpu.X86.HasAVX512VNNI {
		return line8AVX2
	}
	return line8AVX512
}

var dot8AVX2 = []dot8Kernel{dot8x1AVX2, dot8x2AVX2, dot8x3AVX2, dot8x4AVX2}

var avx2 = &tier{
	name:  "avx2",
	lanes: 8,
	nt:    []ntKernel{nt1AVX2, nt2AVX2, nt3AVX2, nt4AVX2},
	gemm: [][]gemmKernel{
		{gemm1x1AVX2, gemm2x1AVX2, gemm3x1AVX2, gemm4x1AVX2, gemm5x1AVX2,
			gemm6x1AVX2},
		{gemm1x2AVX2, gemm2x2AVX2, gemm3x2AVX2, gemm4x2AVX2, gemm5x2AVX2,
			gemm6x2AVX2},
	},
	steady: []steadyKernel{steady4AVX2, steady5AVX2, steady6AVX2},
	turned: []turnedKernel{turned4AVX2, turned5AVX2, turned6AVX2},
	pack:   []packKernel{pack1AVX2, pack2AVX2},
	turn:   turnAVX2,
	deal:   dealAVX2,
	panel: [][]panelKernel{
		{panel1x1AVX2, panel2x1AVX2, panel3x1AVX2, panel4x1AVX2, panel5x1AVX2,
			panel6x1AVX2},
		{panel1x2AVX2, panel2x2AVX2, panel3x2AVX2, panel4x2AVX2, panel5x2AVX2,
			panel6x2AVX2},
	},
	few: [][]panelKernel{
		{panel1x1AVX2, panel2x1AVX2}, {panel1x2AVX2, panel2x2AVX2},
		{panel1x3AVX2, panel2x3AVX2}, {panel1x4AVX2, panel2x4AVX2},
	},
	outer: [][]outerKernel{
		{outer1x1AVX2, outer2x1AVX2, outer3x1AVX2, outer4x1AVX2, outer5x1AVX2,
			outer6x1AVX2},
		{outer1x2AVX2, outer2x2AVX2, outer3x2AVX2, outer4x2AVX2, outer5x2AVX2,
			outer6x2AVX2},
	},

	sums:   sumsAVX2,
	ntOpen: ntOpenAVX2, nnOpen: nnOpenAVX2, tnOpen: tnOpenAVX2,
	gateOn: gateOnAVX2, gateBack: gateBackAVX2, gateBits: gateBitsAVX2,

	exp: expAVX2, sigmoid: sigmoidAVX2, tanh: tanhAVX2,
	relu: reluAVX2, reluBack: reluBackAVX2,
	sqrt: sqrtAVX2, mul: mulAVX2, above: aboveAVX2, over: overAVX2,
	axpy: axpyAVX2, rows4: rows4AVX2, scale: scaleAVX2, sumSq: sumSqAVX2, squares: squaresAVX2,
	sgd: sgdAVX2, rmsprop: rmspropAVX2, adam: adamAVX2, adamIdle: adamIdleAVX2,
	peak: peakAVX2, read: readAVX2, fetch: fetchAVX2,

	half:  []halfKernel{half1AVX2, half2AVX2, half3AVX2, half4AVX2},
	widen: widenAVX2, absMax: absMaxAVX2, round8: round8AVX2, scale8: scale8AVX2,
	dot8: dot8AVX2, line8: line8AVX2,
}

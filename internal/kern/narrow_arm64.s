//go:build !purego && !f64

#include "textflag.h"

// What the assembler does not know, by numbers of registers. d, n and m are as in
// ARM's manual: d is the result, and what is added to.

// FMA is vector v += lane 0 of vector x · vector y.
#define FMA(x, y, v) WORD $(0x4F801000 | (x)<<16 | (y)<<5 | (v))

#define FMUL(m, n, d) WORD $(0x6E20DC00 | (m)<<16 | (n)<<5 | (d))
#define FADD(m, n, d) WORD $(0x4E20D400 | (m)<<16 | (n)<<5 | (d))
#define FSUB(m, n, d) WORD $(0x4EA0D400 | (m)<<16 | (n)<<5 | (d)) // n − m
#define SCVTF(n, d) WORD $(0x4E21D800 | (n)<<5 | (d))
#define FCVTZS(n, d) WORD $(0x4EA1B800 | (n)<<5 | (d))
#define SMIN(m, n, d) WORD $(0x4EA06C00 | (m)<<16 | (n)<<5 | (d))
#define SMAX(m, n, d) WORD $(0x4EA06400 | (m)<<16 | (n)<<5 | (d))
#define UMAXV(n, d) WORD $(0x6EB0A800 | (n)<<5 | (d)) // over the lanes

// Products of 8 bytes with signs as 8 numbers of 16 bits: of the lower halves, and
// of the upper ones; then with what d holds added.
#define SMULL(m, n, d) WORD $(0x0E20C000 | (m)<<16 | (n)<<5 | (d))
#define SMULL2(m, n, d) WORD $(0x4E20C000 | (m)<<16 | (n)<<5 | (d))
#define SMLAL(m, n, d) WORD $(0x0E208000 | (m)<<16 | (n)<<5 | (d))
#define SMLAL2(m, n, d) WORD $(0x4E208000 | (m)<<16 | (n)<<5 | (d))

// Sums of neighbours, twice as wide: of 16 bytes, those and d, and of 8 numbers of
// 16 bits and d.
#define SADDLP8(n, d) WORD $(0x4E202800 | (n)<<5 | (d))
#define SADALP8(n, d) WORD $(0x4E206800 | (n)<<5 | (d))
#define SADALP16(n, d) WORD $(0x4E606800 | (n)<<5 | (d))

// WIDEN makes the 8 upper halves in w floats in lo and hi; V31 is 0.
#define WIDEN(w, lo, hi) \
	VZIP1 w.H8, V31.H8, lo.H8; \
	VZIP2 w.H8, V31.H8, hi.H8

// FIRST goes to the first term, TERM takes a number of a, NEXT goes to the next row.
#define FIRST \
	MOVD R1, R7; \
	MOVD R2, R8; \
	MOVD R4, R9

#define TERM FMOVS.P 4(R7), F20

#define NEXT(loop) \
	ADD  R3, R8; \
	SUBS $1, R9; \
	BNE  loop

// DONE goes to the columns after those that are done.
#define DONE(cols, bytes, halves) \
	ADD $bytes, R0; \
	ADD $halves, R2; \
	SUB $cols, R5; \
	B   columns

// func halfNEON(c, a *float32, w *uint16, sw, k, n int)
//
// c[:n] += Σ_l a[l]·w[l·sw + (:n)], w being upper halves, in ascending l, one fused
// step each. Of w a row is read up to the end of a vector.
TEXT ·halfNEON(SB), NOSPLIT, $0-48
	MOVD c+0(FP), R0
	MOVD a+8(FP), R1
	MOVD w+16(FP), R2
	MOVD sw+24(FP), R3
	MOVD k+32(FP), R4
	MOVD n+40(FP), R5
	LSL  $1, R3
	VEOR V31.B16, V31.B16, V31.B16

columns:
	CMP  $32, R5
	BGE  wide32
	CMP  $16, R5
	BGE  wide16
	CMP  $4, R5
	BGE  wide4
	CBNZ R5, rest
	RET

wide32:
	ADD  $64, R0, R6
	VLD1 (R0), [V0.S4, V1.S4, V2.S4, V3.S4]
	VLD1 (R6), [V4.S4, V5.S4, V6.S4, V7.S4]
	FIRST

loop32:
	TERM
	VLD1 (R8), [V16.H8, V17.H8, V18.H8, V19.H8]
	WIDEN(V16, V21, V22)
	WIDEN(V17, V23, V24)
	WIDEN(V18, V25, V26)
	WIDEN(V19, V27, V28)
	FMA(20, 21, 0)
	FMA(20, 22, 1)
	FMA(20, 23, 2)
	FMA(20, 24, 3)
	FMA(20, 25, 4)
	FMA(20, 26, 5)
	FMA(20, 27, 6)
	FMA(20, 28, 7)
	NEXT(loop32)
	VST1 [V0.S4, V1.S4, V2.S4, V3.S4], (R0)
	VST1 [V4.S4, V5.S4, V6.S4, V7.S4], (R6)
	DONE(32, 128, 64)

wide16:
	VLD1 (R0), [V0.S4, V1.S4, V2.S4, V3.S4]
	FIRST

loop16:
	TERM
	VLD1 (R8), [V16.H8, V17.H8]
	WIDEN(V16, V21, V22)
	WIDEN(V17, V23, V24)
	FMA(20, 21, 0)
	FMA(20, 22, 1)
	FMA(20, 23, 2)
	FMA(20, 24, 3)
	NEXT(loop16)
	VST1 [V0.S4, V1.S4, V2.S4, V3.S4], (R0)
	DONE(16, 64, 32)

wide4:
	VLD1 (R0), [V0.S4]
	FIRST

loop4:
	TERM
	VLD1  (R8), [V16.H4]
	VZIP1 V16.H8, V31.H8, V21.H8
	FMA(20, 21, 0)
	NEXT(loop4)
	VST1 [V0.S4], (R0)
	DONE(4, 16, 8)

rest: // 1 to 3 columns
	ADD  $4, R0, R10
	ADD  $8, R0, R11
	VLD1 (R0), V0.S[0]
	CMP  $2, R5
	BLT  loaded
	VLD1 (R10), V0.S[1]
	BEQ  loaded
	VLD1 (R11), V0.S[2]

loaded:
	FIRST

loop1:
	TERM
	VLD1  (R8), [V16.H4]
	VZIP1 V16.H8, V31.H8, V21.H8
	FMA(20, 21, 0)
	NEXT(loop1)
	VST1 V0.S[0], (R0)
	CMP  $2, R5
	BLT  stored
	VST1 V0.S[1], (R10)
	BEQ  stored
	VST1 V0.S[2], (R11)

stored:
	RET

// func widenNEON(dst *float32, src *uint16, n int)
//
// dst is the floats of which src is the upper halves, n a multiple of 4 above 0.
TEXT ·widenNEON(SB), NOSPLIT, $0-24
	MOVD dst+0(FP), R0
	MOVD src+8(FP), R1
	MOVD n+16(FP), R2
	VEOR V31.B16, V31.B16, V31.B16
	SUBS $16, R2
	BLT  rest

loop:
	VLD1.P 32(R1), [V16.H8, V17.H8]
	WIDEN(V16, V0, V1)
	WIDEN(V17, V2, V3)
	VST1.P [V0.S4, V1.S4, V2.S4, V3.S4], 64(R0)
	SUBS   $16, R2
	BGE    loop

rest:
	ADDS $16, R2
	BEQ  done

four:
	VLD1.P 8(R1), [V16.H4]
	VZIP1  V16.H8, V31.H8, V0.H8
	VST1.P [V0.S4], 16(R0)
	SUBS   $4, R2
	BNE    four

done:
	RET

// Bytes u without a sign are u − 128 with one, the first bit turned. What that
// takes off, 128·Σ p, is added at the end. A number of 16 bits has room for two products:
// 2·127·128 < 2¹⁵.

// func dot8NEON(c *int32, p *int8, rows *int, u *uint8, groups int)
//
// c[j] += Σ p[l]·u[l, j] for one row and 16 columns; p begins rows[0] bytes on. Two
// groups at a time; V0 to V7 have two columns each, two sums a column.
TEXT ·dot8NEON(SB), NOSPLIT, $0-40
	MOVD  c+0(FP), R0
	MOVD  p+8(FP), R1
	MOVD  rows+16(FP), R2
	MOVD  u+24(FP), R3
	MOVD  groups+32(FP), R4
	MOVD  (R2), R2
	ADD   R2, R1
	VEOR  V0.B16, V0.B16, V0.B16
	VEOR  V1.B16, V1.B16, V1.B16
	VEOR  V2.B16, V2.B16, V2.B16
	VEOR  V3.B16, V3.B16, V3.B16
	VEOR  V4.B16, V4.B16, V4.B16
	VEOR  V5.B16, V5.B16, V5.B16
	VEOR  V6.B16, V6.B16, V6.B16
	VEOR  V7.B16, V7.B16, V7.B16
	VEOR  V18.B16, V18.B16, V18.B16 // Σ p
	VMOVI $128, V31.B16
	SUBS  $2, R4
	BLT   last

loop:
	VLD1R.P 4(R1), [V16.S4]
	VLD1R.P 4(R1), [V17.S4]
	VLD1.P  64(R3), [V20.B16, V21.B16, V22.B16, V23.B16]
	VLD1.P  64(R3), [V24.B16, V25.B16, V26.B16, V27.B16]
	VEOR    V31.B16, V20.B16, V20.B16
	VEOR    V31.B16, V21.B16, V21.B16
	VEOR    V31.B16, V22.B16, V22.B16
	VEOR    V31.B16, V23.B16, V23.B16
	VEOR    V31.B16, V24.B16, V24.B16
	VEOR    V31.B16, V25.B16, V25.B16
	VEOR    V31.B16, V26.B16, V26.B16
	VEOR    V31.B16, V27.B16, V27.B16
	SMULL(16, 20, 28)
	SMULL2(16, 20, 29)
	SMLAL(17, 24, 28)
	SMLAL2(17, 24, 29)
	SADALP16(28, 0)
	SADALP16(29, 1)
	SMULL(16, 21, 28)
	SMULL2(16, 21, 29)
	SMLAL(17, 25, 28)
	SMLAL2(17, 25, 29)
	SADALP16(28, 2)
	SADALP16(29, 3)
	SMULL(16, 22, 28)
	SMULL2(16, 22, 29)
	SMLAL(17, 26, 28)
	SMLAL2(17, 26, 29)
	SADALP16(28, 4)
	SADALP16(29, 5)
	SMULL(16, 23, 28)
	SMULL2(16, 23, 29)
	SMLAL(17, 27, 28)
	SMLAL2(17, 27, 29)
	SADALP16(28, 6)
	SADALP16(29, 7)
	SADDLP8(16, 30)
	SADALP8(17, 30)
	SADALP16(30, 18)
	SUBS    $2, R4
	BGE     loop

last:
	ADDS  $2, R4
	BEQ   sums
	VLD1R (R1), [V16.S4]
	VLD1  (R3), [V20.B16, V21.B16, V22.B16, V23.B16]
	VEOR  V31.B16, V20.B16, V20.B16
	VEOR  V31.B16, V21.B16, V21.B16
	VEOR  V31.B16, V22.B16, V22.B16
	VEOR  V31.B16, V23.B16, V23.B16
	SMULL(16, 20, 28)
	SMULL2(16, 20, 29)
	SADALP16(28, 0)
	SADALP16(29, 1)
	SMULL(16, 21, 28)
	SMULL2(16, 21, 29)
	SADALP16(28, 2)
	SADALP16(29, 3)
	SMULL(16, 22, 28)
	SMULL2(16, 22, 29)
	SADALP16(28, 4)
	SADALP16(29, 5)
	SMULL(16, 23, 28)
	SMULL2(16, 23, 29)
	SADALP16(28, 6)
	SADALP16(29, 7)
	SADDLP8(16, 30)
	SADALP16(30, 18)

sums:
	VADDP V1.S4, V0.S4, V0.S4
	VADDP V3.S4, V2.S4, V1.S4
	VADDP V5.S4, V4.S4, V2.S4
	VADDP V7.S4, V6.S4, V3.S4
	VSHL  $7, V18.S4, V18.S4
	VLD1  (R0), [V4.S4, V5.S4, V6.S4, V7.S4]
	VADD  V18.S4, V0.S4, V0.S4
	VADD  V18.S4, V1.S4, V1.S4
	VADD  V18.S4, V2.S4, V2.S4
	VADD  V18.S4, V3.S4, V3.S4
	VADD  V4.S4, V0.S4, V0.S4
	VADD  V5.S4, V1.S4, V1.S4
	VADD  V6.S4, V2.S4, V2.S4
	VADD  V7.S4, V3.S4, V3.S4
	VST1  [V0.S4, V1.S4, V2.S4, V3.S4], (R0)
	RET

// func line8NEON(p *int8, u *uint8, n int) int32
//
// Σ p[l]·u[l], n a multiple of 64 above 0.
TEXT ·line8NEON(SB), NOSPLIT, $0-28
	MOVD  p+0(FP), R0
	MOVD  u+8(FP), R1
	MOVD  n+16(FP), R2
	VEOR  V0.B16, V0.B16, V0.B16
	VEOR  V1.B16, V1.B16, V1.B16
	VEOR  V2.B16, V2.B16, V2.B16
	VEOR  V3.B16, V3.B16, V3.B16
	VEOR  V4.B16, V4.B16, V4.B16 // Σ p
	VMOVI $128, V31.B16

loop:
	VLD1.P 64(R0), [V16.B16, V17.B16, V18.B16, V19.B16]
	VLD1.P 64(R1), [V20.B16, V21.B16, V22.B16, V23.B16]
	VEOR   V31.B16, V20.B16, V20.B16
	VEOR   V31.B16, V21.B16, V21.B16
	VEOR   V31.B16, V22.B16, V22.B16
	VEOR   V31.B16, V23.B16, V23.B16
	SMULL(16, 20, 24)
	SMULL2(16, 20, 25)
	SMULL(18, 22, 26)
	SMULL2(18, 22, 27)
	SMLAL(17, 21, 24)
	SMLAL2(17, 21, 25)
	SMLAL(19, 23, 26)
	SMLAL2(19, 23, 27)
	SADALP16(24, 0)
	SADALP16(25, 1)
	SADALP16(26, 2)
	SADALP16(27, 3)
	SADDLP8(16, 30)
	SADALP8(17, 30)
	SADALP8(18, 30)
	SADALP8(19, 30)
	SADALP16(30, 4)
	SUBS   $64, R2
	BNE    loop
	VSHL   $7, V4.S4, V4.S4
	VADD   V1.S4, V0.S4, V0.S4
	VADD   V3.S4, V2.S4, V2.S4
	VADD   V4.S4, V0.S4, V0.S4
	VADD   V2.S4, V0.S4, V0.S4
	VADDV  V0.S4, V0
	FMOVS  F0, ret+24(FP)
	RET

// func scale8NEON(y, b *float32, c *int32, s *float32, n int, shift int32, t float32)
//
// y = b + ((c − shift)·s)·t, each rounded.
TEXT ·scale8NEON(SB), NOSPLIT, $0-48
	MOVD  y+0(FP), R0
	MOVD  b+8(FP), R1
	MOVD  c+16(FP), R2
	MOVD  s+24(FP), R3
	MOVD  n+32(FP), R4
	MOVW  shift+40(FP), R5
	FMOVS t+44(FP), F30
	VDUP  R5, V29.S4
	VDUP  V30.S[0], V30.S4
	SUBS  $4, R4
	BLT   rest

loop:
	VLD1.P 16(R2), [V0.S4]
	VLD1.P 16(R3), [V1.S4]
	VLD1.P 16(R1), [V2.S4]
	VSUB   V29.S4, V0.S4, V0.S4
	SCVTF(0, 0)
	FMUL(1, 0, 0)
	FMUL(30, 0, 0)
	FADD(0, 2, 0)
	VST1.P [V0.S4], 16(R0)
	SUBS   $4, R4
	BGE    loop

rest:
	ADDS $4, R4
	BEQ  done

one:
	MOVW.P  4(R2), R6
	FMOVS.P 4(R3), F1
	FMOVS.P 4(R1), F2
	SUBW    R5, R6
	SCVTFWS R6, F0
	FMULS   F1, F0
	FMULS   F30, F0
	FADDS   F2, F0
	FMOVS.P F0, 4(R0)
	SUBS    $1, R4
	BNE     one

done:
	RET

// func absMaxNEON(x *float32, n int) uint32
//
// The bits of max |x|, so that NaN is above all.
TEXT ·absMaxNEON(SB), NOSPLIT, $0-20
	MOVD x+0(FP), R0
	MOVD n+8(FP), R1
	MOVW $0x7fffffff, R3
	VDUP R3, V31.S4
	VEOR V30.B16, V30.B16, V30.B16
	SUBS $8, R1
	BLT  rest

loop:
	VLD1.P 32(R0), [V0.S4, V1.S4]
	VAND   V31.B16, V0.B16, V0.B16
	VAND   V31.B16, V1.B16, V1.B16
	VUMAX  V0.S4, V30.S4, V30.S4
	VUMAX  V1.S4, V30.S4, V30.S4
	SUBS   $8, R1
	BGE    loop

rest:
	UMAXV(30, 30)
	FMOVS  F30, R2
	ADDS   $8, R1
	BEQ    done

one:
	MOVWU.P 4(R0), R4
	AND     R3, R4
	CMPW    R2, R4
	CSEL    HI, R4, R2, R2
	SUBS    $1, R1
	BNE     one

done:
	MOVW R2, ret+16(FP)
	RET

// ROUND is v·f (V29) to the nearest whole number, even of two, from −127 (V26) to 127
// (V27), added to the sum (V25). Behind 3·2²² (V28) there are no digits after the point.
#define ROUND(v, vec) \
	FMUL(29, v, v); \
	FADD(28, v, v); \
	FSUB(28, v, v); \
	FCVTZS(v, v); \
	SMIN(27, v, v); \
	SMAX(26, v, v); \
	VADD vec.S4, V25.S4, V25.S4

// func round8NEON(p *int8, x *float32, n int, f float32) int32
//
// p = x·f rounded; returns Σ p.
TEXT ·round8NEON(SB), NOSPLIT, $0-36
	MOVD  p+0(FP), R0
	MOVD  x+8(FP), R1
	MOVD  n+16(FP), R2
	FMOVS f+24(FP), F29
	VDUP  V29.S[0], V29.S4
	MOVW  $0x4b400000, R3
	VDUP  R3, V28.S4
	MOVW  $127, R4
	VDUP  R4, V27.S4
	MOVW  $-127, R5
	VDUP  R5, V26.S4
	VEOR  V25.B16, V25.B16, V25.B16
	SUBS  $16, R2
	BLT   rest

loop:
	VLD1.P 64(R1), [V0.S4, V1.S4, V2.S4, V3.S4]
	ROUND(0, V0)
	ROUND(1, V1)
	ROUND(2, V2)
	ROUND(3, V3)
	VUZP1  V1.H8, V0.H8, V0.H8
	VUZP1  V3.H8, V2.H8, V2.H8
	VUZP1  V2.B16, V0.B16, V0.B16
	VST1.P [V0.B16], 16(R0)
	SUBS   $16, R2
	BGE    loop

rest:
	ADDS $16, R2
	BEQ  done

one:
	VEOR   V0.B16, V0.B16, V0.B16
	VLD1   (R1), V0.S[0]
	ADD    $4, R1
	ROUND(0, V0)
	VST1   V0.B[0], (R0)
	ADD    $1, R0
	SUBS   $1, R2
	BNE    one

done:
	VADDV V25.S4, V25
	FMOVS F25, ret+32(FP)
	RET

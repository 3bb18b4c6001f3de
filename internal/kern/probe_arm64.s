//go:build !purego && !f64

#include "textflag.h"

// CHAIN is a step of a chain towards 2: half of what is missing, x = 2 - a, is
// added to a and taken off x. Multiply-adds write over what they add to, so that
// a·½ + 1 would take a copy more.
#define CHAIN(a, x) \
	VFMLA x.S4, V31.S4, a.S4; \
	VFMLS x.S4, V31.S4, x.S4

// START is a chain's start, the next number.
#define START(a, x) \
	VLD1R.P 4(R0), [a.S4]; \
	VMOV V30.B16, x.B16; \
	VFMLS a.S4, V29.S4, x.S4

// PLUS is v += x.
#define PLUS(x, v) \
	VFMLA x.S4, V29.S4, v.S4

// func peakNEON(start *float32, rounds int) float32
//
// 12 chains of two multiply-adds each; a pass of the loop counts for two rounds.
TEXT ·peakNEON(SB), NOSPLIT, $0-20
	MOVD start+0(FP), R0
	MOVD rounds+8(FP), R1
	LSR  $1, R1
	VLD1R.P 4(R0), [V31.S4] // ½
	VLD1R.P 4(R0), [V29.S4] // 1
	VMOV V29.B16, V30.B16
	PLUS(V29, V30) // 2
	START(V0, V12)
	START(V1, V13)
	START(V2, V14)
	START(V3, V15)
	START(V4, V16)
	START(V5, V17)
	START(V6, V18)
	START(V7, V19)
	START(V8, V20)
	START(V9, V21)
	START(V10, V22)
	START(V11, V23)

loop:
	CHAIN(V0, V12)
	CHAIN(V1, V13)
	CHAIN(V2, V14)
	CHAIN(V3, V15)
	CHAIN(V4, V16)
	CHAIN(V5, V17)
	CHAIN(V6, V18)
	CHAIN(V7, V19)
	CHAIN(V8, V20)
	CHAIN(V9, V21)
	CHAIN(V10, V22)
	CHAIN(V11, V23)
	SUBS $1, R1
	BNE  loop
	PLUS(V1, V0)
	PLUS(V2, V0)
	PLUS(V3, V0)
	PLUS(V4, V0)
	PLUS(V5, V0)
	PLUS(V6, V0)
	PLUS(V7, V0)
	PLUS(V8, V0)
	PLUS(V9, V0)
	PLUS(V10, V0)
	PLUS(V11, V0)
	FMOVS F0, ret+16(FP)
	RET

// func readNEON(x *float32, n int) float32
//
// 8 sums of vectors.
TEXT ·readNEON(SB), NOSPLIT, $0-20
	MOVD  x+0(FP), R0
	MOVD  n+8(FP), R1
	FMOVS $1.0, F29
	VDUP  V29.S[0], V29.S4
	VEOR  V0.B16, V0.B16, V0.B16
	VEOR  V1.B16, V1.B16, V1.B16
	VEOR  V2.B16, V2.B16, V2.B16
	VEOR  V3.B16, V3.B16, V3.B16
	VEOR  V4.B16, V4.B16, V4.B16
	VEOR  V5.B16, V5.B16, V5.B16
	VEOR  V6.B16, V6.B16, V6.B16
	VEOR  V7.B16, V7.B16, V7.B16

loop:
	VLD1.P 64(R0), [V16.S4, V17.S4, V18.S4, V19.S4]
	VLD1.P 64(R0), [V20.S4, V21.S4, V22.S4, V23.S4]
	PLUS(V16, V0)
	PLUS(V17, V1)
	PLUS(V18, V2)
	PLUS(V19, V3)
	PLUS(V20, V4)
	PLUS(V21, V5)
	PLUS(V22, V6)
	PLUS(V23, V7)
	SUBS $32, R1
	BNE  loop
	PLUS(V1, V0)
	PLUS(V2, V0)
	PLUS(V3, V0)
	PLUS(V4, V0)
	PLUS(V5, V0)
	PLUS(V6, V0)
	PLUS(V7, V0)
	FMOVS F0, ret+16(FP)
	RET

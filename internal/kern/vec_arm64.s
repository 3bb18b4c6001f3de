//go:build !purego && !f64

#include "textflag.h"

// func axpyNEON(y, x *float32, n int, alpha float32)
//
// y += alpha·x, one fused step an element.
TEXT ·axpyNEON(SB), NOSPLIT, $0-28
	MOVD  y+0(FP), R0
	MOVD  x+8(FP), R1
	MOVD  n+16(FP), R2
	FMOVS alpha+24(FP), F31
	VDUP  V31.S[0], V30.S4
	SUBS  $16, R2
	BLT   rest

loop:
	VLD1   (R0), [V0.S4, V1.S4, V2.S4, V3.S4]
	VLD1.P 64(R1), [V4.S4, V5.S4, V6.S4, V7.S4]
	VFMLA  V4.S4, V30.S4, V0.S4
	VFMLA  V5.S4, V30.S4, V1.S4
	VFMLA  V6.S4, V30.S4, V2.S4
	VFMLA  V7.S4, V30.S4, V3.S4
	VST1.P [V0.S4, V1.S4, V2.S4, V3.S4], 64(R0)
	SUBS   $16, R2
	BGE    loop

rest:
	ADDS $16, R2
	BEQ  done

one:
	FMOVS   (R0), F0
	FMOVS.P 4(R1), F4
	FMADDS  F31, F0, F4, F0
	FMOVS.P F0, 4(R0)
	SUBS    $1, R2
	BNE     one

done:
	RET

// func scaleNEON(y *float32, n int, alpha float32)
//
// y *= alpha, as y·alpha - 0, which is y·alpha for zeros of either sign too.
TEXT ·scaleNEON(SB), NOSPLIT, $0-20
	MOVD  y+0(FP), R0
	MOVD  n+8(FP), R1
	FMOVS alpha+16(FP), F31
	VDUP  V31.S[0], V30.S4
	MOVW  $0x80000000, R2
	VDUP  R2, V29.S4 // -0
	SUBS  $16, R1
	BLT   rest

loop:
	VLD1   (R0), [V0.S4, V1.S4, V2.S4, V3.S4]
	VMOV   V29.B16, V4.B16
	VMOV   V29.B16, V5.B16
	VMOV   V29.B16, V6.B16
	VMOV   V29.B16, V7.B16
	VFMLA  V0.S4, V30.S4, V4.S4
	VFMLA  V1.S4, V30.S4, V5.S4
	VFMLA  V2.S4, V30.S4, V6.S4
	VFMLA  V3.S4, V30.S4, V7.S4
	VST1.P [V4.S4, V5.S4, V6.S4, V7.S4], 64(R0)
	SUBS   $16, R1
	BGE    loop

rest:
	ADDS $16, R1
	BEQ  done

one:
	FMOVS   (R0), F0
	FMULS   F31, F0, F0
	FMOVS.P F0, 4(R0)
	SUBS    $1, R1
	BNE     one

done:
	RET

//go:build !purego && !f64

#include "textflag.h"
#include "neon_arm64.h"

#define TO C0
#define LDTO LDC

// MORE goes to the next row, if there is one.
#define MORE(loop) \
	ADD LDB, B0; \
	ADD LDTO, TO; \
	SUBS $1, COUNT; \
	BNE loop

// pack copies n ≤ 16 columns of k rows:
//
//	to[l·w + j] = b[l·ldb + j]     l < k, j < n, w = n in whole vectors
//
// Gemm reads no column from n on, so none is written.
TEXT ·packNEON(SB), NOSPLIT, $0-40
	MOVD to+0(FP), TO
	MOVD b+8(FP), B0
	MOVD ldb+16(FP), LDB
	MOVD k+24(FP), COUNT
	MOVD n+32(FP), COLS
	LSL  $2, LDB
	ADD  $3, COLS, LDTO
	LSR  $2, LDTO
	LSL  $4, LDTO
	WIDTH(wide16, wide8, wide4, one)

wide16:
	LOAD16(B0, V0, V1, V2, V3)
	STORE16(TO, V0, V1, V2, V3)
	MORE(wide16)
	RET

wide8:
	LOAD8(B0, V0, V1)
	STORE8(TO, V0, V1)
	MORE(wide8)
	RET

wide4:
	LOAD4(B0, V0)
	STORE4(TO, V0)
	MORE(wide4)
	RET

one:
	LOAD1(B0, V0)
	STORE1(TO, V0)
	MORE(one)
	RET

// turn copies 4 rows as columns:
//
//	to[l·ldt + j] = b[j·ldb + l]     j < 4, l < k, k in whole vectors
TEXT ·turnNEON(SB), NOSPLIT, $0-40
	MOVD to+0(FP), TO
	MOVD ldt+8(FP), LDTO
	MOVD b+16(FP), B0
	MOVD ldb+24(FP), LDB
	MOVD k+32(FP), COUNT
	LSL  $2, LDTO
	LSL  $2, LDB
	ADD  LDB, B0, B1
	ADD  LDB, B1, B2
	ADD  LDB, B2, B3

loop:
	FMOVQ.P 16(B0), F0
	FMOVQ.P 16(B1), F1
	FMOVQ.P 16(B2), F2
	FMOVQ.P 16(B3), F3
	VTRN1 V1.S4, V0.S4, V4.S4 // terms 0 and 2 of rows 0 and 1
	VTRN2 V1.S4, V0.S4, V5.S4 // terms 1 and 3
	VTRN1 V3.S4, V2.S4, V6.S4
	VTRN2 V3.S4, V2.S4, V7.S4
	VTRN1 V6.D2, V4.D2, V0.D2
	VTRN1 V7.D2, V5.D2, V1.D2
	VTRN2 V6.D2, V4.D2, V2.D2
	VTRN2 V7.D2, V5.D2, V3.D2
	VST1.P [V0.S4], (TO)(LDTO)
	VST1.P [V1.S4], (TO)(LDTO)
	VST1.P [V2.S4], (TO)(LDTO)
	VST1.P [V3.S4], (TO)(LDTO)
	SUBS $4, COUNT
	BNE  loop
	RET

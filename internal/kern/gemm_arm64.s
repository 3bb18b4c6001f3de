//go:build !purego && !f64

#include "textflag.h"
#include "neon_arm64.h"

// Gemm: one tile of listed rows of c, with a at any strides and listed rows of b.
//
//	c[rows[i], :n] += Σ_l a[i·sm + l·sk]·b[terms[l]·sb + (:n)]     i < m, l < k
//
// Each element starts from c and takes its terms in ascending l, one fused step
// each. What is to be fetched ahead (next, step) is left to the processor.

#define SM LDA
#define SK B1
#define OFF B2 // l·sk, in bytes
#define FROM B3 // row numbers of b

#define OPERANDS \
	MOVD c+0(FP), C; \
	MOVD ldc+8(FP), LDC; \
	MOVD rows+16(FP), LIST; \
	MOVD a+24(FP), A0; \
	MOVD sm+32(FP), SM; \
	MOVD sk+40(FP), SK; \
	MOVD b+48(FP), B_; \
	MOVD sb+56(FP), LDB; \
	MOVD terms+64(FP), FROM; \
	MOVD k+96(FP), COUNT; \
	MOVD n+104(FP), COLS; \
	LSL $2, LDC; \
	LSL $2, SM; \
	LSL $2, SK; \
	LSL $2, LDB; \
	MOVD ZR, OFF; \
	LISTED(LIST, 0, LDC, C, C0)

// TERM goes to the next row of b and loads the elements of a, TERM1 for one row.
#define TERM1 \
	MOVW.P 4(FROM), TMP; \
	MADD LDB, B_, TMP, B0; \
	FMOVS (A0)(OFF), F20; \
	ADD SK, OFF

#define TERM \
	MOVW.P 4(FROM), TMP; \
	MADD LDB, B_, TMP, B0; \
	FMOVS (A0)(OFF), F20; \
	FMOVS (A1)(OFF), F21; \
	FMOVS (A2)(OFF), F22; \
	FMOVS (A3)(OFF), F23; \
	ADD SK, OFF

// FMA is vector v += lane 0 of vector x · vector y: FMLA by element, which the
// assembler does not know. Without it every element of a would have to be copied
// to all lanes, where the additions are made.
#define FMA(x, y, v) \
	WORD $(0x4F801000 | (x)<<16 | (y)<<5 | (v))

// FMA4 is FMA of the row of b in V16 to V19 and four vectors from v on.
#define FMA4(x, v) \
	FMA(x, 16, v); \
	FMA(x, 17, v+1); \
	FMA(x, 18, v+2); \
	FMA(x, 19, v+3)

#define FMA2(x, v) \
	FMA(x, 16, v); \
	FMA(x, 17, v+1)

#define MORE(loop) \
	SUBS $1, COUNT; \
	BNE loop

TEXT ·gemm2NEON(SB), NOSPLIT, $0-112
	MOVD $2, TOP
	B    gemm<>(SB)

TEXT ·gemm3NEON(SB), NOSPLIT, $0-112
	MOVD $3, TOP
	B    gemm<>(SB)

TEXT ·gemm4NEON(SB), NOSPLIT, $0-112
	MOVD $4, TOP
	B    gemm<>(SB)

// gemm is Gemm for 2 to 4 rows: the first two and the last two.
TEXT gemm<>(SB), NOSPLIT, $0-112
	OPERANDS
	LISTED(LIST, 4, LDC, C, C1)
	ADD  TOP<<2, LIST, LIST
	LISTED(LIST, -8, LDC, C, C2)
	LISTED(LIST, -4, LDC, C, C3)
	ADD  SM, A0, A1
	SUB  $2, TOP
	MADD SM, A0, TOP, A2
	ADD  SM, A2, A3
	WIDTH(wide16, wide8, wide4, one)

wide16:
	LOAD16(C0, V0, V1, V2, V3)
	LOAD16(C1, V4, V5, V6, V7)
	LOAD16(C2, V8, V9, V10, V11)
	LOAD16(C3, V12, V13, V14, V15)

loop16:
	TERM
	LOAD16(B0, V16, V17, V18, V19)
	FMA4(20, 0)
	FMA4(21, 4)
	FMA4(22, 8)
	FMA4(23, 12)
	MORE(loop16)
	STORE16(C0, V0, V1, V2, V3)
	STORE16(C1, V4, V5, V6, V7)
	STORE16(C2, V8, V9, V10, V11)
	STORE16(C3, V12, V13, V14, V15)
	RET

wide8:
	LOAD8(C0, V0, V1)
	LOAD8(C1, V2, V3)
	LOAD8(C2, V4, V5)
	LOAD8(C3, V6, V7)

loop8:
	TERM
	LOAD8(B0, V16, V17)
	FMA2(20, 0)
	FMA2(21, 2)
	FMA2(22, 4)
	FMA2(23, 6)
	MORE(loop8)
	STORE8(C0, V0, V1)
	STORE8(C1, V2, V3)
	STORE8(C2, V4, V5)
	STORE8(C3, V6, V7)
	RET

wide4:
	LOAD4(C0, V0)
	LOAD4(C1, V1)
	LOAD4(C2, V2)
	LOAD4(C3, V3)

loop4:
	TERM
	LOAD4(B0, V16)
	FMA(20, 16, 0)
	FMA(21, 16, 1)
	FMA(22, 16, 2)
	FMA(23, 16, 3)
	MORE(loop4)
	STORE4(C0, V0)
	STORE4(C1, V1)
	STORE4(C2, V2)
	STORE4(C3, V3)
	RET

one:
	LOAD1(C0, V0)
	LOAD1(C1, V1)
	LOAD1(C2, V2)
	LOAD1(C3, V3)

loop1:
	TERM
	LOAD1(B0, V16)
	FMA(20, 16, 0)
	FMA(21, 16, 1)
	FMA(22, 16, 2)
	FMA(23, 16, 3)
	MORE(loop1)
	STORE1(C0, V0)
	STORE1(C1, V1)
	STORE1(C2, V2)
	STORE1(C3, V3)
	RET

TEXT ·gemm1NEON(SB), NOSPLIT, $0-112
	OPERANDS
	WIDTH(wide16, wide8, wide4, one)

wide16:
	LOAD16(C0, V0, V1, V2, V3)

loop16:
	TERM1
	LOAD16(B0, V16, V17, V18, V19)
	FMA4(20, 0)
	MORE(loop16)
	STORE16(C0, V0, V1, V2, V3)
	RET

wide8:
	LOAD8(C0, V0, V1)

loop8:
	TERM1
	LOAD8(B0, V16, V17)
	FMA2(20, 0)
	MORE(loop8)
	STORE8(C0, V0, V1)
	RET

wide4:
	LOAD4(C0, V0)

loop4:
	TERM1
	LOAD4(B0, V16)
	FMA(20, 16, 0)
	MORE(loop4)
	STORE4(C0, V0)
	RET

one:
	LOAD1(C0, V0)

loop1:
	TERM1
	LOAD1(B0, V16)
	FMA(20, 16, 0)
	MORE(loop1)
	STORE1(C0, V0)
	RET

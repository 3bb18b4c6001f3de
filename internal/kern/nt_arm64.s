//go:build !purego && !f64

#include "textflag.h"
#include "neon_arm64.h"

// NT: dot products of rows with rows.
//
//	c[to[i], j] += Σ_l a[rows[i], l]·b[j, l]     i < m, j < n
//
// A vector holds the partial sums of one dot product: lane i has the terms
// l ≡ i modulo 4 of the whole vectors, lanes 0 and 1 the two after them, lane 0
// the last odd one. The lanes are added as (0+1)+(2+3) in every tile, so a dot
// product has the same bits in any tile.

#define ONE V31 // 1 in every lane: the assembler has VFMLA and no vector addition

// PLUS is v += x.
#define PLUS(x, v) \
	VFMLA ONE.S4, x.S4, v.S4

// SUMS is the lane sums of four vectors, in the lanes of the first.
#define SUMS(v0, v1, v2, v3) \
	VTRN1 v1.S4, v0.S4, V24.S4; \
	VTRN2 v1.S4, v0.S4, V25.S4; \
	VTRN1 v3.S4, v2.S4, V26.S4; \
	VTRN2 v3.S4, v2.S4, V27.S4; \
	PLUS(V25, V24); \
	PLUS(V27, V26); \
	VTRN1 V26.D2, V24.D2, v0.D2; \
	VTRN2 V26.D2, V24.D2, V25.D2; \
	PLUS(V25, v0)

// DOTS adds the products of x with V20 to V23 to four sums.
#define DOTS(x, v0, v1, v2, v3) \
	VFMLA V20.S4, x.S4, v0.S4; \
	VFMLA V21.S4, x.S4, v1.S4; \
	VFMLA V22.S4, x.S4, v2.S4; \
	VFMLA V23.S4, x.S4, v3.S4

// STEP is a step of 4 rows by 4 columns, STEP1 of one row x by four others: load
// 4, 2 or 1 terms (the other lanes are 0) and add their products.
#define STEP(MOVE, bytes) \
	MOVE bytes(A0), F16; \
	MOVE bytes(A1), F17; \
	MOVE bytes(A2), F18; \
	MOVE bytes(A3), F19; \
	MOVE bytes(B0), F20; \
	MOVE bytes(B1), F21; \
	MOVE bytes(B2), F22; \
	MOVE bytes(B3), F23; \
	DOTS(V16, V0, V1, V2, V3); \
	DOTS(V17, V4, V5, V6, V7); \
	DOTS(V18, V8, V9, V10, V11); \
	DOTS(V19, V12, V13, V14, V15)

#define STEP1(MOVE, bytes, x, y0, y1, y2, y3) \
	MOVE bytes(x), F16; \
	MOVE bytes(y0), F20; \
	MOVE bytes(y1), F21; \
	MOVE bytes(y2), F22; \
	MOVE bytes(y3), F23; \
	DOTS(V16, V0, V1, V2, V3)

#define FROM COLS // row numbers of a

#define ARGUMENTS \
	MOVD c+0(FP), C; \
	MOVD ldc+8(FP), LDC; \
	MOVD to+16(FP), LIST; \
	MOVD a+24(FP), A; \
	MOVD lda+32(FP), LDA; \
	MOVD rows+40(FP), FROM; \
	MOVD b+48(FP), B_; \
	MOVD ldb+56(FP), LDB; \
	MOVD m+64(FP), LEFT; \
	MOVD k+72(FP), TERMS; \
	LSL $2, LDC; \
	LSL $2, LDA; \
	LSL $2, LDB; \
	FMOVS $1.0, F31; \
	VDUP V31.S[0], V31.S4

// ROWAT is the rows of c and a at an entry of their lists.
#define ROWAT(entry, c, a) \
	LISTED(LIST, entry, LDC, C, c); \
	LISTED(FROM, entry, LDA, A, a)

// ROWS takes the next 2 to 4 rows off the lists: the first two and the last two.
#define ROWS \
	MOVD $4, TMP; \
	CMP TMP, LEFT; \
	CSEL LT, LEFT, TMP, TOP; \
	SUB TOP, LEFT; \
	ROWAT(0, C0, A0); \
	ROWAT(4, C1, A1); \
	ADD TOP<<2, LIST, LIST; \
	ADD TOP<<2, FROM, FROM; \
	ROWAT(-8, C2, A2); \
	ROWAT(-4, C3, A3)

// CLEAR clears four sums.
#define CLEAR(v0, v1, v2, v3) \
	VEOR v0.B16, v0.B16, v0.B16; \
	VEOR v1.B16, v1.B16, v1.B16; \
	VEOR v2.B16, v2.B16, v2.B16; \
	VEOR v3.B16, v3.B16, v3.B16

// COLUMNS is the first two and the last two rows of b.
#define COLUMNS \
	MOVD B_, B0; \
	ADD LDB, B_, B1; \
	LSR $2, HALF, TMP; \
	MADD LDB, B_, TMP, B2; \
	ADD LDB, B2, B3

TEXT ·nt2NEON(SB), NOSPLIT, $0-80
	MOVD $2, COLS
	B    nt<>(SB)

TEXT ·nt3NEON(SB), NOSPLIT, $0-80
	MOVD $3, COLS
	B    nt<>(SB)

TEXT ·nt4NEON(SB), NOSPLIT, $0-80
	MOVD $4, COLS
	B    nt<>(SB)

// nt is NT for 2 to 4 columns.
TEXT nt<>(SB), NOSPLIT, $0-80
	SUB $2, COLS, HALF
	LSL $2, HALF
	ARGUMENTS

tile:
	CMP $1, LEFT
	BLT done
	BEQ row
	ROWS
	COLUMNS
	CLEAR(V0, V1, V2, V3)
	CLEAR(V4, V5, V6, V7)
	CLEAR(V8, V9, V10, V11)
	CLEAR(V12, V13, V14, V15)
	LSR $2, TERMS, COUNT
	CBZ COUNT, two

four:
	STEP(FMOVQ.P, 16)
	SUBS $1, COUNT
	BNE  four

two:
	TBZ $1, TERMS, one
	STEP(FMOVD.P, 8)

one:
	TBZ $0, TERMS, sum
	STEP(FMOVS.P, 4)

sum:
	SUMS(V0, V1, V2, V3)
	SUMS(V4, V5, V6, V7)
	SUMS(V8, V9, V10, V11)
	SUMS(V12, V13, V14, V15)
	LOAD4(C0, V16)
	LOAD4(C1, V17)
	LOAD4(C2, V18)
	LOAD4(C3, V19)
	PLUS(V0, V16)
	PLUS(V4, V17)
	PLUS(V8, V18)
	PLUS(V12, V19)
	STORE4(C0, V16)
	STORE4(C1, V17)
	STORE4(C2, V18)
	STORE4(C3, V19)
	B tile

row:
	ROWAT(0, C0, A0)
	COLUMNS
	CLEAR(V0, V1, V2, V3)
	LSR $2, TERMS, COUNT
	CBZ COUNT, row2

row4:
	STEP1(FMOVQ.P, 16, A0, B0, B1, B2, B3)
	SUBS $1, COUNT
	BNE  row4

row2:
	TBZ $1, TERMS, row1
	STEP1(FMOVD.P, 8, A0, B0, B1, B2, B3)

row1:
	TBZ $0, TERMS, rowsum
	STEP1(FMOVS.P, 4, A0, B0, B1, B2, B3)

rowsum:
	SUMS(V0, V1, V2, V3)
	LOAD4(C0, V16)
	PLUS(V0, V16)
	STORE4(C0, V16)

done:
	RET

// A column takes the rows of a four at a time, as nt takes the columns of a row.
TEXT ·nt1NEON(SB), NOSPLIT, $0-80
	ARGUMENTS

tile:
	CMP $1, LEFT
	BLT done
	BEQ alone
	ROWS

dots:
	MOVD B_, B0
	CLEAR(V0, V1, V2, V3)
	LSR $2, TERMS, COUNT
	CBZ COUNT, two

four:
	STEP1(FMOVQ.P, 16, B0, A0, A1, A2, A3)
	SUBS $1, COUNT
	BNE  four

two:
	TBZ $1, TERMS, one
	STEP1(FMOVD.P, 8, B0, A0, A1, A2, A3)

one:
	TBZ $0, TERMS, sum
	STEP1(FMOVS.P, 4, B0, A0, A1, A2, A3)

sum:
	SUMS(V0, V1, V2, V3)
	VLD1 (C0), V16.S[0]
	VLD1 (C1), V16.S[1]
	VLD1 (C2), V16.S[2]
	VLD1 (C3), V16.S[3]
	PLUS(V0, V16)
	VST1 V16.S[0], (C0)
	VST1 V16.S[1], (C1)
	VST1 V16.S[2], (C2)
	VST1 V16.S[3], (C3)
	B    tile

alone: // the last row, four times
	ROWAT(0, C0, A0)
	MOVD C0, C1
	MOVD C0, C2
	MOVD C0, C3
	MOVD A0, A1
	MOVD A0, A2
	MOVD A0, A3
	MOVD ZR, LEFT
	B    dots

done:
	RET

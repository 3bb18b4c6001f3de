// What the products share. A tile is 4 rows by up to 16 columns, or one row.
//
// Sizes that do not fill a tile are met by overlap, never by masks: 2 to 4 rows
// are the first two and the last two, 9 to 16 columns the first eight and the
// last eight. What is in both is computed twice, to the same bits, and stored
// twice. So a tile loads all of c before it stores any.

// Distances in bytes: of rows, and of the second half of the columns.
#define LDC R0
#define LDA R1
#define LDB R2
#define HALF R3

#define LEFT R4 // rows to go
#define TOP R5 // rows of the tile
#define COUNT R6 // terms to go

#define C R7 // the operands
#define A R8
#define B_ R9
#define LIST R10 // row numbers of c

#define C0 R11 // the rows of the tile
#define C1 R12
#define C2 R13
#define C3 R14
#define A0 R15
#define A1 R16
#define A2 R17
#define A3 R19
#define B0 R20
#define B1 R21
#define B2 R22
#define B3 R23

#define COLS R24
#define TERMS R25
#define TMP R26

// LISTED is the row at an entry of a list.
#define LISTED(list, entry, ld, base, p) \
	MOVW entry(list), TMP; \
	MADD ld, base, TMP, p

// LOAD16 to LOAD1 are up to 16 columns in four vectors, up to 8 in two, up to 4
// in one, and one in all lanes. The second half is HALF further.
#define LOAD16(p, v0, v1, v2, v3) \
	ADD HALF, p, TMP; \
	VLD1 (p), [v0.S4, v1.S4]; \
	VLD1 (TMP), [v2.S4, v3.S4]

#define LOAD8(p, v0, v1) \
	ADD HALF, p, TMP; \
	VLD1 (p), [v0.S4]; \
	VLD1 (TMP), [v1.S4]

#define LOAD4(p, v) \
	ADD HALF, p, TMP; \
	VLD1 (p), [v.S2]; \
	VLD1 (TMP), v.D[1]

#define LOAD1(p, v) \
	VLD1R (p), [v.S4]

#define STORE16(p, v0, v1, v2, v3) \
	ADD HALF, p, TMP; \
	VST1 [v0.S4, v1.S4], (p); \
	VST1 [v2.S4, v3.S4], (TMP)

#define STORE8(p, v0, v1) \
	ADD HALF, p, TMP; \
	VST1 [v0.S4], (p); \
	VST1 [v1.S4], (TMP)

#define STORE4(p, v) \
	ADD HALF, p, TMP; \
	VST1 v.D[0], (p); \
	VST1 v.D[1], (TMP)

#define STORE1(p, v) \
	VST1 v.S[0], (p)

// WIDTH goes to the case of COLS columns, with HALF for it.
#define WIDTH(wide16, wide8, wide4, one) \
	LSL $2, COLS, HALF; \
	SUBS $32, HALF; \
	BGT wide16; \
	ADDS $16, HALF; \
	BGT wide8; \
	ADDS $8, HALF; \
	BGE wide4; \
	B one

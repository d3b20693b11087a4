// AssemblyScript. The first bytes of the kernel's memory hold what a rounding is described by,
// one number in each slot of eight bytes, written by ../kernelParameters.ts before a call.

/** Bit patterns of the numbers that limit the rule, and of the first normal number that follows it. */
export const LOW: usize = 0;
export const HIGH: usize = 8;
export const NORMAL: usize = 16;
/** Bits that stay, of an encoding that is cut to the target's significand. */
export const KEPT: usize = 24;
/** What is added before the cut: always, per odd last place, and to negative numbers. */
export const ADDED: usize = 32;
export const ADDED_IF_ODD: usize = 40;
export const ADDED_IF_NEGATIVE: usize = 48;
/** The last place kept, in the mode to-odd; otherwise 0. */
export const STICKY: usize = 56;
/** Bits of the fraction that stochastic rounding looks at. */
export const LOOKED_AT: usize = 64;
/** Where a sum of fraction and random bits that is all ones does not decide. */
export const UNDECIDED: usize = 72;
/** Below the smallest normal number: 1/spacing as two factors, and the spacing. */
export const SCALE: usize = 88;
export const SCALE_AGAIN: usize = 96;
export const SPACING: usize = 104;
/** 2^r and 2^−r, where the first r random bits are looked at. */
export const CUT: usize = 112;
export const CUT_BACK: usize = 120;
/** Nearest-even: what makes 2^e into the power whose last place is the target's; the least 2^e. */
export const LIFT: usize = 128;
export const LEAST_EXPONENT: usize = 136;

/** The mode, counted as in ../kernelParameters.ts. */
export const MODE: usize = 152;
/** How far the last place kept is from the encoding's, and 16 random bits from the fraction's top. */
export const SHIFT: usize = 160;
export const RANDOM_LEFT: usize = 168;
export const RANDOM_RIGHT: usize = 176;
/** The three words that key the random bits. */
export const KEYS: usize = 184;
/**
 * Ranges of sizes as two integers: added to a size's bit pattern, the first makes it greater than
 * the second, as signed integers, if and only if it is outside. Normal numbers that follow the
 * rule; and those that nearest-even can take.
 */
export const NORMAL_FROM: usize = 200;
export const NORMAL_TO: usize = 208;
export const LIFT_FROM: usize = 216;
export const LIFT_TO: usize = 224;
/** The three factors of mixedWord. */
export const FACTORS: usize = 232;
/** The normal numbers that follow the rule, by upper words without sign, doubled: less the first at most the second. */
export const DOUBLED_FROM: usize = 248;
export const DOUBLED_LIMIT: usize = 256;
/** Every bit but the sign, and those of the exponent; in memory, as constants are made anew in every round of a loop. */
export const SIZE_BITS: usize = 264;
export const EXPONENT_BITS: usize = 272;
/** 4, the words that a round of stochastic rounding uses up. */
export const STEP: usize = 280;
/** Tables of the elementary functions, written once by ../elementaryTables.ts. 2^(j/128), hi and lo in turns. */
export const ROOTS: usize = 320;
/** For j = 90 … 182: 128/j to 11 bits after the point, minus its logarithm in two parts, and 0. */
export const LOGARITHMS: usize = 2368;
/** What tanh keeps of 16 vectors between its rounds, four numbers each; and a single vector. */
export const PARTS: usize = 5376;
export const SINGLE: usize = 6400;
/** Constants of exp and tanh. */
export const STEPS: usize = 6720;
export const STEP_HIGH: usize = 6728;
export const STEP_LOW: usize = 6736;
export const INTEGER: usize = 6744;
export const HALF: usize = 6752;
export const ONE: usize = 6760;
export const TWO: usize = 6768;
export const TERM_3: usize = 6776;
export const TERM_4: usize = 6784;
export const TERM_5: usize = 6792;
export const TERM_6: usize = 6800;
export const SPLITTER: usize = 6808;
export const MOST: usize = 6816;

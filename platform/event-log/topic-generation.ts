/** A position is the topic's generation in the bits from here up, and the offset below. Never to be changed: cursors and tables hold positions. */
export const GENERATION_POSITIONS = 2 ** 40;

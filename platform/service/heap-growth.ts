import { setFlagsFromString } from "node:v8";

const PERCENT = 40;

/**
 * Lets the old space grow by so much of what lives in it before it is collected again; V8 alone lets a small one grow threefold. graphql-js
 * keeps what it collects of each operation in WeakMaps, which outlives young collections, so a long replay would take that much memory.
 */
export function boundHeapGrowth(): void {
  setFlagsFromString(`--heap-growing-percent=${PERCENT}`);
}

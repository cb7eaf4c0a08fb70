/** What an answer holds, for tests that look into answers of many shapes. */
// biome-ignore lint/suspicious/noExplicitAny: every other type would make each look a cast.
export type AnyData = Record<string, any>;

export const ENGINE_NAMES = ["cassandra", "kafka"] as const;

export type EngineName = (typeof ENGINE_NAMES)[number];

/** More than three tell a test nothing new. */
export const MAX_NODES = 3;

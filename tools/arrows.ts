// Which folder may import what. `check-arrows.ts` holds every source file against this table.

export interface Arrow {
  /** Files that the rule is about: the first rule whose pattern matches a path decides for workspaces. */
  files: RegExp;
  /** Workspaces (without @marquee/) that these files may import beside their own. */
  mayImport: readonly string[];
}

export const WORKSPACE_ARROWS: readonly Arrow[] = [
  { files: /^schema\//, mayImport: [] },
  { files: /^platform\//, mayImport: [] },
  { files: /^subgraphs\//, mayImport: ["schema", "platform"] },
  // The composition roots are the one place that knows everybody.
  {
    files: /^gateway\/all-in-one\//,
    mayImport: ["schema", "platform", "movies", "reviews", "ratings", "accounts", "gateway", "loaders"],
  },
  { files: /^gateway\//, mayImport: ["schema", "platform"] },
  { files: /^loaders\//, mayImport: ["schema", "platform"] },
  // What clients know: the published API alone. The stories hold it against the real thing.
  { files: /^examples\//, mayImport: [] },
  // Faults on real engines: what was stored is read where it lies, and held against what the log means.
  { files: /^e2e\/chaos\//, mayImport: ["schema", "platform", "ratings", "all-in-one", "tools"] },
  // What feeds told is held against the log where it lies; a system outside writes into it.
  { files: /^e2e\/(live-log|outside-streams|soak)\//, mayImport: ["schema", "platform", "tools"] },
  // Says which engines it ran on.
  { files: /^e2e\/verify-long\//, mayImport: ["tools"] },
  // Processes as the chart has them: the checks' own reading of it.
  { files: /^e2e\/deployed\//, mayImport: ["platform", "tools"] },
  { files: /^e2e\//, mayImport: ["examples"] },
  // Measures whatever there is.
  {
    files: /^(bench|tools)\//,
    mayImport: ["schema", "platform", "movies", "reviews", "ratings", "accounts", "gateway", "all-in-one", "loaders"],
  },
];

/** A package that only files named after it may import. */
export const DRIVERS: readonly { packages: RegExp; files: RegExp; says: string }[] = [
  {
    packages: /^libsql$/,
    files: /\/libsql-[a-z-]+(\.int)?(\.test)?\.ts$/,
    says: "libsql is imported only in files named libsql-….ts",
  },
  {
    packages: /^cassandra-driver$/,
    files: /\/cassandra-[a-z-]+(\.int)?(\.test)?\.ts$/,
    says: "cassandra-driver is imported only in files named cassandra-….ts",
  },
  {
    packages: /^kafkajs$/,
    files: /\/kafka-[a-z-]+(\.int)?(\.test)?\.ts$/,
    says: "kafkajs is imported only in files named kafka-….ts",
  },
  {
    packages: /^@opentelemetry\//,
    files: /\/otel-[a-z-]+(\.int)?(\.test)?\.ts$/,
    says: "OpenTelemetry is imported only in files named otel-….ts",
  },
];

/** Rules are plain functions: they import nothing but one another. */
export const RULES = /^subgraphs\/[^/]+\/rules\//;

/** Where the environment may be read. Elsewhere values are handed in. */
export const MAY_READ_ENVIRONMENT =
  /(\/config\/|config\.ts$|main\.ts$|\.test\.ts$|\.contract\.ts$|^e2e\/|^bench\/|^tools\/|\/tools\/|\/build-[a-z-]+\.ts$)/;

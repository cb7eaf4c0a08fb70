// Our compose file, broken in ways that must not go unnoticed: the check has to refuse each, or it checks nothing.

export interface Breakage {
  what: string;
  breakIt: (text: string) => string;
}

export const BREAKAGES: readonly Breakage[] = [
  { what: "YAML that does not parse", breakIt: (text) => text.replace("services:", "services: [") },
  { what: "a key that is none", breakIt: (text) => text.replace("    healthcheck:", "    helthcheck:") },
  { what: "a value of the wrong type", breakIt: (text) => text.replace("replicas: 2", "replicas: two") },
  { what: "a duration that is none", breakIt: (text) => text.replace("interval: 10s", "interval: soon") },
  { what: "a service that is not there", breakIt: (text) => text.replace("      movies: {", "      films: {") },
  {
    what: "a service of another profile",
    breakIt: (text) => text.replace("profiles: [engines, app]", "profiles: [engines]"),
  },
  { what: "a volume that is not declared", breakIt: (text) => text.replace("\n  kafka-data:\n", "\n") },
  { what: "a variable that does not end", breakIt: (text) => text.replace("LOG_LEVEL-}", "LOG_LEVEL-") },
];

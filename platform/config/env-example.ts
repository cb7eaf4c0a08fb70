import type { ConfigDefinition, Variable } from "./parse-config.js";

/** A heading and the variables below it. */
export type EnvExampleSection = readonly [title: string, definition: ConfigDefinition];

/** The text of `.env.example`: every variable, commented out, with what it is and its default. The first definition of a name counts. */
export function renderEnvExample(sections: readonly EnvExampleSection[]): string {
  const seen = new Set<string>();
  const blocks = sections.flatMap(([title, definition]) => {
    const variables = Object.entries(definition).filter(([name]) => !seen.has(name) && seen.add(name));
    if (variables.length === 0) return [];
    return [[`# ---- ${title}`, ...variables.map(([name, variable]) => render(name, variable))].join("\n\n")];
  });
  return `# Every variable that Marquee reads. Copy what you change to .env; an empty variable counts as unset.\n\n${blocks.join("\n\n")}\n`;
}

/** What is wrong with a `.env.example`, one line each; empty when it is as `renderEnvExample` would write it. */
export function checkEnvExample(text: string, sections: readonly EnvExampleSection[]): string[] {
  const expected = renderEnvExample(sections);
  if (text === expected) return [];
  const stated = namesIn(text);
  const wanted = namesIn(expected);
  const faults = [
    ...[...wanted].filter((name) => !stated.has(name)).map((name) => `${name} is read but not in .env.example.`),
    ...[...stated].filter((name) => !wanted.has(name)).map((name) => `${name} is in .env.example but never read.`),
  ];
  return faults.length > 0 ? faults : [".env.example differs from the definitions in wording, order or defaults."];
}

function render(name: string, variable: Variable): string {
  const presence = variable.default === undefined && !variable.schema.safeParse(undefined).success ? " Required." : "";
  return `# ${variable.doc}${presence}\n# ${name}=${variable.default ?? ""}`;
}

function namesIn(text: string): Set<string> {
  return new Set([...text.matchAll(/^#? ?([A-Z][A-Z0-9_]*)=/gm)].map((match) => match[1] ?? ""));
}

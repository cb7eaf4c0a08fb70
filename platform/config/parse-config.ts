import type { z } from "zod";
import { AppError } from "../errors/app-error.js";

/** One environment variable. */
export interface Variable<Schema extends z.ZodType = z.ZodType> {
  /** Reads the variable's text; `.optional()` where nothing is fine. */
  schema: Schema;
  /** As it would stand in the environment; it goes through the schema like any other text. */
  default?: string | number;
  /** What it is, in one line, for a person. */
  doc: string;
  /** Its value is never shown. */
  secret?: true;
}

export type ConfigDefinition = Readonly<Record<string, Variable>>;

export type Config<Definition extends ConfigDefinition> = {
  readonly [Name in keyof Definition]: z.output<Definition[Name]["schema"]>;
};

export type Environment = Readonly<Record<string, string | undefined>>;

/** Keeps the types of a definition; its keys are the names of environment variables. */
export function defineConfig<const Definition extends ConfigDefinition>(definition: Definition): Definition {
  return definition;
}

const MAX_SHOWN_CHARACTERS = 60;

/**
 * Reads an environment: an empty variable counts as unset. Throws one CONFIG_INVALID that names every fault, what is wrong and
 * what is expected, and shows no secret. The result is frozen all the way down.
 */
export function parseConfig<Definition extends ConfigDefinition>(
  definition: Definition,
  environment: Environment,
): Config<Definition> {
  const faults: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, variable] of Object.entries(definition)) {
    const text = environment[name]?.trim() || undefined;
    const parsed = variable.schema.safeParse(text ?? variable.default?.toString());
    if (parsed.success) values[name] = freeze(parsed.data);
    else faults.push(describeFault(name, variable, text, parsed.error));
  }
  if (faults.length > 0) throw new AppError("CONFIG_INVALID", faults.join(" | "));
  return Object.freeze(values) as Config<Definition>;
}

function describeFault(name: string, variable: Variable, text: string | undefined, error: z.ZodError): string {
  if (text === undefined) return `${name} is not set, and must be: ${variable.doc}`;
  const wrong = error.issues.map((issue) => (issue.path.length > 0 ? `entry ${entryOf(issue)}: ` : "") + issue.message);
  const shown = variable.secret === true ? "" : ` "${shorten(text)}"`;
  return `${name}${shown} is not valid (${wrong.join("; ")}): ${variable.doc}`;
}

/** Lists are counted from one, as a person does. */
function entryOf(issue: z.core.$ZodIssue): string {
  return issue.path.map((key) => (typeof key === "number" ? key + 1 : String(key))).join(".");
}

function shorten(text: string): string {
  return text.length > MAX_SHOWN_CHARACTERS ? `${text.slice(0, MAX_SHOWN_CHARACTERS)}…` : text;
}

function freeze<Value>(value: Value): Value {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  for (const inner of Object.values(value)) freeze(inner);
  return Object.freeze(value);
}

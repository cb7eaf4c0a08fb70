// Reads the part of the Dockerfile language that ours uses, and refuses the rest.

export interface Instruction {
  /** In capitals. */
  keyword: string;
  /** "--from=build" is from: "build". A flag that may come several times is not supported. */
  flags: Readonly<Record<string, string>>;
  /** What follows the flags, on one line. */
  text: string;
  line: number;
}

export interface Stage {
  /** An image, or the name of an earlier stage. */
  base: string;
  /** Undefined for the last one, which needs none. */
  name: string | undefined;
  instructions: Instruction[];
}

/** Throws for what comes before the first FROM. */
export function parseDockerfile(text: string): Stage[] {
  const stages: Stage[] = [];
  for (const instruction of instructionsOf(text)) {
    if (instruction.keyword === "FROM") {
      const [, base = "", name] = /^(\S+)(?:\s+AS\s+(\S+))?$/i.exec(instruction.text) ?? [];
      stages.push({ base, name, instructions: [] });
    } else {
      const stage = stages.at(-1);
      if (stage === undefined) throw new Error(`Dockerfile:${instruction.line}: ${instruction.keyword} before FROM`);
      stage.instructions.push(instruction);
    }
  }
  return stages;
}

/** The arguments of ["an", "exec form"]; undefined for a shell's line. */
export function execForm(text: string): string[] | undefined {
  return text.startsWith("[") ? (JSON.parse(text) as string[]) : undefined;
}

function instructionsOf(text: string): Instruction[] {
  const instructions: Instruction[] = [];
  let logical = "";
  let startedAt = 0;
  text.split("\n").forEach((raw, index) => {
    const line = raw.trim();
    if (line.startsWith("#") || (line === "" && logical === "")) return;
    if (logical === "") startedAt = index + 1;
    if (line.endsWith("\\")) {
      logical += `${line.slice(0, -1).trim()} `;
      return;
    }
    instructions.push(toInstruction(logical + line, startedAt));
    logical = "";
  });
  return instructions;
}

function toInstruction(logical: string, line: number): Instruction {
  const [keyword = "", ...words] = logical.split(/\s+/);
  const flags: Record<string, string> = {};
  // A health check's command has flags of its own kind behind the keyword CMD.
  while (words[0]?.startsWith("--")) {
    const [, name = "", value = ""] = /^--([a-z-]+)=?(.*)$/.exec(words.shift() ?? "") ?? [];
    flags[name] = value;
  }
  return { keyword: keyword.toUpperCase(), flags, text: words.join(" "), line };
}

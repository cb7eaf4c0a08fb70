import { readFileSync } from "node:fs";

export interface Block {
  /** The heading above it. */
  section: string;
  language: string;
  text: string;
}

/** The code blocks of the project's README, in order. */
export function readmeBlocks(): Block[] {
  const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
  let section = "";
  const blocks: Block[] = [];
  for (const match of readme.matchAll(/^## (?<section>.+)$|^```(?<language>\w*)\n(?<text>[\s\S]*?)^```$/gm)) {
    const { section: heading, language, text } = match.groups ?? {};
    if (heading !== undefined) section = heading;
    else blocks.push({ section, language: language ?? "", text: text ?? "" });
  }
  return blocks;
}

/** The shell commands below a heading, one a block. */
export function commandsBelow(section: string): string[] {
  return readmeBlocks()
    .filter((block) => block.section === section && block.language === "sh")
    .map(({ text }) => text);
}

import { describe, expect, it } from "vitest";
import { z } from "zod";
import { checkEnvExample, type EnvExampleSection, renderEnvExample } from "./env-example.js";
import { defineConfig } from "./parse-config.js";
import { port } from "./schemas.js";

const sections: EnvExampleSection[] = [
  ["Gateway", defineConfig({ PORT: { schema: port(), default: 4000, doc: "The port." } })],
  [
    "Engines",
    defineConfig({
      PORT: { schema: port(), default: 1, doc: "Shared with the gateway." },
      TOKEN: { schema: z.string(), doc: "A token.", secret: true },
      ORIGIN: { schema: z.string().optional(), doc: "An origin." },
    }),
  ],
];

describe(".env.example", () => {
  it("has every variable once, with what it is, its default, and whether it is required", () => {
    expect(
      renderEnvExample(sections),
    ).toBe(`# Every variable that Marquee reads. Copy what you change to .env; an empty variable counts as unset.

# ---- Gateway

# The port.
# PORT=4000

# ---- Engines

# A token. Required.
# TOKEN=

# An origin.
# ORIGIN=
`);
  });

  it("is compared with the definitions", () => {
    const text = renderEnvExample(sections);
    expect(checkEnvExample(text, sections)).toEqual([]);
    expect(checkEnvExample(text.replace("# TOKEN=", "# OLD_TOKEN="), sections)).toEqual([
      "TOKEN is read but not in .env.example.",
      "OLD_TOKEN is in .env.example but never read.",
    ]);
    expect(checkEnvExample(text.replace("4000", "4001"), sections)).toHaveLength(1);
  });
});

import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseDockerIgnore } from "./docker-ignore.js";
import { execForm, parseDockerfile } from "./dockerfile.js";

const { version, workspaces } = JSON.parse(readFileSync("package.json", "utf8")) as {
  version: string;
  workspaces: string[];
};
const text = readFileSync("Dockerfile", "utf8");
const stages = parseDockerfile(text);
const all = stages.flatMap((stage) => stage.instructions);
const last = stages.at(-1)?.instructions ?? [];
const textOf = (keyword: string) => last.findLast((instruction) => instruction.keyword === keyword)?.text ?? "";

describe("the Dockerfile", () => {
  it("stands on one base image, pinned to a patch version", () => {
    const names = new Set(stages.map(({ name }) => name));
    const images = stages.map(({ base }) => base).filter((base) => !names.has(base));
    expect(images).toEqual([expect.stringMatching(/^node:\d+\.\d+\.\d+-[a-z]+-slim$/)]);
    expect(textOf("LABEL")).toContain(`base.name="docker.io/library/${images[0]}"`);
  });

  it("knows every workspace's manifest, and lets its files in", () => {
    const copied = all.filter(({ keyword }) => keyword === "COPY").map((instruction) => instruction.text);
    const isIgnored = parseDockerIgnore(readFileSync(".dockerignore", "utf8"));
    for (const folder of workspaces) {
      expect(copied).toContain(`${folder}/package.json ${folder}/`);
      expect(isIgnored(`${folder}/main.ts`)).toBe(false);
    }
  });

  it("takes packages from the lock alone, runs none of their scripts and keeps npm's cache out of the layers", () => {
    const installs = all.filter(({ keyword, text: command }) => keyword === "RUN" && command.includes("npm ci"));
    expect(installs).toHaveLength(2);
    for (const { flags, text: command } of installs) {
      expect(command).toMatch(/^npm ci --ignore-scripts/);
      expect(flags.mount).toBe("type=cache,target=/root/.npm");
    }
    expect(text).not.toMatch(/npm (install|i) /);
  });

  it("ends in an image that does not run as root and needs no shell", () => {
    expect(textOf("USER")).toMatch(/^[1-9]\d*:[1-9]\d*$/);
    expect(execForm(textOf("ENTRYPOINT"))).toEqual(["node"]);
    expect(execForm(textOf("CMD"))).toHaveLength(1);
    expect(execForm(textOf("HEALTHCHECK").replace(/^CMD /, ""))?.[0]).toBe("node");
    expect(textOf("ENV")).toContain("NODE_ENV=production");
    for (const instruction of all) expect(instruction.text).not.toMatch(/&&|\|\||;|\bcurl\b|\bapt-get\b/);
  });

  it("says which version it is", () => {
    const versions = last.filter(({ keyword }) => keyword === "ARG").map((instruction) => instruction.text);
    expect(versions).toContain(`VERSION=${version}`);
    for (const label of ["title", "description", "licenses", "version", "revision"]) {
      expect(textOf("LABEL")).toContain(`org.opencontainers.image.${label}=`);
    }
  });

  it("starts files that are there", () => {
    const [main = ""] = execForm(textOf("CMD")) ?? [];
    expect(existsSync(main.replace("/dist/", "/").replace(/\.js$/, ".ts"))).toBe(true);
    expect(textOf("HEALTHCHECK")).toContain("deploy/health-probe.mjs");
  });
});

describe("the reader", () => {
  it("joins lines, reads flags and leaves comments out", () => {
    expect(parseDockerfile('# x\nFROM a:1 AS b\nRUN --mount=type=cache one \\\n  # two\n  three\nCMD ["d"]')).toEqual([
      {
        base: "a:1",
        name: "b",
        instructions: [
          { keyword: "RUN", flags: { mount: "type=cache" }, text: "one three", line: 3 },
          { keyword: "CMD", flags: {}, text: '["d"]', line: 6 },
        ],
      },
    ]);
    expect(() => parseDockerfile("RUN x")).toThrow("Dockerfile:1");
  });
});

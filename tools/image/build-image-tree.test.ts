import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { openTempFolder, type TempFolder } from "@marquee/platform/testing/temp-folder.js";
import { afterEach, beforeEach, expect, test } from "vitest";
import { buildImageTree, type ImageTree } from "./build-image-tree.js";

let folder: TempFolder;
beforeEach(async () => {
  folder = await openTempFolder();
});
afterEach(() => folder.close());

async function build(dockerfile: string): Promise<ImageTree> {
  const files = {
    Dockerfile: dockerfile,
    ".dockerignore": "*.key",
    "a/one.txt": "one",
    "two.txt": "two",
    "my.key": "secret",
  };
  for (const [name, text] of Object.entries(files)) {
    const file = join(folder.path, "checkout", name);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  const target = join(folder.path, "image");
  await mkdir(target);
  return buildImageTree(join(folder.path, "checkout"), target, () => {});
}

test("stages are built as Docker builds them", async () => {
  const image = await build(`FROM node:1.2.3-x AS base
WORKDIR /app
ENV WORD=hello
FROM base AS build
COPY a b
COPY a/one.txt two.txt c/
RUN cat b/one.txt c/two.txt > three.txt
FROM base
RUN mkdir -m 1777 ../data
COPY --from=build /app/three.txt ./
RUN echo $WORD > said.txt
ENTRYPOINT ["node"]
CMD ["main.js"]`);
  const read = (path: string) => readFile(join(image.root, path), "utf8");
  expect(await read("app/three.txt")).toBe("onetwo");
  expect(await read("app/said.txt")).toBe("hello\n");
  await expect(read("app/two.txt")).rejects.toThrow("ENOENT");
  expect(image).toMatchObject({ workdir: "/app", environment: { WORD: "hello" }, command: ["node", "main.js"] });
});

test.each([
  ["a step that fails", "RUN echo broken && false", "broken"],
  ["a file that the builder does not get", "COPY my.key ./", "ENOENT"],
  ["a step that Docker may know and this does not", "ADD a b", "ADD is not known"],
])("%s ends it", async (_, step, says) => {
  await expect(build(`FROM node:1.2.3-x\nWORKDIR /app\n${step}`)).rejects.toThrow(says);
});

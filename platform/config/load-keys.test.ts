import { createPrivateKey, createPublicKey, sign, verify } from "node:crypto";
import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openTempFolder, type TempFolder } from "../testing/temp-folder.js";
import { generateJwtKey } from "./jwt-key.js";
import { loadKeys } from "./load-keys.js";

const SECRET = "0123456789abcdef0123456789abcdef";

let folder: TempFolder;
beforeEach(async () => {
  folder = await openTempFolder();
});
afterEach(() => folder.close());

describe("generated keys", () => {
  it("are made once, in a folder that may not exist yet, for this user alone", async () => {
    const dataDir = join(folder.path, "deep", "data");
    const keys = await loadKeys({ dataDir });
    expect(await loadKeys({ dataDir })).toEqual(keys);
    expect(await readdir(dataDir)).toEqual(["keys.json"]);
    expect((await stat(join(dataDir, "keys.json"))).mode & 0o777).toBe(0o600);
    expect(keys.cursorKeys[0]?.length).toBeGreaterThanOrEqual(32);
    expect(keys.gatewaySecrets[0]).not.toBe(keys.cursorKeys[0]);
  });

  it("are other ones in another folder", async () => {
    const one = await loadKeys({ dataDir: join(folder.path, "one") });
    const two = await loadKeys({ dataDir: join(folder.path, "two") });
    expect(one.cursorKeys).not.toEqual(two.cursorKeys);
    expect(one.jwtKeys[0]?.d).not.toEqual(two.jwtKeys[0]?.d);
  });

  it("are the same for all who start at once", async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => loadKeys({ dataDir: folder.path })));
    for (const keys of all) expect(keys).toEqual(all[0]);
    expect(await readdir(folder.path)).toEqual(["keys.json"]);
  });

  it("hold a key that signs, with its RFC 7638 thumbprint as id", async () => {
    const [jwk] = (await loadKeys({ dataDir: folder.path })).jwtKeys;
    const privateKey = createPrivateKey({ key: { ...jwk }, format: "jwk" });
    const signature = sign(null, Buffer.from("text"), privateKey);
    expect(verify(null, Buffer.from("text"), createPublicKey(privateKey), signature)).toBe(true);
    expect(jwk).toMatchObject({ kty: "OKP", crv: "Ed25519", alg: "EdDSA", kid: expect.stringMatching(/^[\w-]{43}$/) });
  });

  it("fill in only what was not given", async () => {
    const kept = await loadKeys({ dataDir: folder.path });
    const mixed = await loadKeys({ dataDir: folder.path, cursorKeys: [SECRET] });
    expect(mixed).toEqual({ ...kept, cursorKeys: [SECRET] });
  });
});

describe("a keys file", () => {
  it.each(["", "{", "[]", '{"cursorKeys":[],"gatewaySecrets":[],"jwtKeys":[]}', '{"cursorKeys":["short"]}'])(
    "that holds %j is refused, kept, and the way out is told",
    async (text) => {
      const file = join(folder.path, "keys.json");
      await writeFile(file, text);
      await expect(loadKeys({ dataDir: folder.path })).rejects.toMatchObject({
        code: "CONFIG_INVALID",
        message: expect.stringMatching(/keys\.json is damaged: put it back from a backup, or delete it/),
      });
      expect(await readFile(file, "utf8")).toBe(text);
    },
  );

  it("that can't be read is named", async () => {
    await mkdir(join(folder.path, "keys.json"));
    await expect(loadKeys({ dataDir: folder.path })).rejects.toMatchObject({ code: "CONFIG_INVALID" });
  });

  it("that can't be made is named", async () => {
    const dataDir = join(folder.path, "file");
    await writeFile(dataDir, "not a folder");
    // /proc answers ENOENT though the parent exists, which keeps a recursive mkdir busy for ever.
    for (const path of [dataDir, join(dataDir, "data"), "/proc/marquee/data"]) {
      await expect(loadKeys({ dataDir: path })).rejects.toMatchObject({
        code: "DATA_DIR_UNWRITABLE",
        message: expect.stringContaining(join(path, "keys.json")),
      });
    }
  });
});

describe("given keys", () => {
  it("need no folder", async () => {
    const keys = { cursorKeys: [SECRET], gatewaySecrets: [SECRET], jwtKeys: [generateJwtKey()] };
    expect(await loadKeys(keys)).toEqual(keys);
    expect(await readdir(folder.path)).toEqual([]);
  });

  it("are all named where they are missing and nothing may be generated", async () => {
    await expect(loadKeys({ gatewaySecrets: [SECRET] })).rejects.toMatchObject({
      code: "CONFIG_INVALID",
      message: expect.stringMatching(/^CURSOR_KEYS, JWT_KEYS must be set/),
    });
  });

  it("must have ids of their own", async () => {
    const twins = [generateJwtKey(), generateJwtKey()].map((key) => ({ ...key, kid: "same" }));
    await expect(loadKeys({ dataDir: folder.path, jwtKeys: twins })).rejects.toMatchObject({ code: "CONFIG_INVALID" });
  });
});

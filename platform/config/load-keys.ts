import { randomBytes } from "node:crypto";
import { link, open, readFile, unlink } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { makeFolder } from "../data-dir/make-folder.js";
import { AppError } from "../errors/app-error.js";
import { generateJwtKey, type JwtKey, jwtKeySchema } from "./jwt-key.js";

/** Every list's first is used, all are accepted. None is empty. */
export interface Keys {
  readonly cursorKeys: readonly string[];
  readonly gatewaySecrets: readonly string[];
  readonly jwtKeys: readonly JwtKey[];
}

export interface KeySources {
  cursorKeys?: readonly string[] | undefined;
  gatewaySecrets?: readonly string[] | undefined;
  jwtKeys?: readonly JwtKey[] | undefined;
  /** The embedded engines' folder: what is not given above is generated into its keys.json, once. */
  dataDir?: string | undefined;
}

const VARIABLES = { cursorKeys: "CURSOR_KEYS", gatewaySecrets: "GATEWAY_SECRETS", jwtKeys: "JWT_KEYS" } as const;

const keysFile = z.object({
  cursorKeys: z.array(z.string().min(32)).min(1),
  gatewaySecrets: z.array(z.string().min(32)).min(1),
  jwtKeys: z.array(jwtKeySchema).min(1),
});

/**
 * The keys that all processes of an installation share. Throws CONFIG_INVALID where some are missing, not unique or the file
 * is damaged, DATA_DIR_UNWRITABLE where it can't be made.
 */
export async function loadKeys(sources: KeySources): Promise<Keys> {
  const { cursorKeys, gatewaySecrets, jwtKeys, dataDir } = sources;
  if (cursorKeys !== undefined && gatewaySecrets !== undefined && jwtKeys !== undefined) {
    return checked({ cursorKeys, gatewaySecrets, jwtKeys });
  }
  if (dataDir === undefined) throw missing(sources);
  const kept = await readOrGenerate(dataDir);
  return checked({
    cursorKeys: cursorKeys ?? kept.cursorKeys,
    gatewaySecrets: gatewaySecrets ?? kept.gatewaySecrets,
    jwtKeys: jwtKeys ?? kept.jwtKeys,
  });
}

function checked(keys: Keys): Keys {
  const ids = keys.jwtKeys.map((key) => key.kid);
  if (new Set(ids).size === ids.length) return keys;
  throw new AppError("CONFIG_INVALID", "Two of JWT_KEYS have the same kid; give each its own, or leave kid out.");
}

function missing(sources: KeySources): AppError {
  const names = (Object.keys(VARIABLES) as (keyof typeof VARIABLES)[])
    .filter((name) => sources[name] === undefined)
    .map((name) => VARIABLES[name]);
  return new AppError(
    "CONFIG_INVALID",
    `${names.join(", ")} must be set: keys are generated only where the embedded engines run.`,
  );
}

async function readOrGenerate(dataDir: string): Promise<Keys> {
  const file = join(dataDir, "keys.json");
  const kept = await readKeys(file);
  if (kept !== undefined) return kept;
  await generateKeys(dataDir, file);
  const generated = await readKeys(file);
  if (generated !== undefined) return generated;
  throw new AppError("DATA_DIR_UNWRITABLE", `${file} vanished right after it was made.`);
}

async function readKeys(file: string): Promise<Keys | undefined> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (cause) {
    // ENOTDIR: the folder is below a file, so the keys can't be made either, and whoever tries says so.
    if (["ENOENT", "ENOTDIR"].includes(codeOf(cause))) return undefined;
    throw new AppError("CONFIG_INVALID", `${file} can't be read (${codeOf(cause)}); let this user read it.`, { cause });
  }
  const parsed = keysFile.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw new AppError(
    "CONFIG_INVALID",
    `${file} is damaged: put it back from a backup, or delete it to have new keys made; everybody must then sign in again, and cursors given out so far are refused.`,
  );
}

/** Written aside and then linked, which fails where another process was first: everyone then reads the same whole file. */
async function generateKeys(dataDir: string, file: string): Promise<void> {
  const keys: Keys = {
    cursorKeys: [randomBytes(32).toString("base64url")],
    gatewaySecrets: [randomBytes(32).toString("base64url")],
    jwtKeys: [generateJwtKey()],
  };
  const aside = `${file}.${randomBytes(6).toString("hex")}`;
  try {
    await makeFolder(dataDir);
    await writeDurably(aside, `${JSON.stringify(keys, null, 2)}\n`);
    try {
      await link(aside, file);
    } catch (error) {
      if (codeOf(error) !== "EEXIST") throw error;
    } finally {
      await unlink(aside);
    }
  } catch (cause) {
    throw new AppError(
      "DATA_DIR_UNWRITABLE",
      `${file} can't be made (${codeOf(cause)}); let this user write there, or set DATA_DIR to another folder.`,
      { cause },
    );
  }
}

async function writeDurably(file: string, text: string): Promise<void> {
  const handle = await open(file, "wx", 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}

import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import { normalisePassword } from "../rules/password.js";
import { createSemaphore } from "./semaphore.js";

/** Turns passwords into what may be stored. Few at a time: one takes 32 MiB and a tenth of a second of a core. */
export interface PasswordHasher {
  /** Throws UNAVAILABLE when too many wait. */
  hash(password: string): Promise<string>;
  /** Takes as long for an account that does not exist (null), and says no. Throws UNAVAILABLE when too many wait. */
  verify(password: string, hash: string | null): Promise<boolean>;
}

const RUNNING = 2;
const WAITING = 100;
const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** OWASP's least for scrypt with 32 MiB: N = 2^15, r = 8, p = 3. */
const DEFAULT_COST = { logN: 15, r: 8, p: 3 };

interface Cost {
  logN: number;
  r: number;
  p: number;
}

const FORMAT = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9_-]+)\$([A-Za-z0-9_-]+)$/;

const derive: (password: string, salt: Buffer, length: number, options: ScryptOptions) => Promise<Buffer> =
  promisify(scrypt);

export function createPasswordHasher(cost: Cost = DEFAULT_COST): PasswordHasher {
  const limited = createSemaphore({ running: RUNNING, waiting: WAITING });
  // Nothing hashes to it: it only costs what a real one does.
  const nobody = format(cost, randomBytes(SALT_BYTES), randomBytes(HASH_BYTES));

  return {
    async hash(password) {
      const salt = randomBytes(SALT_BYTES);
      return format(cost, salt, await limited(() => deriveKey(password, salt, HASH_BYTES, cost)));
    },
    async verify(password, hash) {
      const stored = parse(hash ?? nobody);
      const derived = await limited(() => deriveKey(password, stored.salt, stored.hash.length, stored.cost));
      return timingSafeEqual(derived, stored.hash) && hash !== null;
    },
  };
}

function deriveKey(password: string, salt: Buffer, length: number, { logN, r, p }: Cost): Promise<Buffer> {
  const N = 2 ** logN;
  return derive(normalisePassword(password), salt, length, {
    N,
    r,
    p,
    maxmem: 128 * N * r + 128 * r * (p + 2) + 1024 * 1024,
  });
}

function format({ logN, r, p }: Cost, salt: Buffer, hash: Buffer): string {
  return `$scrypt$ln=${logN},r=${r},p=${p}$${salt.toString("base64url")}$${hash.toString("base64url")}`;
}

function parse(text: string): { cost: Cost; salt: Buffer; hash: Buffer } {
  const match = FORMAT.exec(text);
  if (match === null) throw new Error("A stored password hash is of a form that this program does not know.");
  const [, logN, r, p, salt = "", hash = ""] = match;
  return {
    cost: { logN: Number(logN), r: Number(r), p: Number(p) },
    salt: Buffer.from(salt, "base64url"),
    hash: Buffer.from(hash, "base64url"),
  };
}

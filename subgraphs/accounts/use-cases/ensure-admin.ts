import { randomBytes } from "node:crypto";
import { AppError } from "@marquee/platform/errors/app-error.js";
import type { Logger } from "@marquee/platform/logger/logger.js";
import { type CreateAccountServices, createAccount } from "./create-account.js";

const NAME = "Administrator";
const GENERATED_EMAIL = "admin@marquee.local";
const GENERATED_PASSWORD_BYTES = 15;

/** To be shown to the operator once; it is stored nowhere in this form. */
export interface GeneratedAdmin {
  email: string;
  password: string;
}

/**
 * Makes the administrator that is asked for, where absent. An account that exists is never changed. Throws CONFIG_INVALID for
 * half an answer.
 */
export async function ensureAdmin(
  services: CreateAccountServices & { logger: Logger },
  wanted: { email: string | undefined; password: string | undefined },
): Promise<void> {
  const { email, password } = wanted;
  if (email !== undefined && password !== undefined) return ensureWanted(services, email, password);
  if (email !== undefined || password !== undefined) {
    throw new AppError("CONFIG_INVALID", "ADMIN_EMAIL and ADMIN_PASSWORD belong together: set both or neither.");
  }
}

/**
 * Makes one with a generated password where there is no administrator; null where there is. To be called right before it is
 * shown: what a start that failed in between had made, nobody would ever learn.
 */
export async function generateAdmin(services: CreateAccountServices): Promise<GeneratedAdmin | null> {
  if (await services.credentials.hasAdmin()) return null;
  const generated = { email: GENERATED_EMAIL, password: randomBytes(GENERATED_PASSWORD_BYTES).toString("base64url") };
  const made = await createAccount(services, { name: NAME, ...generated }, ["USER", "ADMIN"]);
  return made === null ? null : generated;
}

async function ensureWanted(
  services: CreateAccountServices & { logger: Logger },
  email: string,
  password: string,
): Promise<void> {
  if ((await createAccount(services, { name: NAME, email, password }, ["USER", "ADMIN"])) !== null) return;
  const account = await services.credentials.findByEmail(email);
  if (account?.roles.includes("ADMIN") === true) return;
  // Whoever registered with that address must not become an administrator by a restart.
  services.logger.warn({ email }, "ADMIN_EMAIL belongs to an account without the role ADMIN; it is left as it is");
}

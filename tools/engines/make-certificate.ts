import { execFile } from "node:child_process";
import { access, mkdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { AppError } from "@marquee/platform/errors/app-error.js";
import { MAX_NODES } from "./engine-name.js";
import type { SetPlan } from "./set-plan.js";
import { certificateFile, keystoreFile } from "./set-security.js";

const DAYS_VALID = 3650;

/** One key and certificate for all nodes of a set, made by the JDK's keytool; once. Throws CONFIG_INVALID where there is none. */
export async function makeCertificate(set: SetPlan, java: string): Promise<void> {
  if (set.security === undefined) return;
  const [keystore, certificate] = [keystoreFile(set), certificateFile(set)];
  if (await exists(certificate)) return;
  // Half of what an earlier start made would stand in the way.
  await rm(dirname(keystore), { recursive: true, force: true });
  await mkdir(dirname(keystore), { recursive: true, mode: 0o700 });
  const addresses = Array.from({ length: MAX_NODES }, (_, position) => `ip:127.0.0.${position + 1}`);
  const names = `san=${[...addresses, "dns:localhost"].join()}`;
  const store = [
    "-keystore",
    keystore,
    "-storetype",
    "PKCS12",
    "-storepass:env",
    "STORE_PASSWORD",
    "-alias",
    "marquee",
  ];
  const keytool = (...args: string[]) => runKeytool(java, [...args, ...store], set.security?.keystorePassword ?? "");
  const key = ["-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=localhost", "-validity", String(DAYS_VALID)];
  await keytool("-genkeypair", ...key, "-ext", names);
  await keytool("-exportcert", "-rfc", "-file", certificate);
}

function runKeytool(java: string, args: readonly string[], password: string): Promise<void> {
  const beside = dirname(java);
  const command = beside === "." ? "keytool" : join(beside, "keytool");
  return new Promise((resolve, reject) => {
    execFile(command, args, { env: { ...process.env, STORE_PASSWORD: password } }, (error, stdout, stderr) => {
      if (error === null) return resolve();
      const why = error.code === "ENOENT" ? "it is not there" : `${stdout}${stderr}`.trim() || error.message;
      reject(new AppError("CONFIG_INVALID", `${command}, which belongs to Java, made no certificate: ${why}.`));
    });
  });
}

function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

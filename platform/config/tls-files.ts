import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { createSecureContext } from "node:tls";
import { AppError } from "../errors/app-error.js";

/** PEM texts. */
export interface Tls {
  ca: string | undefined;
  cert: string | undefined;
  key: string | undefined;
}

/** The values of `<engine>_TLS`, `<engine>_TLS_CA` and so on; the latter are paths. */
export interface TlsVariables {
  tls: "on" | "off";
  ca: string | undefined;
  cert: string | undefined;
  key: string | undefined;
}

/** Undefined where TLS is off. Throws CONFIG_INVALID for what does not fit together, can't be read or is no PEM. */
export function readTls(engine: "CASSANDRA" | "KAFKA", { tls, ca, cert, key }: TlsVariables): Tls | undefined {
  const name = `${engine}_TLS`;
  if (tls === "off") {
    if ((ca ?? cert ?? key) === undefined) return undefined;
    throw new AppError("CONFIG_INVALID", `${name}_CA, _CERT and _KEY are of use with ${name}=on only.`);
  }
  if ((cert === undefined) !== (key === undefined)) {
    throw new AppError("CONFIG_INVALID", `${name}_CERT and ${name}_KEY belong together: set both or neither.`);
  }
  const read = {
    ca: readPem(`${name}_CA`, ca),
    cert: readPem(`${name}_CERT`, cert),
    key: readPem(`${name}_KEY`, key),
  };
  // Node takes any text for authorities, and then trusts nobody.
  if (read.ca !== undefined)
    check(`${name}_CA "${ca}" holds no certificate in PEM`, () => new X509Certificate(read.ca ?? ""));
  check(`${name}_CERT and ${name}_KEY are no certificate in PEM and its key`, () => createSecureContext(read));
  return read;
}

function readPem(name: string, path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new AppError("CONFIG_INVALID", `${name} "${path}" can't be read.`, { cause: error });
  }
}

function check(fault: string, use: () => unknown): void {
  try {
    use();
  } catch (error) {
    throw new AppError("CONFIG_INVALID", `${fault}: ${error instanceof Error ? error.message : error}.`, {
      cause: error,
    });
  }
}

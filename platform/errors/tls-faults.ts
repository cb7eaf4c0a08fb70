const UNTRUSTED = "is signed by nobody who is trusted";

/** By Node's codes, which are OpenSSL's. */
const FAULTS: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: "has expired",
  CERT_NOT_YET_VALID: "is not valid yet",
  CERT_SIGNATURE_FAILURE: UNTRUSTED,
  DEPTH_ZERO_SELF_SIGNED_CERT: UNTRUSTED,
  SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNTRUSTED,
  ERR_TLS_CERT_ALTNAME_INVALID: "is for another host",
};

/** In the words of Node and OpenSSL: whoever answered does not speak TLS. */
export const NO_TLS = /before secure TLS connection|wrong version number|packet length too long/;

/**
 * What is wrong with a server's certificate, as the end of a sentence that begins with it; undefined for any other error. `caVariable`
 * is where the authorities are named.
 */
export function certificateFault(code: unknown, caVariable: string): string | undefined {
  const fault = typeof code === "string" && Object.hasOwn(FAULTS, code) ? FAULTS[code] : undefined;
  return fault === UNTRUSTED ? `${fault} (see ${caVariable})` : fault;
}

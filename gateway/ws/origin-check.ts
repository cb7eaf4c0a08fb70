/**
 * Whether a browser's page may open a websocket: from the same host, or from an origin on the list ("*" for all). Whoever sends no
 * Origin is no browser, and may.
 */
export function isAllowedOrigin(
  origin: string | undefined,
  host: string | undefined,
  allowed: readonly string[],
): boolean {
  if (origin === undefined || allowed.includes("*") || allowed.includes(origin)) return true;
  return host !== undefined && URL.canParse(origin) && new URL(origin).host === host.toLowerCase();
}

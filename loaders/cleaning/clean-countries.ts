import { countryCodes } from "../countries/country-codes.js";
import { FORMER_COUNTRIES } from "../countries/former-countries.js";
import { cleanList } from "./clean-list.js";
import type { Cleaned } from "./cleaning-rules.js";

/** English names of countries as ISO 3166-1 alpha-2 codes, in their order, each once. */
export function cleanCountries(names: readonly string[], cleaned: Cleaned): string[] {
  const codes = new Set<string>();
  for (const name of cleanList(names, cleaned)) {
    const known = countryCodes(name);
    if (known.length === 0) cleaned("country-unknown");
    if (Object.hasOwn(FORMER_COUNTRIES, name)) cleaned("country-former");
    for (const code of known) codes.add(code);
  }
  return [...codes];
}

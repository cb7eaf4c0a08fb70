import countries from "i18n-iso-countries";
import { FORMER_COUNTRIES } from "./former-countries.js";

/** The package goes through all its names at every call; a catalogue has few countries in many rows. */
const asked = new Map<string, readonly string[]>();
const MAX_ASKED = 2_000;

/** ISO 3166-1 alpha-2 codes of a country by its English name: several for a state that split up, none when the name is unknown. */
export function countryCodes(name: string): readonly string[] {
  const known = asked.get(name);
  if (known !== undefined) return known;
  const codes = lookUp(name);
  if (asked.size < MAX_ASKED) asked.set(name, codes);
  return codes;
}

function lookUp(name: string): readonly string[] {
  const former = Object.hasOwn(FORMER_COUNTRIES, name) ? FORMER_COUNTRIES[name] : undefined;
  if (former !== undefined) return former;
  const code = countries.getAlpha2Code(name, "en");
  return code === undefined ? [] : [code];
}

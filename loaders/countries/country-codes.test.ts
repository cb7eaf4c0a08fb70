import countries from "i18n-iso-countries";
import { describe, expect, it } from "vitest";
import { countryCodes } from "./country-codes.js";
import { FORMER_COUNTRIES } from "./former-countries.js";

describe("countryCodes", () => {
  it.each([
    ["India", ["IN"]],
    ["United States", ["US"]],
    ["United Kingdom", ["GB"]],
    ["People's Republic of China", ["CN"]],
    ["Ivory Coast", ["CI"]],
    ["Kosovo", ["XK"]],
  ])("knows %s", (name, codes) => {
    expect(countryCodes(name)).toEqual(codes);
  });

  it.each([
    ["Soviet Union", ["RU"]],
    ["West Germany", ["DE"]],
    ["Czechoslovakia", ["CZ", "SK"]],
    ["Yugoslavia", ["RS", "BA", "HR", "ME", "MK", "SI"]],
  ])("turns %s into what followed it", (name, codes) => {
    expect(countryCodes(name)).toEqual(codes);
  });

  it("gives nothing for a name it does not know", () => {
    expect(countryCodes("Ruritania")).toEqual([]);
    expect(countryCodes("constructor")).toEqual([]);
    expect(countryCodes("")).toEqual([]);
  });

  it("maps former countries to codes that exist", () => {
    for (const code of Object.values(FORMER_COUNTRIES).flat()) expect(countries.isValid(code), code).toBe(true);
  });
});

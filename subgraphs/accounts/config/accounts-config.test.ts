import { parseConfig } from "@marquee/platform/config/parse-config.js";
import { expect, test } from "vitest";
import { accountsConfig } from "./accounts-config.js";

test("needs nothing", () => {
  expect(parseConfig(accountsConfig, {})).toEqual({ ACCESS_TOKEN_MINUTES: 15, REFRESH_TOKEN_DAYS: 30 });
});

test("refuses an administrator that could not register, without showing the password", () => {
  const parse = () => parseConfig(accountsConfig, { ADMIN_EMAIL: "root", ADMIN_PASSWORD: "tooshrt" });
  expect(parse).toThrow(/ADMIN_EMAIL "root".*ADMIN_PASSWORD is not valid/);
  expect(parse).not.toThrow(/tooshrt/);
});

import { describe, expect, test } from "vitest";
import { checkEmail, normaliseEmail } from "./email.js";
import { checkPassword, isTooLong, normalisePassword } from "./password.js";
import { checkRegistration, normaliseRegistration } from "./registration.js";
import { checkName, normaliseName } from "./user-name.js";

describe("e-mail", () => {
  test.each([
    "a@b.co",
    "First.Last+tag@Sub.Example.org",
    "  padded@example.org ",
    "jürgen@bücher.example",
    `${"x".repeat(64)}@example.org`,
    "admin@marquee.local",
  ])("takes %j", (email) => expect(checkEmail(email)).toBeNull());

  test.each([
    "",
    "nobody",
    "@example.org",
    "a@",
    "a@b",
    "a@b.",
    "a@.b",
    "a b@example.org",
    "a@b@example.org",
    "a@exam ple.org",
    "a\n@example.org",
    "a@b.co\u0000",
    `${"x".repeat(65)}@example.org`,
    `a@${"x".repeat(250)}.org`,
  ])("refuses %j", (email) => expect(checkEmail(email)).toMatch(/e-mail/));

  test("is compared without blanks around, in lower case, composed", () => {
    expect(normaliseEmail(" JU\u0308RGEN@Example.ORG\n")).toBe("j\u00fcrgen@example.org");
  });
});

describe("name", () => {
  test.each(["A", "Zoë", "名前", "👩‍🎬", "x".repeat(100), "🎬".repeat(100)])("takes %j", (name) =>
    expect(checkName(name)).toBeNull(),
  );
  test.each(["", " \t ", "x".repeat(101)])("refuses %j", (name) => expect(checkName(name)).not.toBeNull());
  test("is kept without blanks around, composed", () => expect(normaliseName("  Zoe\u0308 ")).toBe("Zo\u00eb"));
});

describe("password", () => {
  test.each(["12345678", "🔑".repeat(8), " ".repeat(8), "x".repeat(256), "🔑".repeat(256)])("takes %j", (password) =>
    expect(checkPassword(password)).toBeNull(),
  );
  test.each(["", "1234567", "🔑".repeat(7), "x".repeat(257)])("refuses %j", (password) =>
    expect(checkPassword(password)).not.toBeNull(),
  );
  test("is the same however the keyboard composes it", () =>
    expect(normalisePassword("pa\u0308sswort")).toBe(normalisePassword("p\u00e4sswort")));
  test("is too long only where it would have been refused", () => {
    expect(isTooLong("🔑".repeat(256))).toBe(false);
    expect(isTooLong("🔑".repeat(257))).toBe(true);
  });
});

test("a registration tells each mistake with its field, and keeps the password as it is", () => {
  const input = { name: " Zoë ", email: " ZOE@example.org", password: " pass word " };
  expect(checkRegistration(input)).toEqual([]);
  expect(normaliseRegistration(input)).toEqual({ name: "Zoë", email: "zoe@example.org", password: " pass word " });
  expect(checkRegistration({ ...input, email: "x" })).toEqual([
    { code: "INVALID", field: ["input", "email"], message: expect.stringContaining("name@example.org") },
  ]);
});

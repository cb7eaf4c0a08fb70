import { describe, expect, it } from "vitest";
import { z } from "zod";
import { AppError } from "../errors/app-error.js";
import { defineConfig, parseConfig } from "./parse-config.js";
import { commaSeparated, port, wholeNumber } from "./schemas.js";

const definition = defineConfig({
  PORT: { schema: port(), default: 4000, doc: "The port to listen on." },
  ORIGINS: { schema: commaSeparated(z.url("expected a URL")).optional(), doc: "Allowed origins." },
  API_TOKEN: { schema: z.string().min(8, "expected at least 8 characters"), doc: "A token.", secret: true },
});

const TOKEN = "t0ken-t0ken";

function messageOf(environment: Record<string, string>): string {
  try {
    parseConfig(definition, environment);
  } catch (error) {
    if (error instanceof AppError && error.code === "CONFIG_INVALID") return error.message;
    throw error;
  }
  throw new Error("Nothing was wrong.");
}

describe("parseConfig", () => {
  it("reads, types, and takes defaults for what is unset or empty", () => {
    const config = parseConfig(definition, { API_TOKEN: TOKEN, PORT: "", ORIGINS: "  ", OTHER: "x" });
    expect(config).toEqual({ PORT: 4000, ORIGINS: undefined, API_TOKEN: TOKEN });
    expect(parseConfig(definition, { API_TOKEN: TOKEN, PORT: " 0 ", ORIGINS: "http://a, http://b,," })).toMatchObject({
      PORT: 0,
      ORIGINS: ["http://a", "http://b"],
    });
  });

  it("names every fault at once: what is wrong, and what is expected", () => {
    const message = messageOf({ PORT: "http", ORIGINS: "http://a,b" });
    expect(message).toContain(
      'PORT "http" is not valid (expected a whole number from 0 to 65535): The port to listen on.',
    );
    expect(message).toContain('ORIGINS "http://a,b" is not valid (entry 2: expected a URL)');
    expect(message).toContain("API_TOKEN is not set, and must be: A token.");
  });

  it("never shows a secret, and little of a long value", () => {
    expect(messageOf({ API_TOKEN: "s3cret" })).toContain("API_TOKEN is not valid (expected at least 8 characters)");
    expect(messageOf({ API_TOKEN: "s3cret" })).not.toContain("s3cret");
    expect(messageOf({ API_TOKEN: TOKEN, PORT: "9".repeat(5000) }).length).toBeLessThan(300);
  });

  it("freezes the result all the way down", () => {
    const config = parseConfig(definition, { API_TOKEN: TOKEN, ORIGINS: "http://a" });
    expect(Object.isFrozen(config) && Object.isFrozen(config.ORIGINS)).toBe(true);
    const nested = { LIST: { schema: z.string().transform((name) => [{ name }]), doc: "Objects in a list." } };
    expect(Object.isFrozen(parseConfig(nested, { LIST: "a" }).LIST[0])).toBe(true);
  });
});

describe("wholeNumber", () => {
  it.each(["1.5", "1e3", "0x10", "ten", "-1", "11", "99999999999999999999"])("refuses %s", (text) => {
    expect(wholeNumber(0, 10).safeParse(text).success).toBe(false);
  });

  it("takes both ends", () => {
    expect([wholeNumber(0, 10).parse("0"), wholeNumber(0, 10).parse("10")]).toEqual([0, 10]);
  });
});

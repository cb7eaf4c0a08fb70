import { defineConfig } from "@marquee/platform/config/parse-config.js";
import { wholeNumber } from "@marquee/platform/config/schemas.js";
import { z } from "zod";

const count = wholeNumber(1, 10_000_000);

/** How much one caller may ask for. */
export const rateLimitsConfig = defineConfig({
  RATE_LIMITS: {
    schema: z.enum(["on", "off"]),
    default: "on",
    doc: "off: no limits on requests, sign-ins and websocket messages in a time; for tests and benchmarks.",
  },
  RATE_LIMIT_PER_ADDRESS: {
    schema: count,
    default: 12_000,
    doc: "Requests a minute from one address, operations on websockets among them.",
  },
  RATE_LIMIT_PER_USER: {
    schema: count,
    default: 6_000,
    doc: "Operations a minute by one user, whatever the addresses.",
  },
  RATE_LIMIT_SIGN_INS: {
    schema: count,
    default: 10,
    doc: "Attempts to sign in or register in 15 minutes, for one account from one address; one that succeeds clears them.",
  },
  RATE_LIMIT_SIGN_INS_PER_ADDRESS: {
    schema: count,
    default: 300,
    doc: "Attempts to sign in, register or refresh a session in 15 minutes from one address, for whatever accounts.",
  },
  RATE_LIMIT_MEMORY: {
    schema: wholeNumber(100, 10_000_000),
    default: 50_000,
    doc: "Callers remembered for each of these limits; past it the one that was quiet for longest is forgotten.",
  },
  WS_MESSAGES_PER_SECOND: {
    schema: count,
    default: 200,
    doc: "Messages a second on one websocket; more close it.",
  },
});

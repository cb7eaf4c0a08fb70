import { GraphQLError, type GraphQLScalarType } from "graphql";
import { describe, expect, test } from "vitest";
import { countryCodeScalar } from "./country-code-scalar.js";
import { cursorScalar } from "./cursor-scalar.js";
import { dateScalar } from "./date-scalar.js";
import { dateTimeScalar } from "./date-time-scalar.js";
import { safeIntScalar } from "./safe-int-scalar.js";

interface Cases {
  scalar: GraphQLScalarType<unknown, unknown>;
  /** Given, and what a resolver sees. */
  reads: [unknown, unknown][];
  refuses: unknown[];
  /** Returned by a resolver, and what goes out. */
  writes: [unknown, unknown][];
  cannotWrite: unknown[];
}

const CASES: Cases[] = [
  {
    scalar: dateTimeScalar,
    reads: [
      ["2024-05-17T09:30:00Z", new Date(Date.UTC(2024, 4, 17, 9, 30))],
      ["2024-05-17T09:30:00.25+02:00", new Date(Date.UTC(2024, 4, 17, 7, 30, 0, 250))],
    ],
    refuses: [
      "2024-05-17",
      "2024-02-30T00:00:00Z",
      "2024-05-17T09:30:00",
      "2024-05-17T24:00:00Z",
      "17 May 2024",
      1,
      null,
    ],
    writes: [
      [1_715_938_200_000, "2024-05-17T09:30:00.000Z"],
      [new Date(0), "1970-01-01T00:00:00.000Z"],
      ["2024-05-17T09:30:00+02:00", "2024-05-17T07:30:00.000Z"],
    ],
    cannotWrite: [Number.NaN, "yesterday", {}, new Date(Number.NaN)],
  },
  {
    scalar: dateScalar,
    reads: [
      ["1999-03-31", "1999-03-31"],
      ["2024-02-29", "2024-02-29"],
    ],
    refuses: ["1999-3-31", "2023-02-29", "1999-13-01", "1999-03-31T00:00:00Z", "0000-00-00", 19_990_331],
    writes: [["1999-03-31", "1999-03-31"]],
    cannotWrite: ["1999-02-30", 0],
  },
  {
    scalar: countryCodeScalar,
    reads: [["IN", "IN"]],
    refuses: ["in", "IND", "", "I1", "India", 91],
    writes: [["GB", "GB"]],
    cannotWrite: ["gb", 1],
  },
  {
    scalar: cursorScalar,
    reads: [["AbC_-", "AbC_-"]],
    refuses: [7, true, {}],
    writes: [["x", "x"]],
    cannotWrite: ["", 7],
  },
  {
    scalar: safeIntScalar,
    reads: [
      [0, 0],
      [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
    ],
    refuses: [2 ** 53, 1.5, "1", true],
    writes: [[5_571_499_000, 5_571_499_000]],
    cannotWrite: [2 ** 53, "5", 0.5],
  },
];

describe.each(CASES)("$scalar.name", ({ scalar, reads, refuses, writes, cannotWrite }) => {
  test.each(reads)("reads %j", (given, seen) => {
    expect(scalar.parseValue(given)).toEqual(seen);
  });

  test.each(refuses)("refuses %j and says what was expected", (given) => {
    const refusal = thrownBy(() => scalar.parseValue(given));
    expect(refusal).toBeInstanceOf(GraphQLError);
    expect((refusal as GraphQLError).message).toContain(`${scalar.name} must be`);
    expect((refusal as GraphQLError).extensions.code).toBe("BAD_USER_INPUT");
  });

  test.each(writes)("writes %j", (returned, written) => {
    expect(scalar.serialize(returned)).toBe(written);
  });

  test.each(cannotWrite)("does not let %j out", (returned) => {
    const failure = thrownBy(() => scalar.serialize(returned));
    expect(failure).toBeInstanceOf(TypeError);
  });
});

function thrownBy(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
}

import { types } from "cassandra-driver";
import { describe, expect, test } from "vitest";
import { decodeRows, StatementParameters } from "./cassandra-values.js";
import { type CqlType, type CqlValue, cql } from "./cql-database.js";

const encode = (type: CqlType, value: CqlValue) => new StatementParameters().of(cql("INSERT …", type), [value])[0];
const { dataTypes, Long } = types;

describe("parameters", () => {
  test.each<[CqlType, CqlValue, string]>([
    ["text", "Zoë\u0000", "5a6fc3ab00"],
    ["int", -2, "fffffffe"],
    ["int", 2 ** 31 - 1, "7fffffff"],
    ["bigint", 5, "0000000000000005"],
    ["bigint", -5_000_000_000, "fffffffed5fa0e00"],
    ["bigint", Number.MAX_SAFE_INTEGER, "001fffffffffffff"],
    ["bigint", Number.MIN_SAFE_INTEGER, "ffe0000000000001"],
    ["double", 0.5, "3fe0000000000000"],
    ["boolean", true, "01"],
    ["boolean", false, "00"],
    ["blob", new Uint8Array([1, 2]), "0102"],
    ["list<text>", ["a", ""], "00000002000000016100000000"],
    ["list<text>", [], "00000000"],
    ["set<text>", ["b"], "000000010000000162"],
  ])("%s %j", (type, value, hex) => expect((encode(type, value) as Buffer).toString("hex")).toBe(hex));

  test("undefined leaves a column unset", () => expect(encode("text", undefined)).toBe(types.unset));

  test.each<[CqlType, unknown]>([
    ["text", 5],
    ["text", null],
    ["int", 1.5],
    ["int", 2 ** 31],
    ["int", "5"],
    ["bigint", 2 ** 53],
    ["bigint", Number.NaN],
    ["bigint", 5n],
    ["double", "0.5"],
    ["boolean", 1],
    ["blob", "bytes"],
    ["list<text>", "a"],
    ["set<text>", ["a", 1]],
  ])("%s does not take %s", (type, value) => {
    expect(() => encode(type, value as CqlValue)).toThrowError(
      expect.objectContaining({
        code: "INTERNAL_SERVER_ERROR",
        message: expect.stringContaining(`takes ${type} as parameter 1`),
      }),
    );
  });

  test("the driver encodes plain values itself once Cassandra has taken the statement", () => {
    const statement = cql("INSERT …", "bigint", "text", "list<text>", "blob");
    const values = [5, "a", [], new Uint8Array([1])];
    const parameters = new StatementParameters();
    expect(parameters.of(statement, values).every(Buffer.isBuffer)).toBe(true);
    parameters.taken(statement);
    expect(parameters.of(statement, values)).toEqual([5, "a", Buffer.alloc(4), Buffer.from([1])]);
    expect(() => parameters.of(statement, [0.5, "a", [], new Uint8Array()])).toThrow(/takes bigint as parameter 1/);
  });

  test("neither too few nor too many are taken", () => {
    expect(() => new StatementParameters().of(cql("INSERT …", "int", "int"), [1])).toThrow(/takes 2 parameters, not 1/);
    expect(() => new StatementParameters().of(cql("INSERT …", "int"), [1, 2])).toThrow(/takes 1 parameters, not 2/);
  });
});

describe("rows", () => {
  const result = (columns: [string, number][], ...rows: object[]) =>
    ({ columns: columns.map(([name, code]) => ({ name, type: { code } })), rows }) as unknown as types.ResultSet;

  test("whole numbers are numbers, and nothing is null", () => {
    const columns: [string, number][] = [
      ["id", dataTypes.bigint],
      ["name", dataTypes.varchar],
    ];
    const rows = [-5_000_000_000, Number.MAX_SAFE_INTEGER, 0].map((id) => ({ id: Long.fromNumber(id), name: "x" }));
    expect(decodeRows(result(columns, ...rows))).toEqual([
      { id: -5_000_000_000, name: "x" },
      { id: Number.MAX_SAFE_INTEGER, name: "x" },
      { id: 0, name: "x" },
    ]);
    expect(decodeRows(result(columns, { id: null, name: null }))).toEqual([{ id: null, name: null }]);
  });

  test("one that a number can't hold is refused", () => {
    const rows = result([["id", dataTypes.bigint]], { id: Long.fromString("9007199254740993") });
    expect(() => decodeRows(rows)).toThrow(/Column id holds 9007199254740993/);
  });

  test("an answer without rows has none", () => expect(decodeRows({} as types.ResultSet)).toEqual([]));
});

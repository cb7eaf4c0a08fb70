import { errors, types } from "cassandra-driver";
import { describe, expect, test } from "vitest";
import { AppError } from "../errors/app-error.js";
import { isPassing, mayBeStored, readFailure, refusalToConnect, writeFailure } from "./cassandra-failure.js";

const codes = types.responseErrorCodes;
const answer = (code: number) => new errors.ResponseError(code, "an answer");
const noHost = (inner: object) => new errors.NoHostAvailableError(inner as never);
const sent = (error: Error) => Object.assign(error, { coordinator: "10.0.0.1:9042" });

describe("what a failed request says", () => {
  test.each<[string, unknown, boolean, boolean]>([
    ["a write timeout", answer(codes.writeTimeout), true, true],
    ["a failed replica", answer(codes.writeFailure), true, true],
    ["a server error", answer(codes.serverError), true, true],
    ["an overloaded node", answer(codes.overloaded), true, true],
    ["too few replicas", answer(codes.unavailableException), true, false],
    ["a node that starts", answer(codes.isBootstrapping), true, false],
    ["a syntax error", answer(codes.syntaxError), false, false],
    ["an unknown table", answer(codes.invalid), false, false],
    ["missing rights", answer(codes.unauthorized), false, false],
    ["no answer", new errors.OperationTimedOutError("late"), true, true],
    ["a broken connection", Object.assign(new Error("reset"), { isSocketError: true }), true, true],
    ["no node that is up", noHost({ "10.0.0.1:9042": "Host considered as DOWN" }), true, false],
    ["no connection", noHost({ "10.0.0.1:9042": new Error("No connection available") }), true, false],
    ["a node lost while asked", noHost({ a: sent(new Error("reset")), b: "Host considered as DOWN" }), true, true],
    [
      "a node lost before",
      noHost({ a: sent(Object.assign(new Error("closed"), { requestNotWritten: true })) }),
      true,
      false,
    ],
    ["a refusal by all", noHost({ a: sent(answer(codes.isBootstrapping)) }), true, false],
    ["a wrong parameter", new AppError("INTERNAL_SERVER_ERROR", "wrong"), false, false],
  ])("%s", (_name, error, passing, stored) => {
    expect(isPassing(error)).toBe(passing);
    expect(mayBeStored(error)).toBe(stored);
  });
});

test("a read that failed is unavailable, or a mistake of ours", () => {
  const cause = answer(codes.readTimeout);
  expect(readFailure(cause)).toMatchObject({ code: "UNAVAILABLE", cause });
  expect(readFailure(answer(codes.invalid)).code).toBe("INTERNAL_SERVER_ERROR");
});

test("a write of which one attempt may have been stored has an unknown outcome", () => {
  expect(writeFailure(answer(codes.unavailableException), false).code).toBe("UNAVAILABLE");
  expect(writeFailure(answer(codes.unavailableException), true).code).toBe("UNKNOWN_OUTCOME");
  expect(writeFailure(answer(codes.invalid), false).code).toBe("INTERNAL_SERVER_ERROR");
});

test("waiting mends no wrong password, no certificate that is not trusted and no wrong datacenter, but a node that is away", () => {
  const denied = noHost({ a: new errors.AuthenticationError("denied") });
  expect(refusalToConnect(denied)).toMatchObject({
    code: "CONFIG_INVALID",
    message: expect.stringMatching(/password/),
  });
  const tooFew = "Unable to perform authentication: Cannot achieve consistency level QUORUM";
  expect(refusalToConnect(noHost({ a: new errors.AuthenticationError(tooFew) }))).toBeNull();
  const untrusted = Object.assign(new Error("self-signed certificate"), { code: "DEPTH_ZERO_SELF_SIGNED_CERT" });
  expect(refusalToConnect(noHost({ a: untrusted }))).toMatchObject({
    code: "CONFIG_INVALID",
    message: expect.stringMatching(/CASSANDRA_TLS_CA/),
  });
  expect(refusalToConnect(new errors.ArgumentError("Datacenter x was not found"))?.message).toMatch(/Datacenter x/);
  expect(refusalToConnect(noHost({ a: new Error("connect ECONNREFUSED") }))).toBeNull();
});

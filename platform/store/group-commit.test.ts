import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { commitTogether } from "./group-commit.js";
import { LibsqlConnection } from "./libsql-connection.js";
import type { WriteRequest } from "./sqlite-worker-protocol.js";
import { withTemporaryFolder } from "./testing/with-temporary-folder.js";

function withConnection(use: (connection: LibsqlConnection) => void): Promise<void> {
  return withTemporaryFolder(async (folder) => {
    const connection = new LibsqlConnection({ file: join(folder, "marquee.db"), cacheMebibytes: 1 });
    try {
      connection.exec("CREATE TABLE items (id INTEGER PRIMARY KEY)");
      use(connection);
    } finally {
      connection.close({ checkpoint: false });
    }
  });
}

const request = (id: number, sql: string, ...values: number[]): WriteRequest => ({
  id,
  bytes: 0,
  statements: [{ sql, paramSets: values.map((value) => [value]) }],
});
const INSERT = "INSERT INTO items (id) VALUES (?)";
const ids = (connection: LibsqlConnection) => connection.prepare("SELECT id FROM items ORDER BY id").rows([]).flat();

describe("commitTogether", () => {
  it("commits once for all, and undoes alone what fails", () =>
    withConnection((connection) => {
      const exec = vi.spyOn(connection, "exec");
      const outcomes = commitTogether(connection, [
        request(1, INSERT, 1),
        request(2, INSERT, 1),
        request(3, INSERT, 2, 3, 1),
        request(4, INSERT, 4, 5),
      ]);
      expect(exec.mock.calls.filter(([sql]) => sql === "COMMIT")).toHaveLength(1);
      expect(outcomes).toMatchObject([
        { id: 1, result: [{ changes: 1 }] },
        { id: 2, failure: { code: "SQLITE_CONSTRAINT_PRIMARYKEY" } },
        { id: 3, failure: { code: "SQLITE_CONSTRAINT_PRIMARYKEY" } },
        { id: 4, result: [{ changes: 2 }] },
      ]);
      expect(ids(connection)).toEqual([1, 4, 5]);
    }));

  it("acknowledges nothing when the whole commit is rolled back", () =>
    withConnection((connection) => {
      const outcomes = commitTogether(connection, [
        request(1, INSERT, 1),
        request(2, "INSERT OR ROLLBACK INTO items (id) VALUES (?)", 1),
        request(3, INSERT, 3),
      ]);
      expect(outcomes.map((outcome) => "failure" in outcome)).toEqual([true, true, true]);
      expect(ids(connection)).toEqual([]);
      expect(commitTogether(connection, [request(4, INSERT, 4)])).toMatchObject([{ id: 4, result: [{ changes: 1 }] }]);
    }));

  it.each([
    ["SQLITE_FULL", undefined],
    ["SQLITE_IOERR_FSYNC", true],
  ])("when the commit fails with %s, nothing stays, and an unknown outcome is called so", (code, outcomeUnknown) =>
    withConnection((connection) => {
      const exec = connection.exec.bind(connection);
      const spy = vi.spyOn(connection, "exec").mockImplementation((sql) => {
        if (sql === "COMMIT") throw Object.assign(new Error("no"), { code });
        exec(sql);
      });
      const outcomes = commitTogether(connection, [request(1, INSERT, 1), request(2, INSERT, 1)]);
      spy.mockRestore();
      expect(outcomes).toMatchObject([
        { id: 1, failure: { code } },
        { id: 2, failure: { code: "SQLITE_CONSTRAINT_PRIMARYKEY" } },
      ]);
      expect(outcomes[0] && "failure" in outcomes[0] && outcomes[0].failure.outcomeUnknown).toBe(outcomeUnknown);
      expect(ids(connection)).toEqual([]);
    }),
  );
});

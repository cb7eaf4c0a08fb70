// The editor's workers, built beside this file; imported before the editor is.
const FOLDER = "/explorers/graphiql";
const FILES: Readonly<Record<string, string>> = { json: "json.worker.js", graphql: "graphql.worker.js" };

Object.assign(globalThis, {
  MonacoEnvironment: {
    getWorker: (_id: string, label: string) =>
      new Worker(`${FOLDER}/${FILES[label] ?? "editor.worker.js"}`, { type: "module" }),
  },
});

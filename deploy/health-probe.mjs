// Ends with 0 when the address in the first argument answers 200, with 1 when it does not. No shell, curl or wget is in it.
import { get } from "node:http";

const url = process.argv[2] ?? "http://127.0.0.1:4000/healthz/ready";
const request = get(url, { agent: false, timeout: 4_000 }, (response) => {
  process.exitCode = response.statusCode === 200 ? 0 : 1;
  // What is not ready, for `docker inspect`.
  response.pipe(process.stdout);
});
request.on("timeout", () => request.destroy(new Error("no answer within 4 s")));
request.on("error", (error) => {
  process.stderr.write(`${url}: ${error.message}\n`);
  process.exitCode = 1;
});

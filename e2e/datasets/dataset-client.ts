import { request } from "undici";
import type { Answer } from "../environment/graphql-client.js";
import { answerOf } from "../environment/graphql-client.js";
import type { TestEnvironment } from "../environment/open-environment.js";
import type { Person } from "../environment/people.js";
import { Subscription } from "../environment/subscription.js";

export interface SeenDataset {
  id: string;
  state: string;
  progress: number | null;
  error: string | null;
  cursor: string;
  rows: { read: number; accepted: number; rejected: number };
}

const DATASET = "{ id state progress error cursor rows { read accepted rejected } }";

/** What an administrator does with datasets. `url`: of the gateway. */
export class DatasetClient {
  readonly #environment: TestEnvironment;
  readonly #url: string;
  readonly #person: Person;

  constructor(environment: TestEnvironment, url: string, person: Person) {
    this.#environment = environment;
    this.#url = url;
    this.#person = person;
  }

  async upload(dataset: string, file: string, content: string): Promise<Answer> {
    const response = await request(`${this.#url}/datasets/${dataset}/${file}`, {
      method: "PUT",
      dispatcher: this.#environment.agent,
      headers: { authorization: `Bearer ${this.#person.token}` },
      body: content,
    });
    return answerOf(response.statusCode, response.headers, await response.body.text());
  }

  async uploadAll(dataset: string, files: Readonly<Record<string, string>>): Promise<void> {
    for (const [file, content] of Object.entries(files)) {
      const { status, text } = await this.upload(dataset, file, content);
      if (status !== 200) throw new Error(`${file}: HTTP ${status}: ${text}`);
    }
  }

  async ask(mutation: "importDataset" | "cancelImport" | "deleteDataset", id: string): Promise<SeenDataset> {
    const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input`;
    const query = `mutation($input: ${type}!) { payload: ${mutation}(input: $input) { dataset ${DATASET} userErrors { message } } }`;
    const { payload } = await this.#person.client.request<{
      payload: { dataset: SeenDataset | null; userErrors: { message: string }[] };
    }>(query, { input: { id } });
    if (payload.dataset === null) throw new Error(payload.userErrors.map(({ message }) => message).join(" "));
    return payload.dataset;
  }

  /** Follows importProgress until this is true of an item, and gives that one. */
  async until(id: string, wanted: (dataset: SeenDataset) => boolean): Promise<SeenDataset> {
    const query = `subscription($id: ID!) { importProgress(id: $id) ${DATASET} }`;
    const feed = new Subscription<{ importProgress: SeenDataset }>(this.#environment, this.#url, {
      ...{ query, variables: { id }, token: this.#person.token },
    });
    const { data } = await feed.nextWhere(({ importProgress }) => {
      if (importProgress.state === "FAILED" && !wanted(importProgress)) throw new Error(String(importProgress.error));
      return wanted(importProgress);
    });
    feed.socket.close();
    if (data == null) throw new Error("an item without data");
    return data.importProgress;
  }
}

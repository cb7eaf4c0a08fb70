import { type Dispatcher, request } from "undici";

export interface GraphqlFault {
  message: string;
  path?: (string | number)[];
  extensions?: { code?: string; [key: string]: unknown };
}

export interface Answer<Data = Record<string, unknown>> {
  status: number;
  data: Data | null | undefined;
  errors: readonly GraphqlFault[];
  headers: Readonly<Record<string, string | string[] | undefined>>;
  text: string;
}

/** No answer came. */
export class ConnectionLost extends Error {
  /** Whether the request may have reached the other side. */
  readonly maybeSent: boolean;

  constructor(cause: unknown) {
    super("The connection was lost.", { cause });
    this.name = "ConnectionLost";
    this.maybeSent = (cause as { code?: unknown } | undefined)?.code !== "ECONNREFUSED";
  }
}

export interface GraphqlClientOptions {
  /** Where the server is; as soon as it is up, for one that is started again. */
  url: string | (() => Promise<string> | string);
  dispatcher: Dispatcher;
  token?: string;
}

/** GraphQL over HTTP. Nothing is sent twice. */
export class GraphqlClient {
  readonly #options: GraphqlClientOptions;

  constructor(options: GraphqlClientOptions) {
    this.#options = options;
  }

  /** The same for somebody who is signed in. */
  as(token: string): GraphqlClient {
    return new GraphqlClient({ ...this.#options, token });
  }

  /** Whatever the answer is. Throws ConnectionLost when there is none. */
  async send<Data>(
    query: string,
    variables: Record<string, unknown> = {},
    onSent: () => void = () => {},
  ): Promise<Answer<Data>> {
    const { url: where } = this.#options;
    const url = typeof where === "string" ? where : await where();
    const body = JSON.stringify({ query, variables });
    const answering = this.post<Data>(url, body);
    onSent();
    return answering;
  }

  async post<Data>(url: string, body: string, headers: Record<string, string> = {}): Promise<Answer<Data>> {
    const { token, dispatcher } = this.#options;
    const authorization: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
    try {
      const response = await request(`${url}/graphql`, {
        method: "POST",
        dispatcher,
        headers: { "content-type": "application/json", ...authorization, ...headers },
        body,
      });
      return answerOf(response.statusCode, response.headers, await response.body.text());
    } catch (error) {
      throw new ConnectionLost(error);
    }
  }

  /** The data of an answer without errors; throws for any other. */
  async request<Data>(query: string, variables?: Record<string, unknown>): Promise<Data> {
    const { status, data, errors, text } = await this.send<Data>(query, variables);
    if (status === 200 && errors.length === 0 && data != null) return data;
    throw new Error(`HTTP ${status}: ${text.slice(0, 2_000)}`);
  }
}

export function answerOf<Data>(status: number, headers: Answer["headers"], text: string): Answer<Data> {
  let body: { data?: Data | null; errors?: GraphqlFault[] } = {};
  try {
    body = JSON.parse(text);
  } catch {
    // Not JSON: `text` says what it is.
  }
  return { status, headers, text, data: body.data, errors: body.errors ?? [] };
}

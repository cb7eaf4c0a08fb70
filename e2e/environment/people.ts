import type { GraphqlClient } from "./graphql-client.js";
import { ADMIN } from "./open-environment.js";

export interface Person {
  id: string;
  name: string;
  client: GraphqlClient;
  token: string;
}

interface SessionPayload {
  session: { accessToken: string; user: { id: string; name: string } } | null;
  userErrors: { message: string }[];
}

const PAYLOAD = "{ session { accessToken user { id name } } userErrors { message } }";
const REGISTER = `mutation Register($input: RegisterInput!) { payload: register(input: $input) ${PAYLOAD} }`;
const SIGN_IN = `mutation SignIn($input: SignInInput!) { payload: signIn(input: $input) ${PAYLOAD} }`;

export async function register(client: GraphqlClient, name: string): Promise<Person> {
  const input = { name, email: `${name}@example.com`, password: `password of ${name}` };
  return personOf(client, await client.request<{ payload: SessionPayload }>(REGISTER, { input }));
}

export async function signInAdmin(client: GraphqlClient): Promise<Person> {
  return personOf(client, await client.request<{ payload: SessionPayload }>(SIGN_IN, { input: ADMIN }));
}

function personOf(client: GraphqlClient, { payload }: { payload: SessionPayload }): Person {
  const { session, userErrors } = payload;
  if (session === null) throw new Error(userErrors.map(({ message }) => message).join(" "));
  const { accessToken, user } = session;
  return { ...user, token: accessToken, client: client.as(accessToken) };
}

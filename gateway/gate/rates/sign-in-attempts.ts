import { createHash } from "node:crypto";
import { type FieldNode, type GraphQLSchema, getArgumentValues, Kind, type SelectionSetNode } from "graphql";
import type { AdmittedOperation } from "../operation-gate.js";

/** Fields of Mutation that try a secret or make an account. */
const FIELDS: ReadonlySet<string> = new Set(["signIn", "register", "refreshSession"]);

export interface SignInAttempt {
  /** Where the session stands in the data when it succeeded; undefined where the client does not ask for it. */
  sessionAt: readonly [payload: string, session: string] | undefined;
  /** What the account's e-mail is known by; undefined where none is given. */
  account: string | undefined;
}

/** Every attempt in a mutation, the repeated ones too. */
export function findSignInAttempts(schema: GraphQLSchema, admitted: AdmittedOperation): SignInAttempt[] {
  const { document, operation, variables } = admitted;
  const type = schema.getMutationType();
  if (operation.operation !== "mutation" || !type) return [];
  const attempts: SignInAttempt[] = [];
  const collect = ({ selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.INLINE_FRAGMENT) collect(selection.selectionSet);
      else if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const fragment = document.definitions.find(
          (definition) =>
            definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === selection.name.value,
        );
        if (fragment?.kind === Kind.FRAGMENT_DEFINITION) collect(fragment.selectionSet);
      } else if (FIELDS.has(selection.name.value)) attempts.push(attemptOf(selection));
    }
  };
  const attemptOf = (node: FieldNode): SignInAttempt => {
    const field = type.getFields()[node.name.value];
    const { input } = field === undefined ? {} : (getArgumentValues(field, node, variables) as { input?: unknown });
    // By the field's own name: a key "session" may stand for anything.
    const session = node.selectionSet?.selections.find(
      (selection) => selection.kind === Kind.FIELD && selection.name.value === "session",
    );
    const sessionAt = session?.kind === Kind.FIELD ? ([keyOf(node), keyOf(session)] as const) : undefined;
    return { sessionAt, account: accountOf(input) };
  };
  collect(operation.selectionSet);
  return attempts;
}

/** Whether an answer's data holds the session: what shows that whoever asked has the secret. */
export function hasSucceeded({ sessionAt }: SignInAttempt, data: Readonly<Record<string, unknown>> | null | undefined) {
  if (sessionAt === undefined) return false;
  const payload = data?.[sessionAt[0]] as Readonly<Record<string, unknown>> | null | undefined;
  return payload?.[sessionAt[1]] != null;
}

function keyOf(node: FieldNode): string {
  return node.alias?.value ?? node.name.value;
}

/** A digest: addresses of people are kept nowhere, and of whatever length an e-mail is, this is short. */
function accountOf(input: unknown): string | undefined {
  const email = typeof input === "object" && input !== null && "email" in input ? input.email : undefined;
  if (typeof email !== "string") return undefined;
  return createHash("sha256").update(email.trim().normalize("NFC").toLowerCase()).digest("base64url").slice(0, 22);
}

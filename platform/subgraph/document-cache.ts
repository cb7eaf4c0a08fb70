import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  Kind,
  OperationTypeNode,
  parse,
  validate,
} from "graphql";
import { LRUCache } from "lru-cache";
import { type PlainDocument, subscriptionSelection } from "./subscription-selection.js";

export interface PreparedOperation {
  document: DocumentNode;
  kind: OperationTypeNode;
  /** What a subscription shows of an item; undefined for anything else, and where the document has other operations beside it. */
  selection: PlainDocument | undefined;
}

/** Remembers documents that were parsed and found valid. */
export interface DocumentCache {
  /** Throws a GraphQLError with a code for a document that can't run. */
  prepare(query: string, operationName: string | undefined): PreparedOperation;
}

const MAX_DOCUMENTS = 1_000;
const MAX_CHARACTERS = 4 * 1024 * 1024;

export function createDocumentCache(schema: GraphQLSchema): DocumentCache {
  const selections = new WeakMap<DocumentNode, PlainDocument>();
  const valid = new LRUCache<string, DocumentNode>({
    max: MAX_DOCUMENTS,
    maxSize: MAX_CHARACTERS,
    sizeCalculation: (_document, query) => Math.max(query.length, 1),
  });

  function documentOf(query: string): DocumentNode {
    const known = valid.get(query);
    if (known !== undefined) return known;
    const document = parseOrThrow(query);
    const [mistake] = validate(schema, document);
    if (mistake !== undefined) throw coded(mistake, "GRAPHQL_VALIDATION_FAILED");
    valid.set(query, document);
    return document;
  }

  function selectionOf(document: DocumentNode): PlainDocument | undefined {
    if (document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION).length > 1) return undefined;
    const selection = selections.get(document) ?? subscriptionSelection(schema, document);
    selections.set(document, selection);
    return selection;
  }

  return {
    prepare(query, operationName) {
      const document = documentOf(query);
      const operation = getOperationAST(document, operationName);
      if (operation) {
        const kind = operation.operation;
        return {
          document,
          kind,
          selection: kind === OperationTypeNode.SUBSCRIPTION ? selectionOf(document) : undefined,
        };
      }
      throw coded(
        new GraphQLError("The document does not say which of its operations to run."),
        "OPERATION_RESOLUTION_FAILURE",
      );
    },
  };
}

function parseOrThrow(query: string): DocumentNode {
  try {
    return parse(query);
  } catch (error) {
    throw error instanceof GraphQLError ? coded(error, "GRAPHQL_PARSE_FAILED") : error;
  }
}

function coded(error: GraphQLError, code: string): GraphQLError {
  return new GraphQLError(error.message, { extensions: { code } });
}

import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  type OperationTypeNode,
  parse,
  validate,
} from "graphql";
import { LRUCache } from "lru-cache";

export interface PreparedOperation {
  document: DocumentNode;
  kind: OperationTypeNode;
}

/** Remembers documents that were parsed and found valid. */
export interface DocumentCache {
  /** Throws a GraphQLError with a code for a document that can't run. */
  prepare(query: string, operationName: string | undefined): PreparedOperation;
}

const MAX_DOCUMENTS = 1_000;
const MAX_CHARACTERS = 4 * 1024 * 1024;

export function createDocumentCache(schema: GraphQLSchema): DocumentCache {
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

  return {
    prepare(query, operationName) {
      const document = documentOf(query);
      const operation = getOperationAST(document, operationName);
      if (operation) return { document, kind: operation.operation };
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

import { AppError } from "../errors/app-error.js";

export const MAX_PAGE_SIZE = 100;

export interface Connection<Node> {
  edges: Edge<Node>[];
  nodes: Node[];
  pageInfo: PageInfo;
}

export interface Edge<Node> {
  readonly cursor: string;
  node: Node;
}

export interface PageInfo {
  hasNextPage: boolean;
  hasPreviousPage: boolean;
  readonly startCursor: string | null;
  readonly endCursor: string | null;
}

/** How many items a page has: `first`, or `fallback` where none was given. Throws BAD_USER_INPUT outside 1 to 100. */
export function pageSize(first: number | null | undefined, fallback: number): number {
  const size = first ?? fallback;
  if (Number.isInteger(size) && size >= 1 && size <= MAX_PAGE_SIZE) return size;
  throw new AppError("BAD_USER_INPUT", `first must be a whole number from 1 to ${MAX_PAGE_SIZE}, not ${size}.`);
}

/**
 * A page as Relay's connection. `items` holds one row more than the page where there is one: that is how hasNextPage is known.
 * `cursorOf` gives an item's signed cursor; it is called only for the cursors that a query selects.
 */
export function toConnection<Node>(page: {
  items: readonly Node[];
  pageSize: number;
  after: string | null | undefined;
  cursorOf: (node: Node) => string;
}): Connection<Node> {
  const nodes = page.items.slice(0, page.pageSize);
  const cursorAt = (index: number): string | null => {
    const node = nodes.at(index);
    return node === undefined ? null : page.cursorOf(node);
  };
  return {
    edges: nodes.map((node) => ({
      node,
      get cursor() {
        return page.cursorOf(node);
      },
    })),
    nodes,
    pageInfo: {
      hasNextPage: page.items.length > page.pageSize,
      // Relay asks for false unless it is cheap to know; a page behind a cursor has at least the cursor's edge before it.
      hasPreviousPage: page.after !== null && page.after !== undefined,
      get startCursor() {
        return cursorAt(0);
      },
      get endCursor() {
        return cursorAt(-1);
      },
    },
  };
}

import { GraphqlRefusal } from "./refusal.ts";

export interface PageArgs {
  first?: number | null;
  last?: number | null;
  after?: string | null;
  before?: string | null;
}

const MOST_ITEMS = 100;

/** A page of a list, as GraphQL asks for it. Throws where it isn't said how many, or too many are asked for. */
export function makeConnection<Item>(name: string, all: readonly Item[], args: PageArgs) {
  const { after, before, first, last } = args;
  refuseWithoutBounds(name, args);
  const start = after ? readCursor(after) + 1 : 0;
  const end = before ? readCursor(before) : all.length;
  const from = last ? Math.max(end - last, start) : start;
  const to = first ? Math.min(from + first, end) : end;
  const nodes = all.slice(from, to);
  const cursors = nodes.map((_, index) => Buffer.from(`cursor:${from + index}`).toString("base64"));
  return {
    ...{ nodes, totalCount: all.length, edges: nodes.map((node, index) => ({ node, cursor: cursors[index] })) },
    pageInfo: {
      ...{ hasNextPage: to < all.length, hasPreviousPage: from > 0 },
      ...{ startCursor: cursors[0] ?? null, endCursor: cursors.at(-1) ?? null },
    },
  };
}

function refuseWithoutBounds(name: string, { first, last }: PageArgs): void {
  const wanted = first ?? last;
  if (wanted === null || wanted === undefined) {
    const message = `You must provide a \`first\` or \`last\` value to properly paginate the \`${name}\` connection.`;
    throw new GraphqlRefusal("MISSING_PAGINATION_BOUNDARIES", message);
  }
  if (wanted > MOST_ITEMS) {
    const message = `Requesting ${wanted} records on the \`${name}\` connection exceeds the \`first\` limit of ${MOST_ITEMS} records.`;
    throw new GraphqlRefusal("EXCESSIVE_PAGINATION", message);
  }
}

function readCursor(cursor: string): number {
  return Number(Buffer.from(cursor, "base64").toString("utf8").replace("cursor:", ""));
}

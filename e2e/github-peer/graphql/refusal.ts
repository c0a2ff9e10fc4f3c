import { Refusal } from "../door/refusal.ts";

/** What GitHub calls a refusal of GraphQL's, which it answers with 200. */
export class GraphqlRefusal extends Error {
  readonly type: string;

  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

export function unresolved(id: string): GraphqlRefusal {
  return new GraphqlRefusal("NOT_FOUND", `Could not resolve to a node with the global id of '${id}'`);
}

export function forbidden(): GraphqlRefusal {
  return new GraphqlRefusal("FORBIDDEN", "Resource not accessible by integration");
}

export function unprocessable(message: string): GraphqlRefusal {
  return new GraphqlRefusal("UNPROCESSABLE", message);
}

/** Does what REST's answers are made of, and says its refusals in GraphQL's words. */
export async function speakGraphql<Value>(act: () => Value | Promise<Value>, missing: string): Promise<Value> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof Refusal)) {
      throw error;
    }
    const { status, body } = error.answer;
    if (status === 404) {
      throw new GraphqlRefusal("NOT_FOUND", missing);
    }
    const { errors: [reason] = [] } = body as { errors?: unknown[] };
    const message = typeof reason === "string" ? reason : error.message;
    throw new GraphqlRefusal(status === 422 ? "UNPROCESSABLE" : "FORBIDDEN", message);
  }
}

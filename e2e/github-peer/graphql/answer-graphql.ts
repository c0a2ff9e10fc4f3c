import type { IncomingMessage } from "node:http";
import { execute, type GraphQLError, type OperationDefinitionNode, parse, validate } from "graphql";
import { type Caller, readCaller } from "../auth/caller.ts";
import { type Answer, json } from "../door/answer.ts";
import type { Api } from "../door/answer-api.ts";
import { readBody } from "../door/read-body.ts";
import { Refusal } from "../door/refusal.ts";
import { whoCounts } from "../door/usage.ts";
import type { Asking } from "./asking.ts";
import { loadSchema } from "./load-schema.ts";
import { MUTATIONS } from "./mutations/mutations.ts";
import { QUERIES } from "./queries.ts";
import { GraphqlRefusal } from "./refusal.ts";
import { resolveField } from "./resolve-field.ts";
import { showFound } from "./show/show-found.ts";

interface Question {
  query: string;
  variables?: Record<string, unknown>;
  operationName?: string;
}

/** Answers a request of GraphQL: with 200 also where it refuses, as GitHub does. Never throws. */
export async function answerGraphql(api: Api, request: IncomingMessage): Promise<Answer> {
  try {
    const caller = readCaller(api.world, request.headers.authorization);
    if (caller.kind === "nobody" || caller.kind === "app") {
      throw new Refusal(401, "This endpoint requires you to be authenticated.");
    }
    const question = readQuestion(await readBody(request));
    return await ask(api, caller, question);
  } catch (error) {
    if (error instanceof Refusal) {
      return error.answer;
    }
    const message = error instanceof Error ? error.message : String(error);
    api.complain(`The peer failed at GraphQL: ${message}`);
    return json(500, { message: `The peer failed: ${message}` });
  }
}

function readQuestion(body: unknown): Question {
  const { query } = (body ?? {}) as Question;
  if (typeof query !== "string") {
    throw new Refusal(400, "A query attribute must be specified and must be a string.");
  }
  return body as Question;
}

async function ask(api: Api, caller: Caller, { query, variables = {}, operationName }: Question): Promise<Answer> {
  const schema = loadSchema();
  const document = parse(query);
  const broken = validate(schema, document);
  if (broken.length > 0) {
    broken.forEach(({ message }) => void api.complain(`A GraphQL document breaks GitHub's schema: ${message}`));
    return json(200, { errors: broken.map(({ message, locations }) => ({ message, locations })) });
  }
  const refusal = count(api, caller, document.definitions as OperationDefinitionNode[]);
  if (refusal) {
    return refusal;
  }
  const asking: Asking = {
    ...{ world: api.world, caller, counter: api.counter },
    show: (found) => showFound(asking, found),
  };
  const rootValue = { ...QUERIES, ...MUTATIONS };
  const { data, errors = [] } = await execute({
    ...{ schema, document, rootValue, contextValue: asking, variableValues: variables, operationName },
    fieldResolver: resolveField,
  });
  const failed = errors.length > 0 ? { errors: errors.map((error) => viewError(api, error)) } : {};
  return json(200, { data: data ?? null, ...failed });
}

/** The answer of a limit that is reached; null: none is. */
function count({ counter }: Api, caller: Caller, operations: readonly OperationDefinitionNode[]): Answer | null {
  const isMutation = operations.some(({ operation }) => operation === "mutation");
  try {
    const method = isMutation ? "POST" : "GET";
    counter.count(whoCounts(caller), { method, operation: "graphql", isContent: isMutation });
    return null;
  } catch (error) {
    if (error instanceof Refusal && error.answer.headers?.["x-ratelimit-remaining"] === "0") {
      const message = "API rate limit exceeded";
      return json(200, { errors: [{ type: "RATE_LIMITED", message }] }, error.answer.headers);
    }
    throw error;
  }
}

function viewError({ complain }: Api, { message, path, locations, originalError }: GraphQLError) {
  if (!(originalError instanceof GraphqlRefusal)) {
    complain(`GraphQL failed at ${path?.join(".") ?? "the document"}: ${message}`);
    return { message, path, locations };
  }
  return { type: originalError.type, path, locations, message };
}

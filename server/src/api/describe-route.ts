import {
  BASE_PATH,
  IdempotencyHeaders,
  PROBLEM_TYPE,
  Problem,
  type ProblemCode,
  queryOf,
  type Route,
  STATUS_OF_PROBLEM,
} from "@catalyst/api";
import { createRoute, z } from "@hono/zod-openapi";

/** What any route may answer with. */
const COMMON: readonly ProblemCode[] = ["invalid_input", "internal", "unavailable"];
const OF_CLOSED: readonly ProblemCode[] = ["unauthenticated", "forbidden"];
const OF_POSTS: readonly ProblemCode[] = ["in_progress", "key_reused"];
const OF_BODIES: readonly ProblemCode[] = ["too_large", "unsupported_media_type"];

/** One event of a stream; `data` is the JSON of an item. */
const StreamedEvent = z
  .object({ data: z.string(), id: z.string().optional(), event: z.string().optional() })
  .meta({ id: "StreamedEvent" });

/** Not checked as the others: what names no answer of ours is none that a client has. */
const IF_NONE_MATCH = {
  name: "If-None-Match",
  in: "header" as const,
  description: "The `ETag` of an answer that a client has: it isn't sent again.",
  schema: { type: "string" as const },
};

/** The route in the words of the OpenAPI library. */
export function describeRoute(route: Route) {
  const { method, path, operationId, summary, request } = route;
  const { params, body } = request;
  const headers = method === "post" ? IdempotencyHeaders : request.headers;
  return createRoute({
    method,
    path: `${BASE_PATH}${path}`,
    operationId,
    summary,
    request: {
      ...(params === undefined ? {} : { params }),
      query: queryOf(route),
      ...(headers === undefined ? {} : { headers }),
      ...(body === undefined ? {} : { body: { required: true, content: { "application/json": { schema: body } } } }),
    },
    ...(hasTag(route) ? { parameters: [IF_NONE_MATCH] } : {}),
    responses: {
      ...describeProblems(route),
      ...(hasTag(route) ? { 304: { description: "The answer is the one that is named" } } : {}),
      [route.response.status]: describeResponse(route),
    },
  });
}

/** What is looked at is answered with an `ETag`. */
function hasTag({ method, response }: Route): boolean {
  return method === "get" && response.schema !== undefined && response.isStream !== true;
}

function describeResponse({ response }: Route) {
  const { description, schema, isStream } = response;
  if (schema === undefined) {
    return { description };
  }
  return isStream === true
    ? { description, content: { "text/event-stream": { schema: StreamedEvent } } }
    : { description, content: { "application/json": { schema } } };
}

/** One entry for each status: several codes may share it. */
function describeProblems({ method, errors, request, isOpen, perMinute }: Route) {
  const ofPosts = method === "post" ? OF_POSTS : [];
  const ofClosed = isOpen === true ? [] : OF_CLOSED;
  const ofBodies = request.body === undefined ? [] : OF_BODIES;
  const ofLimited: readonly ProblemCode[] = perMinute === undefined ? [] : ["too_many"];
  const codes = [...COMMON, ...ofLimited, ...ofClosed, ...ofBodies, ...ofPosts, ...errors];
  const statuses = new Map<number, string[]>();
  for (const code of new Set(codes)) {
    const status = STATUS_OF_PROBLEM[code];
    statuses.set(status, [...(statuses.get(status) ?? []), code]);
  }
  const content = { [PROBLEM_TYPE]: { schema: Problem } };
  return Object.fromEntries([...statuses].map(([status, of]) => [status, { description: of.join(", "), content }]));
}

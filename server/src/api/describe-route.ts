import {
  BASE_PATH,
  IdempotencyHeaders,
  PROBLEM_TYPE,
  Problem,
  type ProblemCode,
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

/** The route in the words of the OpenAPI library. */
export function describeRoute(route: Route) {
  const { method, path, operationId, summary, request } = route;
  const { params, query, body } = request;
  const headers = method === "post" ? IdempotencyHeaders : request.headers;
  return createRoute({
    method,
    path: `${BASE_PATH}${path}`,
    operationId,
    summary,
    request: {
      ...(params === undefined ? {} : { params }),
      ...(query === undefined ? {} : { query }),
      ...(headers === undefined ? {} : { headers }),
      ...(body === undefined ? {} : { body: { required: true, content: { "application/json": { schema: body } } } }),
    },
    responses: { ...describeProblems(route), [route.response.status]: describeResponse(route) },
  });
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
function describeProblems({ method, errors, request, isOpen }: Route) {
  const ofPosts = method === "post" ? OF_POSTS : [];
  const ofClosed = isOpen === true ? [] : OF_CLOSED;
  const ofBodies = request.body === undefined ? [] : OF_BODIES;
  const codes = [...COMMON, ...ofClosed, ...ofBodies, ...ofPosts, ...errors];
  const statuses = new Map<number, string[]>();
  for (const code of new Set(codes)) {
    const status = STATUS_OF_PROBLEM[code];
    statuses.set(status, [...(statuses.get(status) ?? []), code]);
  }
  const content = { [PROBLEM_TYPE]: { schema: Problem } };
  return Object.fromEntries([...statuses].map(([status, of]) => [status, { description: of.join(", "), content }]));
}

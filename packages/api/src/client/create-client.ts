import type { Route, RouteInput, RouteOutput } from "../contract/route.ts";
import { type Operation, ROUTES, type Routes } from "../contract/routes.ts";
import { buildRequest, type Parts } from "./build-request.ts";
import { followStream } from "./follow-stream.ts";
import { readAnswer } from "./read-answer.ts";
import type { Transport } from "./transport.ts";

type Streaming = { [Name in Operation]: Routes[Name]["response"] extends { isStream: true } ? Name : never }[Operation];
type Answering = Exclude<Operation, Streaming>;

export interface CallOptions {
  signal?: AbortSignal;
  /** Of two requests with the same key one is done, and both get its answer. */
  idempotencyKey?: string;
}

export interface ApiClient {
  /** Asks once. Throws `ApiError` for what the server refuses, and what the transport throws when none answers. */
  call<Name extends Answering>(
    operation: Name,
    input: RouteInput<Routes[Name]>,
    options?: CallOptions,
  ): Promise<RouteOutput<Routes[Name]>>;
  /** The items of a stream, each once and in order, over breaks of the connection, until it has come to its end. */
  follow<Name extends Streaming>(
    operation: Name,
    input: Omit<RouteInput<Routes[Name]>, "headers">,
    options?: Pick<CallOptions, "signal">,
  ): AsyncIterable<RouteOutput<Routes[Name]>>;
}

export function createClient(transport: Transport): ApiClient {
  const call = async (operation: Operation, input: Parts, { signal, idempotencyKey }: CallOptions = {}) => {
    const { response, ...route }: Route = ROUTES[operation];
    const headers = { ...input.headers, "idempotency-key": idempotencyKey };
    const request = buildRequest({ ...route, response }, { ...input, headers }, signal ?? null);
    const answer = await readAnswer(await transport(request));
    return response.schema === undefined ? null : response.schema.parse(answer);
  };
  async function* follow(operation: Operation, input: Parts, { signal }: CallOptions = {}) {
    const route: Route = ROUTES[operation];
    const open = (last: string | null) => {
      const headers = last === null ? {} : { "last-event-id": last };
      return transport(buildRequest(route, { ...input, headers }, signal ?? null));
    };
    for await (const { data } of followStream(open, signal ?? null)) {
      yield route.response.schema?.parse(JSON.parse(data));
    }
  }
  return { call, follow } as ApiClient;
}

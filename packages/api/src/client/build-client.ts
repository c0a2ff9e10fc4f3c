import { DOORS } from "../contract/doors.ts";
import type { RouteInput, RouteOutput } from "../contract/route.ts";
import type { Operation, Routes } from "../contract/routes.ts";
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
  /** Told by which tag what was looked at is named: a change can be meant for that alone (`if-match`). */
  onTag?: (tag: string) => void;
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

/** What an answer, or an item of a stream, is taken for. */
export type ReadValue = (operation: Operation, value: unknown) => unknown;

export function buildClient(transport: Transport, readValue: ReadValue): ApiClient {
  const call = async (operation: Operation, input: Parts, { signal, idempotencyKey, onTag }: CallOptions = {}) => {
    const headers = { ...input.headers, "idempotency-key": idempotencyKey };
    const request = buildRequest(DOORS[operation], { ...input, headers }, signal ?? null);
    const response = await transport(request);
    const value = readValue(operation, await readAnswer(response));
    if (response.tag != null) {
      onTag?.(response.tag);
    }
    return value;
  };
  async function* follow(operation: Operation, input: Parts, { signal }: CallOptions = {}) {
    const open = (last: string | null) => {
      const headers = last === null ? {} : { "last-event-id": last };
      return transport(buildRequest(DOORS[operation], { ...input, headers }, signal ?? null));
    };
    for await (const { data } of followStream(open, signal ?? null)) {
      yield readValue(operation, JSON.parse(data));
    }
  }
  return { call, follow } as ApiClient;
}

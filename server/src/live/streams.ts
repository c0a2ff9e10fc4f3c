import { refusalOfInput } from "../api/refusal-of-input.ts";
import type { FoundRoute } from "../http/find-route.ts";
import type { Refusal } from "../http/problem-of.ts";
import { refusalOfError } from "../http/refusal-of-error.ts";
import { refuse } from "../http/refuse.ts";
import type { ServerDeps } from "../server-deps.ts";
import { type HeldAskers, type LongRequest, TOO_MANY } from "../who/hold-askers.ts";
import { type Followed, findFollowed } from "./find-followed.ts";
import { type FollowedRoom, pourRooms } from "./pour-rooms.ts";
import { createRooms, type Entered, type Rooms } from "./rooms.ts";

interface AskedStream extends FoundRoute, LongRequest {
  query: URLSearchParams;
}

export interface Streams {
  /** Answers with the stream, or with what is wrong. */
  open(asked: AskedStream): void;
}

/** Streams of server-sent events, written to the sockets themselves. */
export function createStreams(deps: ServerDeps, held: HeldAskers): Streams {
  const rooms = createRooms();
  return {
    open(asked) {
      const input = readInput(asked);
      if ("refusal" in input) {
        refuse(asked.response, input.refusal);
        return;
      }
      const holding = held.hold(asked);
      if (holding === null) {
        refuse(asked.response, TOO_MANY);
        return;
      }
      // Where nothing happens for long, nothing is sent.
      asked.request.socket.setTimeout(0);
      const { signal } = holding;
      void serve(asked, input.parts, { ...deps, rooms, signal }).finally(() => holding.release());
    },
  };
}

async function serve(
  { operation, response, asker }: AskedStream,
  parts: Record<string, unknown>,
  deps: ServerDeps & { rooms: Rooms; signal: AbortSignal },
): Promise<void> {
  const { signal, limits } = deps;
  try {
    const followed = await findFollowed({ operation, parts, actor: asker.actor }, deps);
    await within(followed, deps.rooms, (rooms) => pourRooms(rooms, { ...limits, response, signal }));
  } catch (error) {
    const refusal = refusalOfError(error, deps);
    if (!response.headersSent) {
      refuse(response, refusal);
    }
  }
}

/** Works in the rooms of what is followed. */
async function within(
  followed: readonly Followed[],
  rooms: Rooms,
  work: (rooms: FollowedRoom[]) => Promise<void>,
): Promise<void> {
  const entered: (Entered & FollowedRoom)[] = [];
  try {
    for (const { name, source, ...one } of followed) {
      entered.push({ ...one, ...(await rooms.enter(name, source)) });
    }
    await work(entered);
  } finally {
    await Promise.all(entered.map(({ leave }) => leave()));
  }
}

/** The parts of the request as the contract has them, or what is wrong with them. */
function readInput({
  route,
  params,
  query,
  request,
}: AskedStream): { parts: Record<string, unknown> } | { refusal: Refusal } {
  const said = { params, query: readQuery(query), headers: request.headers };
  const parts: Record<string, unknown> = {};
  for (const part of ["params", "query", "headers"] as const) {
    const parsed = route.request[part]?.safeParse(said[part]);
    if (parsed?.success === false) {
      return { refusal: refusalOfInput({ target: part, error: parsed.error }) };
    }
    parts[part] = parsed?.data;
  }
  return { parts };
}

/** What is said more than once stays a list, which fits only where one may be. */
function readQuery(query: URLSearchParams): Record<string, string | string[]> {
  const names = [...new Set(query.keys())];
  return Object.fromEntries(
    names.map((name) => {
      const said = query.getAll(name);
      return [name, said.length === 1 ? (said[0] as string) : said];
    }),
  );
}

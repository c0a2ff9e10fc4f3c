import { z } from "zod";

/**
 * What was wrong with a request: the object is another one than was said (`conflict`), is there already, isn't there, or what was asked from
 * is too old (`gone`); the quota is used up, it isn't allowed, it isn't valid, it isn't known who asks, it is asked too much (`throttled`);
 * or nothing is known (`unavailable`), least of all that something isn't there.
 */
export type ClusterFaultKind =
  | "conflict"
  | "exists"
  | "not_found"
  | "gone"
  | "quota"
  | "forbidden"
  | "invalid"
  | "unauthorized"
  | "throttled"
  | "unavailable";

const MAX_MESSAGE_LENGTH = 2000;

/** An API server didn't do what it was asked. Its message is the server's own, cut. */
export class ClusterFault extends Error {
  readonly kind: ClusterFaultKind;
  /** How long it wants to be left alone; null: it didn't say. */
  readonly retryAfterSeconds: number | null;

  constructor(
    kind: ClusterFaultKind,
    message: string,
    options: { retryAfterSeconds?: number | null; cause?: unknown } = {},
  ) {
    const { retryAfterSeconds = null, ...rest } = options;
    super(message.slice(0, MAX_MESSAGE_LENGTH), rest);
    this.name = "ClusterFault";
    this.kind = kind;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** How an API server says what became of a request. Whatever else stands before it, a proxy say, speaks otherwise. */
const Status = z.object({
  kind: z.literal("Status"),
  code: z.int().optional(),
  reason: z.string().optional(),
  message: z.string().optional(),
  details: z.object({ retryAfterSeconds: z.number().nonnegative().optional() }).optional(),
});

/** What was told besides the body: `code` of HTTP, and how long to wait. */
export interface Told {
  code: number;
  retryAfter?: string;
}

export function readFault({ code, retryAfter }: Told, body: unknown): ClusterFault {
  const status = Status.safeParse(body);
  if (!status.success) {
    const kind = code === TOO_MANY ? "throttled" : "unavailable";
    return new ClusterFault(kind, `it answered ${code}, not in an API server's words`, {
      retryAfterSeconds: secondsOf(retryAfter),
    });
  }
  const { reason = "", message = "it gave no reason", details } = status.data;
  return new ClusterFault(kindOf(status.data.code ?? code, reason, message), message, {
    retryAfterSeconds: details?.retryAfterSeconds ?? secondsOf(retryAfter),
  });
}

const TOO_MANY = 429;
const FORBIDDEN = 403;
const KINDS: Readonly<Record<number, ClusterFaultKind>> = {
  ...{ 400: "invalid", 401: "unauthorized", 403: "forbidden", 404: "not_found", 409: "conflict", 410: "gone" },
  ...{ 415: "invalid", 422: "invalid", 429: "throttled" },
};

function kindOf(code: number, reason: string, message: string): ClusterFaultKind {
  if (reason === "AlreadyExists") {
    return "exists";
  }
  if (reason === "Expired") {
    return "gone";
  }
  if (code === FORBIDDEN && message.includes("exceeded quota")) {
    return "quota";
  }
  return KINDS[code] ?? "unavailable";
}

function secondsOf(header: string | undefined): number | null {
  const seconds = Number(header);
  return header !== undefined && header.trim() !== "" && seconds >= 0 ? seconds : null;
}

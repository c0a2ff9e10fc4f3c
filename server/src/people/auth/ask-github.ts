import { CatalystError } from "@catalyst/core";
import type { z } from "zod";

const TIMEOUT_MILLISECONDS = 10_000;
const MAX_BYTES = 1024 * 1024;

interface Question<Schema extends z.ZodType> {
  url: string;
  init: Pick<RequestInit, "method" | "headers" | "body">;
  schema: Schema;
}

/** Asks a GitHub, whoever that is, for 10 s and a MiB at most, where it is and nowhere else. Throws `unavailable`. */
export async function askGithub<Schema extends z.ZodType>({
  url,
  init,
  schema,
}: Question<Schema>): Promise<z.infer<Schema>> {
  const { status, text } = await fetchBounded(url, init).catch((cause: unknown) => {
    throw refuse(url, describe(cause), cause);
  });
  const parsed = status === 200 ? schema.safeParse(parseJson(text)) : null;
  if (parsed?.success !== true) {
    throw refuse(url, `it answered ${status}${status === 200 ? " with something else" : ""}`);
  }
  return parsed.data;
}

async function fetchBounded(url: string, init: RequestInit): Promise<{ status: number; text: string }> {
  const response = await fetch(url, {
    ...init,
    headers: { accept: "application/json", "user-agent": "catalyst", ...init.headers },
    redirect: "error",
    signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS),
  });
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of response.body ?? []) {
    bytes += part.byteLength;
    if (bytes > MAX_BYTES) {
      throw new RangeError("its answer has no end");
    }
    parts.push(part);
  }
  return { status: response.status, text: Buffer.concat(parts).toString() };
}

/** Its own words are anybody's text. */
function describe(cause: unknown): string {
  if (cause instanceof RangeError) {
    return cause.message;
  }
  return (cause as Error).name === "TimeoutError"
    ? "it didn't answer in time"
    : "it can't be reached, or leads elsewhere";
}

function refuse(url: string, why: string, cause?: unknown): CatalystError {
  const { hostname, pathname } = new URL(url);
  return new CatalystError("unavailable", `Asking ${hostname} for ${pathname} failed: ${why}. Try again.`, { cause });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

import { CatalystError } from "@catalyst/core/apart";
import { parseJson } from "../parse-json.ts";

const TIMEOUT_MILLISECONDS = 30_000;
const MAX_BYTES = 64 * 1024;

/** Asks one of the doors for signing in. `answer` null: it was no JSON. Throws `unavailable` where nobody answers. */
export async function postToServer({
  url,
  host,
  path,
  body,
}: {
  url: string;
  host: string;
  path: string;
  body: object;
}): Promise<{ status: number; answer: unknown }> {
  try {
    const response = await fetch(`${url}/api/auth${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", "user-agent": `catalyst-cli (${host})` },
      body: JSON.stringify(body),
      redirect: "error",
      signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS),
    });
    return { status: response.status, answer: parseJson(await readBounded(response)) };
  } catch (error) {
    const { message } = ((error as Error).cause as Error | undefined) ?? (error as Error);
    throw new CatalystError("unavailable", `Asking ${url} failed: ${message}.`, { cause: error });
  }
}

/** Empty where it is longer than any of ours. */
async function readBounded(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of response.body ?? []) {
    parts.push(part);
    bytes += part.byteLength;
    if (bytes > MAX_BYTES) {
      return "";
    }
  }
  return Buffer.concat(parts).toString();
}

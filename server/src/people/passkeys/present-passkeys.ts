import type { ServerResponse } from "node:http";
import { z } from "zod";
import type { Refusal } from "../../http/problem-of.ts";
import type { ServerDeps } from "../../server-deps.ts";
import { refuseWith } from "../refuse-with.ts";

const Added = z.object({ id: z.uuid(), userId: z.uuid(), name: z.string().nullable() });
const Words = z.object({ message: z.string() });

/**
 * What the library answers to a page's script: options as they are, and of the rest only that it is done. The library would tell
 * the session's token there, which is in a cookie that no script reads.
 */
export async function presentPasskeys(
  { response, path, outgoing }: { response: Response; path: string; outgoing: ServerResponse },
  { audit }: Pick<ServerDeps, "audit">,
): Promise<Response> {
  if (!response.ok) {
    return refuseWith(await refusalOf(response), outgoing);
  }
  if (!path.startsWith("/passkey/verify-")) {
    return response;
  }
  const added = Added.safeParse(await response.json());
  if (path === "/passkey/verify-registration" && added.success) {
    const { id, userId, name } = added.data;
    const facts = { passkey: id, ...(name === null ? {} : { name }) };
    await audit.add({ kind: "passkey_added", userId, teamId: null, facts });
  }
  const headers = new Headers(response.headers);
  headers.delete("content-length");
  return new Response("{}", { headers });
}

async function refusalOf(response: Response): Promise<Refusal> {
  const words = Words.safeParse(await response.json().catch(() => null)).data?.message ?? "That was refused.";
  switch (response.status) {
    case 401:
      return { code: "unauthenticated", detail: words };
    case 403:
      return { code: "forbidden", detail: "That takes having signed in today. Sign in again." };
    case 429:
      return { code: "too_many", detail: words, retrySeconds: Number(response.headers.get("retry-after") ?? 1) };
    default:
      // It says 500 to what no device sends, and only then: where the database is away was found out before.
      return { code: "invalid_input", detail: words };
  }
}

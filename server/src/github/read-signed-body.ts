import { createHmac } from "node:crypto";
import type { IncomingMessage } from "node:http";

export interface SignedBody {
  body: Buffer;
  /** What each of the secrets signs it with. */
  digests: Buffer[];
}

/** The body as it came, and its HMAC-SHA-256 by each of the secrets, counted piece by piece. null: it is longer. */
export async function readSignedBody(
  request: IncomingMessage,
  { secrets, maxBytes }: { secrets: readonly Buffer[]; maxBytes: number },
): Promise<SignedBody | null> {
  const hmacs = secrets.map((secret) => createHmac("sha256", secret));
  const pieces: Buffer[] = [];
  let length = 0;
  // Whoever sends too much is told so, over the same connection.
  for await (const piece of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += piece.length;
    if (length > maxBytes) {
      return null;
    }
    for (const hmac of hmacs) {
      hmac.update(piece);
    }
    pieces.push(piece);
  }
  const [only] = pieces;
  const body = only !== undefined && pieces.length === 1 ? only : Buffer.concat(pieces, length);
  return { body, digests: hmacs.map((hmac) => hmac.digest()) };
}

import { createHmac, type KeyObject } from "node:crypto";
import type { IncomingMessage } from "node:http";

export interface SignedBody {
  body: Buffer;
  /** What each of the secrets signs it with. */
  digests: Buffer[];
}

/**
 * The body as it came, and its HMAC-SHA-256 by each of the secrets, counted piece by piece. null: it is longer. Rejects when whoever
 * sends it has gone.
 */
export async function readSignedBody(
  request: IncomingMessage,
  { secrets, maxBytes }: { secrets: readonly KeyObject[]; maxBytes: number },
): Promise<SignedBody | null> {
  const hmacs = secrets.map((secret) => createHmac("sha256", secret));
  const pieces = await readPieces(request, maxBytes, (piece) => {
    for (const hmac of hmacs) {
      hmac.update(piece);
    }
  });
  if (pieces === null) {
    return null;
  }
  const [only] = pieces;
  const body = only !== undefined && pieces.length === 1 ? only : Buffer.concat(pieces);
  return { body, digests: hmacs.map((hmac) => hmac.digest()) };
}

/** By the stream's own events: to iterate over one piece takes longer than to sign it. */
function readPieces(
  request: IncomingMessage,
  maxBytes: number,
  onPiece: (piece: Buffer) => void,
): Promise<Buffer[] | null> {
  const pieces: Buffer[] = [];
  let length = 0;
  return new Promise((resolve, reject) => {
    const gone = () => reject(new Error("a delivery was broken off"));
    if (request.destroyed) {
      gone();
      return;
    }
    const take = (piece: Buffer) => {
      length += piece.length;
      if (length > maxBytes) {
        // Whoever sends too much is told so, over the same connection.
        request.off("data", take).pause();
        resolve(null);
        return;
      }
      onPiece(piece);
      pieces.push(piece);
    };
    request
      .on("data", take)
      .once("end", () => {
        request.off("close", gone);
        resolve(pieces);
      })
      .once("error", gone)
      .once("close", gone);
  });
}

import { once } from "node:events";
import type { ServerResponse } from "node:http";

/** Where an answer's pieces go to the client. Each write is a call of the system, which takes about as long as all that is done with a short answer. */
export interface AnswerOutlet {
  write(piece: Buffer): Promise<void>;
  /** The last piece of what is no stream, which goes with the answer's end; null: there is none. */
  rest(): Buffer | null;
}

/** Headers go with the first piece, or by themselves when it doesn't come at once. Pieces of a stream go as they come. */
export function openOutlet(
  response: ServerResponse,
  { isStream, signal }: { isStream: boolean; signal: AbortSignal },
): AnswerOutlet {
  let held: Buffer | null = null;
  setImmediate(() => response.headersSent || response.destroyed || response.flushHeaders());
  const write = async (piece: Buffer) => {
    if (!response.write(piece)) {
      await once(response, "drain", { signal });
    }
  };
  return {
    async write(piece) {
      if (piece.length === 0) {
        return;
      }
      if (isStream) {
        await write(piece);
        return;
      }
      const before = held;
      held = piece;
      if (before !== null) {
        await write(before);
      }
    },
    rest: () => held,
  };
}

import { IncomingMessage } from "node:http";
import type { Socket } from "node:net";

/** A short body may come in any pieces. */
const FREE_PIECES = 256;
/** What a piece of a long body has on average, at least: git sends the lines of a long request, of 50 bytes, one by one. */
const MEAN_PIECE_BYTES = 48;

/**
 * A request that counts the pieces its body comes in: each costs the thread that answers everybody its time, however small
 * it is. The event `crumbled` says that there are too many for their bytes; what comes after it is dropped.
 */
export class CountedRequest extends IncomingMessage {
  #pieces = 0;
  #bytes = 0;
  #isCrumbled = false;

  constructor(socket: Socket) {
    super(socket);
    // Node drops a body that nobody began to read once the answer is sent, piece by piece all the same, and uncounted.
    this.read(0);
  }

  /** Called by the connection's reader, for each piece that it finds. */
  override push(piece: Buffer | null): boolean {
    if (piece !== null) {
      this.#count(piece);
    }
    return !this.#isCrumbled && super.push(piece);
  }

  #count({ length }: Buffer): void {
    this.#pieces += 1;
    this.#bytes += length;
    if (!this.#isCrumbled && this.#pieces > FREE_PIECES + this.#bytes / MEAN_PIECE_BYTES) {
      this.#isCrumbled = true;
      this.emit("crumbled");
    }
  }
}

/** One item of a stream, as it goes over the wire to all who follow. */
export interface Frame {
  number: number;
  bytes: Buffer;
}

export interface FramePage {
  frames: Frame[];
  /** Nothing comes after these. */
  hasEnded: boolean;
}

/** What can be followed: numbered in order, and announced when there is more. */
export interface LiveSource {
  /** What comes after this number, the first of it. Throws `not_found` where there is nothing to follow. */
  read(after: number): Promise<FramePage>;
  /** Calls back soon after there is more; may call without any. Returns how to stop. */
  watch(onChange: () => void): Promise<() => Promise<void>>;
}

/** A frame of a stream of server-sent events; JSON has no line ends of its own. */
export function encodeFrame(number: number, item: unknown): Frame {
  return { number, bytes: Buffer.from(`id: ${number}\ndata: ${JSON.stringify(item)}\n\n`) };
}

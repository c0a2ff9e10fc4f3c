/** One item of a stream. */
export interface Frame {
  number: number;
  /** Made once for all who follow; JSON has no line ends of its own. */
  json: string;
  /** When what it tells was written, where that is measured. */
  writtenAt?: Date;
}

export interface FramePage {
  frames: Frame[];
  /** Nothing comes after these. */
  hasEnded: boolean;
  /** There was no more when these were read; what came since is announced. */
  isAll?: boolean;
}

/** What can be followed: numbered in order, and announced when there is more. */
export interface LiveSource {
  /** What comes after this number, the first of it. Throws `not_found` where there is nothing to follow. */
  read(after: number): Promise<FramePage>;
  /** Calls back soon after there is more; may call without any. Returns how to stop. */
  watch(onChange: () => void): Promise<() => Promise<void>>;
  /** Told what came while somebody followed, once for all who do, as it is handed to them. */
  noteNew?(frames: readonly Frame[]): void;
}

export function encodeFrame(number: number, item: unknown): Frame {
  return { number, json: JSON.stringify(item) };
}

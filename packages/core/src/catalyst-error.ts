import type { CatalystErrorCode } from "./catalyst-error-code.ts";
import type { StoredWay } from "./way.ts";

/**
 * An error that is safe to show to the caller. Its message names what was attempted and what is wrong, in the words of no
 * face; what to do about it is its `way`.
 */
export class CatalystError extends Error {
  readonly code: CatalystErrorCode;
  /** null: there is nothing to do but what the message makes plain. */
  readonly way: StoredWay | null;

  constructor(
    code: CatalystErrorCode,
    message: string,
    { way = null, ...options }: { way?: StoredWay | null; cause?: unknown } = {},
  ) {
    super(message, options);
    this.name = "CatalystError";
    this.code = code;
    this.way = way;
  }
}

import type { CatalystErrorCode } from "./catalyst-error-code.ts";

/** An error that is safe to show to the caller; its message names what was attempted, what is wrong and the way out. */
export class CatalystError extends Error {
  readonly code: CatalystErrorCode;

  constructor(code: CatalystErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "CatalystError";
    this.code = code;
  }
}

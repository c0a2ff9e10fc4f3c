export const INSTALL_MILLISECONDS = 15 * 60 * 1000;

/** Where a package is to be placed, and the whole environment of what places it. */
export interface PlaceInput {
  folder: string;
  env: Record<string, string>;
  onProgress: (message: string) => void;
  /** Aborted: it is broken off. */
  signal: AbortSignal | undefined;
}

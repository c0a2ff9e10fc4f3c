/** Large contents pass through git's memory piece by piece, and no time is spent on packing better. */
export const FRUGAL_SETTINGS: readonly string[] = [
  "core.bigFileThreshold=4m",
  "core.deltaBaseCacheLimit=32m",
  "core.packedGitWindowSize=16m",
  "core.packedGitLimit=256m",
  "pack.threads=1",
  "pack.window=0",
  "pack.windowMemory=32m",
  "pack.deltaCacheSize=16m",
];

/** As options of git. */
export const FRUGAL: readonly string[] = FRUGAL_SETTINGS.flatMap((setting) => ["-c", setting]);

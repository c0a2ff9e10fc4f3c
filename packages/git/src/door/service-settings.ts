import { fileURLToPath } from "node:url";

/** The folder of git's hooks for a quarantine: `pre-receive` alone. */
const HOOKS = fileURLToPath(new URL(".", import.meta.url)).replace(/\/$/, "");

/** Large contents pass through memory piece by piece, and no time is spent on packing better. */
const FRUGAL = [
  "core.bigFileThreshold=4m",
  "core.deltaBaseCacheLimit=32m",
  "core.packedGitWindowSize=16m",
  "core.packedGitLimit=256m",
  "pack.threads=1",
  "pack.window=0",
  "pack.windowMemory=32m",
  "pack.deltaCacheSize=16m",
];

/** Old histories have these, and an agent may send such an object again. New ones are found when the result is checked. */
const OLD_BLEMISHES = [
  "badDate",
  "badDateOverflow",
  "badEmail",
  "badName",
  "badTimezone",
  "missingEmail",
  "missingNameBeforeEmail",
  "missingSpaceBeforeDate",
  "missingSpaceBeforeEmail",
  "multipleAuthors",
  "zeroPaddedDate",
  "zeroPaddedFilemode",
];

/** Under which the quarantine takes a push: looked at by git and by us, limited, no deletes. `maxBytes`: of its pack. */
export function receiveSettings(maxBytes: number): string[] {
  return [
    ...FRUGAL,
    `core.hooksPath=${HOOKS}`,
    "receive.fsckObjects=true",
    ...OLD_BLEMISHES.map((name) => `receive.fsck.${name}=warn`),
    `receive.maxInputSize=${Math.max(1, maxBytes)}`,
    "receive.denyDeletes=true",
    "receive.autogc=false",
    "receive.advertisePushOptions=false",
    "receive.unpackLimit=1",
    "receive.hideRefs=refs/catalyst",
  ];
}

/** Under which a fetch is served. Nothing that runs inside leaves objects out. */
export const FETCH_SETTINGS: readonly string[] = [
  ...FRUGAL,
  "uploadpack.allowFilter=false",
  "uploadpack.allowAnySHA1InWant=true",
];

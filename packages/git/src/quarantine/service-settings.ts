import { fileURLToPath } from "node:url";
import { FRUGAL_SETTINGS } from "../limits/frugal-settings.ts";

/** The folder of git's hooks for a quarantine: `pre-receive` alone. */
const HOOKS = fileURLToPath(new URL("./door", import.meta.url));

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
    ...FRUGAL_SETTINGS,
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
  ...FRUGAL_SETTINGS,
  "uploadpack.allowFilter=false",
  "uploadpack.allowAnySHA1InWant=true",
];

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { z } from "zod";

export const PINS_PATH = fileURLToPath(new URL("../pins.json", import.meta.url));

const DebianPin = z.object({
  version: z.string(),
  sha256: z.string(),
  /** Which others are there with it. */
  needs: z.array(z.string()),
});
export type DebianPin = z.infer<typeof DebianPin>;

/** `spec`: as it is asked for, `name@version`; for a part of a package it is another name than its folder's. */
const NpmPin = z.object({ spec: z.string(), integrity: z.string() });
export type NpmPin = z.infer<typeof NpmPin>;

/** The one file that says of what images are made, each part by its digest. */
export const Pins = z.object({
  /** Of Debian's stable release, by their names. */
  debian: z.record(z.string(), DebianPin),
  /** Of npm's registry, by the names of their folders. */
  npm: z.record(z.string(), NpmPin),
});
export type Pins = z.infer<typeof Pins>;

export function readPins(): Pins {
  return Pins.parse(JSON.parse(readFileSync(PINS_PATH, "utf8")));
}

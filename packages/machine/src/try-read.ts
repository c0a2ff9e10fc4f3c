import { readFileSync } from "node:fs";

/** A small file of the kernel's as text; empty where there is none, or none that may be read: what it tells of may be gone by now. */
export function tryRead(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

"use client";

import { useSyncExternalStore } from "react";

/** Lines of a log, both of them as well. */
export interface NamedLines {
  from: number;
  to: number;
}

/** The lines that the page's address names: `#L1204`, `#L1204-L1210`. */
export function useNamedLines(): NamedLines | null {
  const hash = useSyncExternalStore(
    watchHash,
    () => location.hash,
    () => "",
  );
  return readLines(hash);
}

function watchHash(onChange: () => void): () => void {
  addEventListener("hashchange", onChange);
  return () => removeEventListener("hashchange", onChange);
}

export function readLines(hash: string): NamedLines | null {
  const [, first, second] = /^#L(\d{1,9})(?:-L(\d{1,9}))?$/.exec(hash) ?? [];
  if (first === undefined) {
    return null;
  }
  const [one, other] = [Number(first), Number(second ?? first)];
  return { from: Math.min(one, other), to: Math.max(one, other) };
}

/** The address of a line; with Shift, of all from the one that is named to it. */
export function hashOf(number: number, named: NamedLines | null): string {
  const other = named === null ? number : named.from;
  return other === number ? `#L${number}` : `#L${Math.min(other, number)}-L${Math.max(other, number)}`;
}

"use client";

import type { FileDiffMetadata } from "@pierre/diffs";
import { useEffect, useState } from "react";

interface Viewed {
  isViewed: (path: string, fingerprint: string) => boolean;
  toggle: (path: string, fingerprint: string) => void;
}

/** Which files somebody has looked at: one that changes again isn't looked at any more. */
export function useViewed(taskId: string): Viewed {
  const name = `viewed:${taskId}`;
  const [viewed, setViewed] = useState<Record<string, string>>({});
  useEffect(() => setViewed(read(name)), [name]);
  return {
    isViewed: (path, fingerprint) => viewed[path] === fingerprint,
    toggle(path, fingerprint) {
      const { [path]: had, ...others } = viewed;
      const next = had === fingerprint ? others : { ...others, [path]: fingerprint };
      setViewed(next);
      localStorage.setItem(name, JSON.stringify(next));
    },
  };
}

function read(name: string): Record<string, string> {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(name) ?? "{}");
    return typeof stored === "object" && stored !== null ? (stored as Record<string, string>) : {};
  } catch {
    return {};
  }
}

/** What a file is by now: of git's own names for its contents where the patch has them. */
export function fingerprintOf({ newObjectId, prevObjectId, unifiedLineCount, type }: FileDiffMetadata): string {
  return [prevObjectId, newObjectId, unifiedLineCount, type].join(" ");
}

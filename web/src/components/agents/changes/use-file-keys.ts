"use client";

import type { FileDiffMetadata } from "@pierre/diffs";
import { useRef } from "react";
import { useKey } from "../../frame/keys/use-key.ts";

/** `N` and `P` go from one changed file to the next and back, `V` marks the one that is looked at as viewed, or takes that back. */
export function useFileKeys(files: readonly FileDiffMetadata[], onToggle: (file: FileDiffMetadata) => void): void {
  const at = useRef(-1);
  const go = (index: number) => {
    const file = files[index];
    if (file !== undefined) {
      at.current = index;
      const shown = document.getElementById(`file-${encodeURIComponent(file.name)}`);
      shown?.scrollIntoView({ block: "start" });
      shown?.focus({ preventScroll: true });
    }
  };
  useKey("n", () => go(Math.min(at.current + 1, files.length - 1)));
  useKey("p", () => go(Math.max(at.current - 1, 0)));
  useKey("v", () => {
    const file = files[Math.max(at.current, 0)];
    if (file !== undefined) {
      onToggle(file);
    }
  });
}

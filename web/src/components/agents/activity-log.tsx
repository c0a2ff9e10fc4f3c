"use client";

import type { Event, Execution } from "@catalyst/api";
import { useEffect, useRef, useState } from "react";
import { DownloadLog } from "./log/download-log.tsx";
import { FindBar } from "./log/find/find-bar.tsx";
import { LogLines } from "./log/log-lines.tsx";

interface ActivityLogProps {
  execution: Execution;
  newest: Event[];
  task: number;
  /** As it was stored, instead of as people read it. */
  isRaw?: boolean;
}

/** AgentActivityLog: what an execution does, from its end; what stands in it is found by `Ctrl F`. */
export function ActivityLog({ execution, newest, task, isRaw = false }: ActivityLogProps) {
  const [isFinding, setIsFinding] = useState(false);
  const [foundLine, setFoundLine] = useState<number | null>(null);
  const [isWrapped, setIsWrapped] = useState(true);
  const fieldRef = useRef<HTMLInputElement>(null);
  useFindKey(() => {
    setIsFinding(true);
    fieldRef.current?.select();
  });
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      {isRaw ? (
        <div className="flex flex-wrap items-center gap-3 border-b border-line px-5 py-1 text-xs text-ink-2 max-sm:px-3.5">
          <label className="mr-auto flex items-center gap-1.5">
            <input type="checkbox" checked={isWrapped} onChange={(event) => setIsWrapped(event.target.checked)} /> Wrap
          </label>
          <DownloadLog executionId={execution.id} task={task} run={execution.run} />
        </div>
      ) : null}
      {isFinding ? (
        <FindBar
          executionId={execution.id}
          fieldRef={fieldRef}
          onShow={setFoundLine}
          onClose={() => {
            setIsFinding(false);
            setFoundLine(null);
          }}
        />
      ) : null}
      <LogLines {...{ execution, newest, foundLine }} raw={isRaw ? { isWrapped } : null} />
    </div>
  );
}

/** In place of the browser's own search, which sees only what is drawn; asked twice, the browser's comes. */
function useFindKey(onFind: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isFind = event.key.toLowerCase() === "f" && (event.ctrlKey || event.metaKey) && !event.shiftKey;
      const isInBar = event.target instanceof Element && event.target.closest("search") !== null;
      if (isFind && !isInBar) {
        event.preventDefault();
        onFind();
      }
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  });
}

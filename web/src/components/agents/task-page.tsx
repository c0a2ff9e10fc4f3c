"use client";

import { useState } from "react";
import type { Result } from "../../actions/result.ts";
import { PageHead } from "../frame/page-head.tsx";
import { PageFault } from "../parts/shown/page-fault.tsx";
import { TaskDetail, type TaskDetailProps } from "./task-detail.tsx";

/**
 * A task's page as it was last read. Where it can't be read anew for a moment that is said over it: what is typed, opened and refused there
 * stays.
 */
export function TaskPage({ read }: { read: Result<TaskDetailProps> }) {
  const [last, setLast] = useState(read.ok ? read.value : null);
  if (read.ok && read.value !== last) {
    setLast(read.value);
  }
  const shown = read.ok ? read.value : last;
  if (shown === null) {
    return (
      <>
        <PageHead title="Agent task" />
        {read.ok ? null : <PageFault fault={read.error} className="m-5" />}
      </>
    );
  }
  return (
    <>
      {read.ok ? null : (
        <PageFault
          fault={read.error}
          className="fixed top-3 right-3 z-20 max-w-[calc(100vw-24px)] shadow-lg sm:max-w-md"
        />
      )}
      <TaskDetail {...shown} />
    </>
  );
}

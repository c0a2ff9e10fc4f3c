"use client";

import type { ListedTask } from "@catalyst/api";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import type { TaskPage } from "../../../actions/agent-tasks.ts";
import { browserClient } from "../../../api/browser-client.ts";
import { type Fault, faultOf } from "../../../api/fault.ts";
import { useTold } from "../../../live/use-live.ts";
import { queryOf, type TaskFilter } from "../../../tasks/task-filter.ts";

/** Several changes of one task come at once: it is asked for once. */
const GATHERED_MILLISECONDS = 150;

export interface TaskListState {
  tasks: ListedTask[];
  /** Came while somebody looked further down, and are shown when they want. */
  fresh: ListedTask[];
  nextCursor: string | null;
  fault: Fault | null;
  showFresh: () => void;
  loadOlder: () => Promise<void>;
}

/** A list of tasks that stays as it is on the server. Rows change in their place; what is new comes to the top, or waits. */
export function useTaskList(first: TaskPage, filter: TaskFilter): TaskListState {
  const [tasks, setTasks] = useState(first.data);
  const [fresh, setFresh] = useState<ListedTask[]>([]);
  const [nextCursor, setNextCursor] = useState(first.nextCursor);
  const [fault, setFault] = useState<Fault | null>(null);
  const attempt = async (ask: () => Promise<void>) => {
    try {
      await ask();
      setFault(null);
    } catch (error) {
      setFault(faultOf(error));
    }
  };

  useChanges(async (ids, hasMissed) => {
    const known = ids.filter((id) => tasks.some((task) => task.id === id));
    await attempt(async () => {
      const found = await Promise.all(
        known.map((id) => browserClient().call("getTask", { params: { task: id }, query: {} })),
      );
      setTasks((had) => had.map((task) => found.find(({ id }) => id === task.id) ?? task));
      if (known.length < ids.length || hasMissed) {
        const { data } = await browserClient().call("listTasks", { query: queryOf(filter) });
        setTasks((had) => had.map((task) => data.find(({ id }) => id === task.id) ?? task));
        take(data);
      }
    });
  });

  const take = (data: readonly ListedTask[]) => {
    const added = data.filter(({ id }) => ![...tasks, ...fresh].some((task) => task.id === id));
    if (window.scrollY < 80) {
      setTasks((had) => [...added, ...had]);
    } else {
      setFresh((had) => [...added, ...had]);
    }
  };

  const loadOlder = () =>
    attempt(async () => {
      const query = { ...queryOf(filter), ...(nextCursor === null ? {} : { cursor: nextCursor }) };
      const page = await browserClient().call("listTasks", { query });
      setTasks((had) => [...had, ...page.data.filter(({ id }) => !had.some((task) => task.id === id))]);
      setNextCursor(page.nextCursor);
    });
  const showFresh = () => {
    setTasks((had) => [...fresh, ...had]);
    setFresh([]);
    window.scrollTo({ top: 0 });
  };
  return { tasks, fresh, nextCursor, fault, showFresh, loadOlder };
}

/** Calls with the ids of the tasks that changed, and whether others may have unseen, some of them together. */
function useChanges(onChanges: (ids: string[], hasMissed: boolean) => Promise<void>): void {
  const changed = useRef(new Set<string>());
  const hasMissed = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const tell = useEffectEvent(() => {
    const [ids, isMissing] = [[...changed.current], hasMissed.current];
    changed.current.clear();
    hasMissed.current = false;
    void onChanges(ids, isMissing);
  });
  const tellSoon = () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => tell(), GATHERED_MILLISECONDS);
  };
  useTold("tasks", null, {
    onTold({ item }) {
      changed.current.add((item as { taskId: string }).taskId);
      tellSoon();
    },
    onMissed() {
      hasMissed.current = true;
      tellSoon();
    },
  });
  useEffect(() => () => clearTimeout(timer.current), []);
}

"use client";

import type { ListedTask } from "@catalyst/api";
import { useEffect, useState } from "react";
import { browserClient } from "../../../api/browser-client.ts";

const TYPED_MILLISECONDS = 200;
const SHOWN = 8;

/** Tasks by their number or a part of their title; the newest where nothing is typed. Empty as well where nobody answers. */
export function useFoundTasks(typed: string): ListedTask[] {
  const [found, setFound] = useState<ListedTask[]>([]);
  useEffect(() => {
    const given = new AbortController();
    const timer = setTimeout(() => {
      findTasks(typed.trim(), given.signal).then(setFound, () => undefined);
    }, TYPED_MILLISECONDS);
    return () => {
      clearTimeout(timer);
      given.abort();
    };
  }, [typed]);
  return found;
}

async function findTasks(typed: string, signal: AbortSignal): Promise<ListedTask[]> {
  const number = /^#?(\d{1,9})$/.exec(typed)?.[1];
  if (number !== undefined) {
    const task = await browserClient()
      .call("getTask", { params: { task: number }, query: {} }, { signal })
      .catch(() => null);
    return task === null ? [] : [task];
  }
  const query = { limit: SHOWN, ...(typed === "" ? {} : { q: typed }) };
  return (await browserClient().call("listTasks", { query }, { signal })).data;
}

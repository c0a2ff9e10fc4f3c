"use client";

import type { Event } from "@catalyst/api";
import { useCallback, useEffect, useRef, useState } from "react";
import { browserClient } from "../../../api/browser-client.ts";
import { useTold } from "../../../live/use-live.ts";
import { LogPages, PAGE_EVENTS } from "./log-pages.ts";

/** What nobody answered is asked again, if it is still looked at. */
const AGAIN_MILLISECONDS = 2000;

export interface Log {
  /** How many events there are: they are numbered from 1 without gaps. */
  count: number;
  /** Undefined: it isn't here yet, and is asked for. */
  eventAt: (number: number) => Event | undefined;
}

interface UseLogInput {
  executionId: string;
  /** The newest. */
  newest: Event[];
  isRunning: boolean;
}

/** The log of one execution, of which only what is looked at is here; what comes is added at its end. */
export function useLog({ executionId, newest, isRunning }: UseLogInput): Log {
  const [pages] = useState(() => new LogPages(newest, (after) => readPage(executionId, after)));
  const [count, setCount] = useState(newest.at(-1)?.number ?? 0);
  const [, showChange] = useState(0);
  const isDrawn = useRef(false);
  const draw = useCallback(() => {
    if (!isDrawn.current) {
      isDrawn.current = true;
      requestAnimationFrame(() => {
        isDrawn.current = false;
        setCount(pages.last);
        showChange((before) => before + 1);
      });
    }
  }, [pages]);
  // To its end, which is told beside that it has ended.
  const [wasRunning] = useState(isRunning);
  useTold(wasRunning ? `execution:${executionId}` : null, count, {
    onTold({ item }) {
      pages.add([item as Event]);
      draw();
    },
  });
  // A page that was made again brings the end that the log had then, also where its stream told less of it.
  useEffect(() => {
    if ((newest.at(-1)?.number ?? 0) > pages.last) {
      pages.add(newest);
      draw();
    }
  }, [newest, pages, draw]);
  const eventAt = (number: number) => {
    const event = pages.at(number);
    if (event === undefined) {
      void pages.load(number)?.then(draw, () => setTimeout(draw, AGAIN_MILLISECONDS));
    }
    return event;
  };
  return { count, eventAt };
}

async function readPage(execution: string, after: number): Promise<Event[]> {
  const query = { after, limit: PAGE_EVENTS };
  const { data } = await browserClient().call("listEvents", { params: { execution }, query });
  return data;
}
